import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposables';

/** The part of the git extension's API (version 1) that is asked here. */
interface GitExtension {
  /** Throws where git is switched off. */
  getAPI(version: 1): {
    /** The program that it runs. */
    readonly git: { readonly path: string };
    getRepository(uri: vscode.Uri): Repository | null;
    readonly onDidOpenRepository: vscode.Event<unknown>;
  };
}
interface Repository {
  /** Looks a path of the index up, for an empty tree; rejects where git does not know it. */
  getObjectDetails(tree: '', path: string): Promise<unknown>;
}

/**
 * Returns whether git tracks the file. False where that is not known: no file, no repository, git switched off or still
 * starting.
 */
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

/** Returns the path of the git program that VS Code uses; undefined where it found none, or is still starting. */
export function knownGitPath(): string | undefined {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension?.isActive) return undefined;
  try {
    const path: unknown = extension.exports.getAPI(1).git.path;
    return typeof path === 'string' && path !== '' ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Announces that git has come to know a repository: {@link isTrackedByGit} knew nothing of its files before. */
export function onDidOpenRepository(listener: () => void): vscode.Disposable {
  const owned = new DisposableStore();
  const subscribe = async (): Promise<void> => {
    const git = await vscode.extensions.getExtension<GitExtension>('vscode.git')?.activate();
    if (!git || owned.isDisposed) return;
    owned.add(git.getAPI(1).onDidOpenRepository(listener));
    // Some may have been opened meanwhile.
    listener();
  };
  // Without git nothing is tracked.
  subscribe().catch(() => undefined);
  return owned;
}
