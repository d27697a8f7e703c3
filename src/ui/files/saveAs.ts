import * as vscode from 'vscode';
import { showSaveDialog } from '../window/dialogs';
import { showErrorMessage } from '../window/messages';

/**
 * Writes a text to the file that the person names; VS Code asks before one is written over. Undefined where they leave,
 * or where it could not be written, which is said.
 */
export async function saveTextAs(
  text: () => Promise<string | undefined>,
  question: Parameters<typeof showSaveDialog>[0],
): Promise<vscode.Uri | undefined> {
  const uri = await showSaveDialog(question);
  const written = uri && (await text());
  if (!uri || written === undefined) return undefined;
  try {
    await vscode.workspace.fs.writeFile(uri, Buffer.from(written));
    return uri;
  } catch {
    void showErrorMessage(vscode.l10n.t('“{0}” could not be written.', uri.path.split('/').at(-1) ?? ''));
    return undefined;
  }
}
