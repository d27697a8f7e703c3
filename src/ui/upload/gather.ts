import * as vscode from 'vscode';
import { fittingKey, leavesOf } from '../../app/upload';
import type { UploadMaterial } from '../../app/upload';
import { fileName } from '../files';
import type { Services } from '../services';
import { readBeside, readDocumentMaterial, readMaterial } from './material';
import type { MaterialReading } from './material';

/** Files, or a document that may have no file. */
export type Source = { readonly kind: 'files'; readonly uris: readonly vscode.Uri[] } | { readonly kind: 'document'; readonly document: vscode.TextDocument };

/** What is meant: the files clicked or selected, the active editor, or files asked for. */
export async function findSource(target: unknown, selection: unknown): Promise<Source | undefined> {
  const uris = Array.isArray(selection) ? selection.filter((each) => each instanceof vscode.Uri) : [];
  if (uris.length > 0) return { kind: 'files', uris };
  if (target instanceof vscode.Uri) return { kind: 'files', uris: [target] };
  const active = vscode.window.activeTextEditor?.document;
  // From a row of the tree it is the gateway that was chosen; the active editor is meant only where it holds PEM.
  if (active && (active.languageId === 'pem' || active.getText().includes('-----BEGIN '))) return { kind: 'document', document: active };
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Upload Certificate'),
    openLabel: vscode.l10n.t('Upload'),
    canSelectMany: true,
    filters: { [vscode.l10n.t('Certificates and keys')]: ['pem', 'crt', 'cer', 'key'], [vscode.l10n.t('All files')]: ['*'] },
  });
  return chosen && { kind: 'files', uris: chosen };
}

/** Everything at hand: what was chosen, and the counterpart beside it where only one half was. */
export async function gather(source: Source, { translate }: Services): Promise<UploadMaterial | undefined> {
  const uris = source.kind === 'files' ? source.uris : [source.document.uri];
  const readings: readonly MaterialReading[] =
    source.kind === 'files'
      ? await Promise.all(uris.map((uri) => readMaterial(uri, translate)))
      : [readDocumentMaterial(source.document, translate)];
  const readable = readings.flatMap((reading) => (reading.ok ? [reading.material] : []));
  const material: UploadMaterial = {
    certificates: readable.flatMap((each) => each.certificates),
    keys: readable.flatMap((each) => each.keys),
  };
  const unreadable = readings.find((reading) => !reading.ok);
  const [uri] = uris;
  if (material.certificates.length === 0 && material.keys.length > 0 && uri) {
    for await (const beside of readBeside(uri, 'certificate', translate))
      if (leavesOf(beside).some(({ leaf }) => fittingKey(leaf, material.keys))) return { certificates: beside.certificates, keys: material.keys };
  }
  if (material.certificates.length === 0) {
    const where = fileName(uri ?? vscode.Uri.parse('untitled:'));
    const contents = readable[0]?.contents ?? '';
    void vscode.window.showErrorMessage(unreadable?.sentence ?? vscode.l10n.t('No certificate in “{0}”. {1}', where, contents));
    return undefined;
  }
  if (!uri || leavesOf(material).some(({ leaf }) => fittingKey(leaf, material.keys))) return material;
  const keys = [...material.keys];
  for await (const beside of readBeside(uri, 'key', translate)) {
    keys.push(...beside.keys);
    if (leavesOf(material).some(({ leaf }) => fittingKey(leaf, beside.keys))) break;
  }
  return { ...material, keys };
}
