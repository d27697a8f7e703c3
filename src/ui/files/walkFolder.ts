import * as vscode from 'vscode';
import { isCertificatePath } from '../../app/sources/certificateNames';
import { toPathTest } from '../../app/workspace/pathGlob';
import { limits } from '../../core/limits';

/** Folders that are listed at most: each is a request to whoever has the files. */
const maxFolders = 2_000;

/** Certificate files below a folder whose file system offers no search, level by level. */
export async function walkFolder(root: vscode.Uri, signal: AbortSignal): Promise<readonly vscode.Uri[]> {
  const isExcluded = readExclusion(root);
  const found: vscode.Uri[] = [];
  const folders: { readonly uri: vscode.Uri; readonly path: string }[] = [{ uri: root, path: '' }];
  for (
    let listed = 0;
    listed < folders.length && listed < maxFolders && found.length < limits.workspaceFiles && !signal.aborted;
    listed++
  ) {
    const folder = folders[listed];
    for (const [name, type] of folder ? await list(folder.uri) : []) {
      const path = `${folder?.path}${name}`;
      const uri = vscode.Uri.joinPath(folder?.uri ?? root, name);
      if (isExcluded(path)) continue;
      // A link to a folder may lead in a circle.
      if (type === vscode.FileType.Directory && isCertificatePath(`${path}/a.pem`))
        folders.push({ uri, path: `${path}/` });
      else if (type & vscode.FileType.File && isCertificatePath(path)) found.push(uri);
    }
  }
  return found;
}

/** Files and folders in a folder; none where it cannot be listed. */
export async function list(folder: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    return [];
  }
}

/** Conditions such as `{ "when": … }` are not looked at: they are about files that are made of others. */
function readExclusion(folder: vscode.Uri): (path: string) => boolean {
  const globs = vscode.workspace
    .getConfiguration('files', folder)
    .get<Readonly<Record<string, unknown>>>('exclude', {});
  const tests = Object.keys(globs).flatMap((glob) => (globs[glob] === true ? (toPathTest(glob) ?? []) : []));
  return (path) => tests.some((test) => test(path));
}
