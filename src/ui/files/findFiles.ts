import * as vscode from 'vscode';
import { certificateNames, foldersLeftOut, isCertificatePath } from '../../app/sources/certificateNames';
import { limits } from '../../core/limits';
import { list, walkFolder } from './walkFolder';

/** Certificate files of the workspace's folders, as `files.exclude` allows. */
export async function findInWorkspace(signal: AbortSignal): Promise<readonly vscode.Uri[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = folders.map(
    async ({ uri }) =>
      (await search(new vscode.RelativePattern(uri, `**/${certificateNames}`), signal)) ?? walkFolder(uri, signal),
  );
  return (await Promise.all(found)).flat();
}

/** Certificate files of the folder that `uri` is in. Empty for documents that are in none. */
export async function findSiblings(uri: vscode.Uri, signal: AbortSignal): Promise<readonly vscode.Uri[]> {
  if (uri.scheme === 'untitled') return [];
  const folder = vscode.Uri.joinPath(uri, '..');
  const found =
    vscode.workspace.getWorkspaceFolder(uri) &&
    (await search(new vscode.RelativePattern(folder, certificateNames), signal));
  return found ?? listFolder(folder);
}

/** Undefined where the file system offers no search. */
async function search(
  pattern: vscode.RelativePattern,
  signal: AbortSignal,
): Promise<readonly vscode.Uri[] | undefined> {
  const token = new vscode.CancellationTokenSource();
  const cancel = (): void => token.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const found = await vscode.workspace.findFiles(pattern, foldersLeftOut, limits.workspaceFiles, token.token);
    // The search may not know this file system, and say nothing of it.
    if (found.length === 0 && !searched.includes(pattern.baseUri.scheme)) return undefined;
    return found.filter(({ path }) => isCertificatePath(path));
  } catch {
    return undefined;
  } finally {
    signal.removeEventListener('abort', cancel);
    token.dispose();
  }
}

/** File systems that VS Code itself searches. */
const searched: readonly string[] = ['file', 'vscode-remote'];

/** Certificate files of any folder, of the workspace or not. Empty where it cannot be listed. */
export const listFolder = async (folder: vscode.Uri): Promise<readonly vscode.Uri[]> =>
  (await list(folder)).flatMap(([name, type]) =>
    type & vscode.FileType.File && isCertificatePath(name) ? [vscode.Uri.joinPath(folder, name)] : [],
  );
