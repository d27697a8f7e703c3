import * as vscode from 'vscode';
import { certificateNames, foldersLeftOut, isCertificatePath } from '../../app/certificateNames';
import { limits } from '../../core/limits';

/** Certificate files of the workspace's folders, as `files.exclude` allows. Rests of folders that cannot be searched are left out. */
export async function findInWorkspace(signal: AbortSignal): Promise<readonly vscode.Uri[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return (await Promise.all(folders.map(({ uri }) => search(new vscode.RelativePattern(uri, `**/${certificateNames}`), signal)))).flat();
}

/** Certificate files of the folder that `uri` is in. Empty for documents that are in none. */
export async function findBeside(uri: vscode.Uri, signal: AbortSignal): Promise<readonly vscode.Uri[]> {
  if (uri.scheme === 'untitled') return [];
  const folder = vscode.Uri.joinPath(uri, '..');
  return vscode.workspace.getWorkspaceFolder(uri) ? search(new vscode.RelativePattern(folder, certificateNames), signal) : listFolder(folder);
}

async function search(pattern: vscode.RelativePattern, signal: AbortSignal): Promise<readonly vscode.Uri[]> {
  const token = new vscode.CancellationTokenSource();
  const cancel = (): void => token.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const found = await vscode.workspace.findFiles(pattern, foldersLeftOut, limits.workspaceFiles, token.token);
    return found.filter(({ path }) => isCertificatePath(path));
  } catch {
    // The file system offers no search.
    return [];
  } finally {
    signal.removeEventListener('abort', cancel);
    token.dispose();
  }
}

/** The same of any folder, workspace or not. Empty where it cannot be listed. */
export async function listFolder(folder: vscode.Uri): Promise<readonly vscode.Uri[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return entries.flatMap(([name, type]) => (type & vscode.FileType.File && isCertificatePath(name) ? [vscode.Uri.joinPath(folder, name)] : []));
  } catch {
    return [];
  }
}
