import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import type { Services } from '../services';
import { connectionOf } from '../tree/rowArgument';
import { askConnection } from '../upload/changes';
import { findSource, gather } from '../upload/gather';
import { review } from '../upload/review';

const id: CommandId = 'api7Certificates.uploadCertificate';

/**
 * Upload from the palette and the editor's title (the active editor), the Explorer (the files clicked or selected), and
 * a connection's row (asks for the file).
 */
export function registerUploadCertificate(services: Services): vscode.Disposable {
  return vscode.commands.registerCommand(id, (target?: unknown, selection?: unknown) => upload(services, target, selection));
}

async function upload(services: Services, target: unknown, selection: unknown): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(vscode.l10n.t('Certificates can be uploaded only from a trusted workspace.'));
    return;
  }
  const source = await findSource(target, selection);
  if (!source) return;
  const material = await gather(source, services);
  if (!material) return;
  const connection = connectionOf(target) ?? (await askConnection(services));
  if (connection) return review(services, material, connection);
  if (services.connections.all.length === 0) await offerConnection();
}

async function offerConnection(): Promise<void> {
  const add = vscode.l10n.t('Add Connection');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('There is no gateway to upload to yet.'), add);
  if (answer === add) await vscode.commands.executeCommand('api7Certificates.addConnection' satisfies CommandId);
}
