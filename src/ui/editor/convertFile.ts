import * as vscode from 'vscode';
import { toPlainPem } from '../../app/sources/plainPem';
import { limits } from '../../core/limits';
import { fileName } from '../files/files';
import { confirm } from '../prompts/prompts';
import { showErrorMessage, showInformationMessage } from '../window/messages';
import type { EditorServices } from './editorServices';

/**
 * Saves a file as PEM in UTF-8 with line feeds: one in UTF-16 or with carriage returns alone, of which the text stays
 * as it is, or DER that is called .pem. Puts the bytes back where they could not all be written.
 */
export async function convertToPem(
  uri: vscode.Uri,
  { files, log }: Pick<EditorServices, 'files' | 'log'>,
): Promise<void> {
  const name = fileName(uri);
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open?.isDirty && !(await open.save())) return;
  const before = await readSmall(uri);
  const plain = before && toPlainPem(before);
  if (!before || !plain)
    return void showInformationMessage(
      vscode.l10n.t('“{0}” is PEM already, or holds nothing that PEM has a form for.', name),
    );
  if (plain.isConverted && !(await mayReplace(name))) return;
  const after = new TextEncoder().encode(plain.text);
  try {
    await vscode.workspace.fs.writeFile(uri, after);
  } catch (error) {
    log.error('A file was not converted', error);
    await vscode.workspace.fs.writeFile(uri, before).then(undefined, () => undefined);
    return void showErrorMessage(vscode.l10n.t('“{0}” could not be written.', name));
  } finally {
    files.touch(uri);
  }
}

async function readSmall(uri: vscode.Uri): Promise<Uint8Array | undefined> {
  const { size } = await vscode.workspace.fs.stat(uri);
  return size > limits.fileBytes ? undefined : vscode.workspace.fs.readFile(uri);
}

/** A text stays the same for whoever reads it; DER becomes something else. */
const mayReplace = (name: string): Promise<boolean> =>
  confirm({
    message: vscode.l10n.t('Replace “{0}” with the same as PEM text?', name),
    detail: vscode.l10n.t('It is DER now. Programs that expect DER in this file will not read it any more.'),
    action: vscode.l10n.t('Replace'),
  });
