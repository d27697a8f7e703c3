import * as vscode from 'vscode';
import { certificateNames, foldersLeftOut, isCertificatePath } from '../../app/sources/certificateNames';
import { isForeignPath, manifestNames, programNames } from '../../app/sources/foreignNames';
import { byNearness } from '../../app/workspace/pathDistance';
import { toPathTest } from '../../app/workspace/pathGlob';
import { limits } from '../../core/limits';

/** Orders files: those of the folder of `near` first, then those next to it. */
export const nearestFirst = (files: readonly vscode.Uri[], near: vscode.Uri | undefined): readonly vscode.Uri[] =>
  byNearness(files, near?.path, ({ path }) => path);

/** Finds certificate files of the workspace's folders, as `files.exclude` allows. */
export async function findInWorkspace(signal: AbortSignal): Promise<readonly vscode.Uri[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const searches = folders.map(
    async ({ uri }) =>
      (await search(new vscode.RelativePattern(uri, `**/${certificateNames}`), signal)) ?? walkFolder(uri, signal),
  );
  return (await Promise.all(searches)).flat();
}

/**
 * Finds manifests and configurations of the workspace's folders, and then its programs: what may hold certificates as
 * values. None of a file system that offers no search: each folder would be a request.
 */
export async function findForeign(signal: AbortSignal): Promise<readonly vscode.Uri[]> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => searched.includes(uri.scheme));
  const find = async (names: string): Promise<readonly vscode.Uri[]> =>
    (
      await Promise.all(
        folders.map(({ uri }) => search(new vscode.RelativePattern(uri, `**/${names}`), signal, isForeignPath)),
      )
    ).flatMap((uris) => uris ?? []);
  const manifests = await find(manifestNames);
  return [...manifests, ...(signal.aborted ? [] : await find(programNames))];
}

/** Finds certificate files of the folder that `uri` is in, as `files.exclude` allows where that is of the workspace. */
export async function findSiblings(uri: vscode.Uri, signal: AbortSignal): Promise<readonly vscode.Uri[]> {
  const uris =
    vscode.workspace.getWorkspaceFolder(uri) &&
    (await search(new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), certificateNames), signal));
  return uris ?? listSiblings(uri);
}

/** Searches a folder. Undefined where the file system offers no search. */
async function search(
  pattern: vscode.RelativePattern,
  signal: AbortSignal,
  isWanted = isCertificatePath,
): Promise<readonly vscode.Uri[] | undefined> {
  try {
    const uris = await withCancellationToken(signal, (token) =>
      vscode.workspace.findFiles(pattern, foldersLeftOut, limits.workspaceFiles, token),
    );
    // The search may not know this file system, and say nothing of it.
    if (uris.length === 0 && !searched.includes(pattern.baseUri.scheme)) return undefined;
    return uris.filter(({ path }) => isWanted(path));
  } catch {
    return undefined;
  }
}

/** Does work of VS Code's that ends with `signal`. */
export async function withCancellationToken<T>(
  signal: AbortSignal,
  work: (token: vscode.CancellationToken) => Thenable<T>,
): Promise<T> {
  const token = new vscode.CancellationTokenSource();
  const cancel = (): void => token.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await work(token.token);
  } finally {
    signal.removeEventListener('abort', cancel);
    token.dispose();
  }
}

/** File systems that VS Code itself searches. */
const searched: readonly string[] = ['file', 'vscode-remote'];

/**
 * Lists certificate files of the folder that `uri` is in, of the workspace or not. Empty for a document that is in
 * none, and where the folder cannot be listed.
 */
export async function listSiblings(uri: vscode.Uri): Promise<readonly vscode.Uri[]> {
  if (uri.scheme === 'untitled') return [];
  const folder = vscode.Uri.joinPath(uri, '..');
  return (await list(folder)).flatMap(([name, type]) =>
    type & vscode.FileType.File && isCertificatePath(name) ? [vscode.Uri.joinPath(folder, name)] : [],
  );
}

/** Folders that are listed at most: each is a request to whoever has the files. */
const maxFolders = 2_000;

/** Finds certificate files below a folder whose file system offers no search, level by level. */
export async function walkFolder(root: vscode.Uri, signal: AbortSignal): Promise<readonly vscode.Uri[]> {
  const isExcluded = readExclusion(root);
  const uris: vscode.Uri[] = [];
  const folders: { readonly uri: vscode.Uri; readonly path: string }[] = [{ uri: root, path: '' }];
  for (let listed = 0; listed < maxFolders && uris.length < limits.workspaceFiles && !signal.aborted; listed++) {
    const folder = folders[listed];
    if (!folder) break;
    for (const [name, type] of await list(folder.uri)) {
      const path = `${folder.path}${name}`;
      const uri = vscode.Uri.joinPath(folder.uri, name);
      if (isExcluded(path)) continue;
      // A link to a folder may lead in a circle.
      if (type === vscode.FileType.Directory && isCertificatePath(`${path}/a.pem`))
        folders.push({ uri, path: `${path}/` });
      else if (type & vscode.FileType.File && isCertificatePath(path)) uris.push(uri);
    }
  }
  return uris;
}

/** Lists files and folders in a folder; none where it cannot be listed. */
async function list(folder: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    return [];
  }
}

/**
 * Reads the setting. Conditions such as `{ "when": … }` are not looked at: they are about files that are made of
 * others.
 */
function readExclusion(folder: vscode.Uri): (path: string) => boolean {
  const globs = vscode.workspace
    .getConfiguration('files', folder)
    .get<Readonly<Record<string, unknown>>>('exclude', {});
  const tests = Object.keys(globs).flatMap((glob) => (globs[glob] === true ? (toPathTest(glob) ?? []) : []));
  return (path) => tests.some((test) => test(path));
}
