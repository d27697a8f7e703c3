import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import { findTarget } from '../change/target';
import { updateFromFiles } from '../update/update';
import type { Services } from '../services';

const id: CommandId = 'api7Certificates.updateCertificate';

/**
 * Update from a row of the tree, a details page, and the palette, which asks for the certificate. From an editor, the PEM in
 * it is the new certificate.
 *
 * @param selection files to take the new certificate from, e.g. ones that were dropped on the row
 */
export function registerUpdateCertificate(services: Services): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (argument?: unknown, selection?: unknown) => {
    const isFile = argument instanceof vscode.Uri;
    const target = await findTarget(isFile ? undefined : argument, services, {
      title: vscode.l10n.t('Update Certificate: Which One?'),
      ifNoConnection: vscode.l10n.t('There is no gateway to update a certificate on yet.'),
      isOffered: ({ readOnly }) => !readOnly,
    });
    if (target)
      await updateFromFiles(
        target,
        services,
        isFile ? [argument] : Array.isArray(selection) ? selection.filter((each) => each instanceof vscode.Uri) : [],
      );
  });
}
