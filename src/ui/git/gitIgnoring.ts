import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { findGit } from '../../app/workspace/gitProgram';
import type { IgnoreResult } from '../../app/workspace/ignoreFiles';
import { ensureIgnored } from '../../app/workspace/ignoreFiles';
import { knownGitPath } from './gitTracking';

/**
 * Finds the folder of the repository that a file is in. Undefined where there is none, or the file is not on this
 * machine's disk.
 */
export async function repositoryOf(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
  if (uri.scheme !== 'file') return undefined;
  for (const folder of foldersAbove(uri)) if (await exists(vscode.Uri.joinPath(folder, '.git'))) return folder;
  return undefined;
}

/**
 * Returns the folder that nothing is written outside of for a file: its repository, else its workspace folder, else its
 * own folder.
 */
export const boundaryOf = (uri: vscode.Uri, repository: vscode.Uri | undefined): string =>
  (repository ?? vscode.workspace.getWorkspaceFolder(uri)?.uri)?.fsPath ?? dirname(uri.fsPath);

/** Returns the folders from the file's own up to the topmost. */
function foldersAbove(uri: vscode.Uri): readonly vscode.Uri[] {
  const folders = [vscode.Uri.joinPath(uri, '..')];
  for (let folder = folders[0]; folder && folder.path !== '/'; folder = vscode.Uri.joinPath(folder, '..')) {
    const above = vscode.Uri.joinPath(folder, '..');
    // `C:` has nothing above it.
    if (above.path === folder.path || folders.length > deepest) break;
    folders.push(above);
  }
  return folders;
}

const deepest = 100;

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

export interface IgnoreRequest {
  readonly repository: vscode.Uri;
  /** See `ensureIgnored`. */
  readonly mayBeUnconfirmed: boolean;
  readonly byPatterns?: boolean;
}

/**
 * Makes git ignore files of one folder, with the git that VS Code uses, else one that is found here. See {@link
 * ensureIgnored}.
 */
export async function ensureGitIgnores(
  uris: readonly vscode.Uri[],
  { repository, ...wish }: IgnoreRequest,
): Promise<IgnoreResult> {
  const root = repository.fsPath;
  const program = await findGit({ known: knownGitPath(), root });
  return ensureIgnored(
    uris.map(({ fsPath }) => fsPath),
    { ...wish, root, program, isUnsaved },
  );
}

const isUnsaved = (path: string): boolean =>
  vscode.workspace.textDocuments.some(({ uri, isDirty }) => isDirty && uri.scheme === 'file' && uri.fsPath === path);
