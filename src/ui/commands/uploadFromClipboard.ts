import * as vscode from 'vscode';
import { toMaterial } from '../../app/sources/material';
import { OpenedKeys } from '../../app/sources/openedKeys';
import { fittingKey, leavesOf } from '../../app/writes/upload';
import { limits } from '../../core/limits';
import type { CommandId } from '../../ids';
import { showErrorMessage } from '../window/messages';
import type { Services } from '../services';
import type { GatheredMaterial } from '../material/gather';
import { openKey, openStores } from '../material/material';
import { startUpload } from '../upload/start';

const id: CommandId = 'api7Certificates.uploadFromClipboard';

/** Upload of what was copied: certificate and key together. Nothing of it is kept, shown or logged. */
export function registerUploadFromClipboard(services: Services): vscode.Disposable {
  return vscode.commands.registerCommand(id, (target?: unknown) =>
    startUpload({ target, gather: () => gatherClipboard(services), isMany: () => false }, services),
  );
}

async function gatherClipboard(services: Services): Promise<GatheredMaterial | undefined> {
  const { t } = vscode.l10n;
  const content = await vscode.env.clipboard.readText();
  if (content.trim() === '')
    return refuse(t('The clipboard holds no text. Copy a certificate with its private key first.'));
  if (content.length > limits.fileBytes)
    return refuse(t('The clipboard holds too much text to be a certificate with its key.'));
  const opened = new OpenedKeys();
  const material = await openStores(
    toMaterial({ place: t('the clipboard'), content: { kind: 'text', text: content } }, services.translate),
    opened,
    services,
  );
  if (material && material.certificates.length > 0) {
    const locked = leavesOf(material).some(({ leaf }) => fittingKey(leaf, material.keys))
      ? undefined
      : material.keys.find(({ encrypted }) => encrypted);
    const key = locked && (await openKey(locked, opened, services));
    return { ...material, opened, keys: material.keys.map((each) => (each === locked && key ? key : each)) };
  }
  opened.dispose();
  return material && refuse(t('No certificate in the clipboard. {0}', material.contents));
}

function refuse(sentence: string): undefined {
  void showErrorMessage(sentence);
  return undefined;
}
