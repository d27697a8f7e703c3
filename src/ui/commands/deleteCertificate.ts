import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import { deleteCertificate } from '../change/deletion';
import { findTarget } from '../change/target';
import type { Services } from '../services';

const id: CommandId = 'api7Certificates.deleteCertificate';

/** Delete from a row of the tree, a details page, and the palette, which asks for the certificate. */
export function registerDeleteCertificate(services: Services): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (argument?: unknown) => {
    const target = await findTarget(argument, services, {
      title: vscode.l10n.t('Delete Certificate'),
      ifNoConnection: vscode.l10n.t('There is no gateway to delete a certificate from yet.'),
      isOffered: ({ readOnly }) => !readOnly,
    });
    if (target) await deleteCertificate(target, services);
  });
}
