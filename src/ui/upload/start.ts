import * as vscode from 'vscode';
import type { GatheredMaterial } from '../../app/sources/material';
import type { ChangeServices } from '../change/changeServices';
import { askConnection } from '../material/changes';
import { offerConnection } from '../prompts/prompts';
import { showWarningMessage } from '../window/messages';
import { uploadMany } from './many/uploadMany';
import { review } from './review';

export interface Upload {
  /** The connection that the command was called on. */
  readonly connectionId: string | undefined;
  readonly gather: () => Promise<GatheredMaterial | undefined>;
  /** Set where several files were chosen: what is in them is shown as a table. */
  readonly isMany: (material: GatheredMaterial) => boolean;
}

/** Starts an upload, wherever its certificates are from. Whatever passwords opened is forgotten at its end. */
export async function startUpload({ connectionId, gather, isMany }: Upload, services: ChangeServices): Promise<void> {
  const { connections, guard } = services;
  if (!vscode.workspace.isTrusted) {
    void showWarningMessage(vscode.l10n.t('Certificates can be uploaded only from a trusted workspace.'));
    return;
  }
  const chosen = connectionId === undefined ? undefined : connections.find(connectionId);
  if (chosen && !guard.mayWrite(chosen)) return;
  const material = await gather();
  if (!material) return;
  try {
    const connection = chosen ?? (await askConnection(services));
    if (connection)
      return await (isMany(material)
        ? uploadMany(services, material, connection)
        : review(services, material, connection));
  } finally {
    material.opened.dispose();
  }
  if (connections.all.length === 0) await offerConnection(vscode.l10n.t('There is no gateway to upload to yet.'));
}
