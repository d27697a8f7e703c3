import * as vscode from 'vscode';

/** The part of the git extension's API (version 1) that is asked here. */
interface GitExtension {
  getAPI(version: 1): { getRepository(uri: vscode.Uri): Repository | null };
}
interface Repository {
  /** Of a path in the index, for an empty tree; rejects where git does not know it. */
  getObjectDetails(tree: '', path: string): Promise<unknown>;
}

/** Whether git tracks the file. False where that is not known: no file, no repository, git switched off or still starting. */
export async function isTrackedByGit(uri: vscode.Uri): Promise<boolean> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (uri.scheme !== 'file' || !extension?.isActive) return false;
  try {
    const repository = extension.exports.getAPI(1).getRepository(uri);
    if (!repository) return false;
    await repository.getObjectDetails('', uri.fsPath);
    return true;
  } catch {
    // It says no by failing.
    return false;
  }
}
