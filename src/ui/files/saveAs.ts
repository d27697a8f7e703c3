import * as vscode from 'vscode';
import { showSaveDialog } from '../window/dialogs';
import { showErrorMessage } from '../window/messages';
import { fileName } from './files';

/**
 * Writes a text to the file that the person names; VS Code asks before one is written over. Nothing is written through
 * a link: a repository may bring one under the very name that is proposed. Undefined where they leave, or where it
 * could not be written, which is said.
 */
export async function saveTextAs(
  text: () => Promise<string | undefined>,
  question: Parameters<typeof showSaveDialog>[0],
): Promise<vscode.Uri | undefined> {
  const uri = await showSaveDialog(question);
  const written = uri && (await text());
  if (!uri || written === undefined) return undefined;
  if (await isLink(uri)) {
    void showErrorMessage(
      vscode.l10n.t('“{0}” is a link to another place: nothing is written through links.', fileName(uri)),
    );
    return undefined;
  }
  try {
    await vscode.workspace.fs.writeFile(uri, Buffer.from(written));
    return uri;
  } catch {
    void showErrorMessage(vscode.l10n.t('“{0}” could not be written.', fileName(uri)));
    return undefined;
  }
}

/** Returns whether it is a link, even one that leads nowhere. */
const isLink = (uri: vscode.Uri): Promise<boolean> =>
  Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    ({ type }) => (type & vscode.FileType.SymbolicLink) !== 0,
    () => false,
  );
