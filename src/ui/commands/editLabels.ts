import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import { editLabels } from '../change/labels';
import { findTarget } from '../change/target';
import type { Services } from '../services';

const id: CommandId = 'api7Certificates.editLabels';

/** Edits labels alone, from a row of the tree, a details page, and the palette, which asks for the certificate. */
export function registerEditLabels(services: Services): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (argument?: unknown) => {
    const target = await findTarget(argument, services, {
      title: vscode.l10n.t('Edit Labels'),
      ifNoConnection: vscode.l10n.t('There is no gateway with certificates to label yet.'),
      isOffered: ({ readOnly }) => !readOnly,
    });
    if (target) await editLabels(target, services);
  });
}
