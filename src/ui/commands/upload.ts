import * as vscode from 'vscode';
import type { GatheredMaterial, Material, OpenedKeys } from '../../app/sources/material';
import { gatherMaterial } from '../../app/sources/material';
import { fittingKey, leavesOf, narrowTo } from '../../app/writes/upload';
import { limits } from '../../core/limits';
import type { ChangeServices } from '../change/changeServices';
import { findSource, gather } from '../material/gather';
import { openKey, openStores, toMaterial } from '../material/material';
import { filesIn, gatherMany } from '../upload/many/gatherMany';
import { startUpload } from '../upload/start';
import { showErrorMessage } from '../window/messages';
import type { ConnectionTarget, UploadTarget } from './arguments';

/**
 * Uploads from the palette and the editor's title (the active editor), the Explorer (the files clicked or selected), a
 * connection's row (asks for the file), and a drop on the tree.
 */
export async function uploadCertificate(services: ChangeServices, target: UploadTarget): Promise<void> {
  let isMany = false;
  await startUpload(
    {
      connectionId: target.connection,
      gather: async () => {
        const source = await findSource(target.files.map((uri) => vscode.Uri.parse(uri)));
        if (source?.kind !== 'files') return source && gather(source, services);
        const files = await filesIn(source.uris);
        isMany = files.length > 1;
        if (isMany) return gatherMany(files, services);
        const material = await gather({ kind: 'files', uris: files.length === 1 ? files : source.uris }, services);
        return material && ofCertificate(target.fingerprint, material, services.now());
      },
      isMany: (material) => isMany && leavesOf(material).length > 1,
    },
    services,
  );
}

/** Returns the material of one certificate among those of a file; all of it where none is named, or it is gone. */
function ofCertificate(sha256: string | undefined, material: GatheredMaterial, now: number): GatheredMaterial {
  const leaf = leavesOf(material, now).find((each) => each.leaf.fingerprints.sha256 === sha256);
  return leaf ? narrowTo(leaf.chain, material) : material;
}

/** Uploads what was copied: certificate and key together. Nothing of it is kept, shown or logged. */
export async function uploadFromClipboard(services: ChangeServices, { connection }: ConnectionTarget): Promise<void> {
  await startUpload(
    {
      connectionId: connection,
      gather: () => gatherMaterial((opened) => readClipboard(opened, services)),
      isMany: () => false,
    },
    services,
  );
}

async function readClipboard(opened: OpenedKeys, services: ChangeServices): Promise<Material | undefined> {
  const { t } = vscode.l10n;
  const content = await vscode.env.clipboard.readText();
  if (content.trim() === '')
    return refuse(t('The clipboard holds no text. Copy a certificate with its private key first.'));
  if (content.length > limits.fileBytes)
    return refuse(t('The clipboard holds too much text to be a certificate with its key.'));
  const material = await openStores(
    await toMaterial({ place: t('the clipboard'), content: { kind: 'text', text: content } }, services.translate),
    opened,
    services,
  );
  if (material && material.certificates.length > 0) {
    const encrypted = leavesOf(material).some(({ leaf }) => fittingKey(leaf, material.keys))
      ? undefined
      : material.keys.find((key) => key.encrypted);
    const key = encrypted && (await openKey(encrypted, opened, services));
    return { ...material, keys: material.keys.map((each) => (each === encrypted && key ? key : each)) };
  }
  return material && refuse(t('No certificate in the clipboard. {0}', material.contents));
}

function refuse(sentence: string): undefined {
  void showErrorMessage(sentence);
  return undefined;
}
