import * as vscode from 'vscode';
import { groupings } from '../../app/inventory/arrange';
import type { CommandId } from '../../ids';
import type { Services } from '../services';
import { groupingWord } from '../text/words';
import { pickChoice } from '../prompts/pickChoice';

const id: CommandId = 'api7Certificates.groupCertificates';

export function registerGroupCertificates({
  tree,
  translate,
}: Pick<Services, 'tree' | 'translate'>): vscode.Disposable {
  return vscode.commands.registerCommand(id, async () => {
    const grouping = await pickChoice({
      title: vscode.l10n.t('Group Certificates By'),
      choices: groupings,
      current: tree.arrangement.current.grouping,
      toLabel: (choice) => groupingWord(choice, translate),
    });
    if (grouping) await tree.arrangement.change({ grouping });
  });
}
