import * as vscode from 'vscode';
import { toPlainPem } from '../../app/sources/fileContent';
import { checkRegularFile, PlaceError } from '../../app/workspace/realFiles';
import { limits } from '../../core/limits';
import { fileName } from '../files/files';
import { readBytes } from '../files/readBytes';
import { boundaryOf, repositoryOf } from '../git/gitIgnoring';
import { confirm } from '../prompts/prompts';
import { showErrorMessage, showInformationMessage, showWarningMessage } from '../window/messages';
import type { EditorServices } from './editorServices';
import { checkNoLink } from './split/splitFiles';
import { refusalSentence, SplitRefusal } from './split/splitRequest';

/**
 * Saves a file as PEM in UTF-8 with line feeds: one in UTF-16 or with carriage returns alone, of which the text stays
 * as it is, or DER that is called .pem. Puts the bytes back where they could not all be written.
 */
export async function convertToPem(
  uri: vscode.Uri,
  { files, log }: Pick<EditorServices, 'files' | 'log'>,
): Promise<void> {
  try {
    await convert(uri, { files, log });
  } catch (error) {
    const refusal = refusalSentence(error);
    if (refusal === undefined) throw error;
    void showWarningMessage(refusal);
  }
}

async function convert(uri: vscode.Uri, { files, log }: Pick<EditorServices, 'files' | 'log'>): Promise<void> {
  await checkPlace(uri);
  const name = fileName(uri);
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open?.isDirty && !(await open.save())) return;
  const before = await readBytes(uri, limits.fileBytes);
  const plain = before && toPlainPem(before);
  if (!before || !plain)
    return void showInformationMessage(
      vscode.l10n.t('“{0}” is already PEM, or holds nothing that PEM has a form for.', name),
    );
  if (plain.isConverted && !(await mayReplace(name))) return;
  await checkPlace(uri);
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

/**
 * @throws SplitRefusal or PlaceError where strangers may have decided what is written: nothing is written through a
 * link.
 */
async function checkPlace(uri: vscode.Uri): Promise<void> {
  if (!vscode.workspace.isTrusted) throw new SplitRefusal('untrusted');
  if (uri.scheme !== 'file') return checkNoLink(uri);
  const { nlink } = await checkRegularFile(uri.fsPath, boundaryOf(uri, await repositoryOf(uri)));
  if (nlink > 1) throw new PlaceError('severalNames', uri.fsPath);
}

/** A text stays the same for whoever reads it; DER becomes something else. */
const mayReplace = (name: string): Promise<boolean> =>
  confirm({
    message: vscode.l10n.t('Replace “{0}” with the same content as PEM text?', name),
    detail: vscode.l10n.t('It is DER now. Programs that expect DER in this file will not read it any more.'),
    action: vscode.l10n.t('Replace'),
  });
