import * as vscode from 'vscode';
import { sortings } from '../../app/inventory/arrange';
import type { CommandId } from '../../ids';
import { pickChoice } from '../prompts/pickChoice';
import type { Services } from '../services';
import { sortingWord } from '../text/words';

const id: CommandId = 'api7Certificates.sortCertificates';

export function registerSortCertificates({ tree, translate }: Pick<Services, 'tree' | 'translate'>): vscode.Disposable {
  return vscode.commands.registerCommand(id, async () => {
    const sorting = await pickChoice({
      title: vscode.l10n.t('Sort Certificates By'),
      choices: sortings,
      current: tree.arrangement.current.sorting,
      toLabel: (choice) => sortingWord(choice, translate),
    });
    if (sorting) await tree.arrangement.change({ sorting });
  });
}
