import * as vscode from 'vscode';
import { toAddition, toIgnoreEntry } from '../../app/gitIgnore';
import type { IgnoreFile } from '../../app/gitIgnore';

/** The folder whose `.gitignore` files count for a file: of the repository around it, else of the workspace. Undefined where there is neither. */
export async function ignoreRoot(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
  for (const folder of foldersAbove(uri)) if (await exists(vscode.Uri.joinPath(folder, '.git'))) return folder;
  return vscode.workspace.getWorkspaceFolder(uri)?.uri;
}

/** From the file's folder up to the topmost. */
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

/**
 * Has git ignore files of one folder that need not exist yet: that is on disk when this is done.
 *
 * @returns the `.gitignore` that was changed or made. Undefined where git ignores them already
 * @throws Error where it could not be saved
 */
export async function haveIgnored(uris: readonly vscode.Uri[], root: vscode.Uri): Promise<vscode.Uri | undefined> {
  const [first] = uris;
  const entry = first && toIgnoreEntry(uris.map((uri) => pathIn(root, uri)), await ignoreFiles(first, root));
  if (!entry) return undefined;
  const target = vscode.Uri.joinPath(root, entry.folder, '.gitignore');
  const edit = new vscode.WorkspaceEdit();
  if (!(await exists(target))) {
    edit.createFile(target, { contents: new TextEncoder().encode(toAddition('', entry.lines)) });
    await apply(edit, target);
    return target;
  }
  const document = await vscode.workspace.openTextDocument(target);
  const text = document.getText();
  edit.insert(target, document.positionAt(text.length), toAddition(text, entry.lines));
  await apply(edit, target);
  if (!(await document.save())) throw new Error(`Not saved: ${target.path}`);
  return target;
}

async function apply(edit: vscode.WorkspaceEdit, target: vscode.Uri): Promise<void> {
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`Not changed: ${target.path}`);
}

/** As git sees them: on disk. */
async function ignoreFiles(uri: vscode.Uri, root: vscode.Uri): Promise<readonly IgnoreFile[]> {
  const names = pathIn(root, uri).split('/').slice(0, -1);
  const folders = ['', ...names.map((_, index) => `${names.slice(0, index + 1).join('/')}/`)];
  const files = await Promise.all(folders.map(async (folder) => ({ folder, text: await textOf(vscode.Uri.joinPath(root, folder, '.gitignore')) })));
  return files.flatMap(({ folder, text }) => (text === undefined ? [] : [{ folder, text }]));
}

async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

const pathIn = (root: vscode.Uri, uri: vscode.Uri): string => uri.path.slice(root.path.endsWith('/') ? root.path.length : root.path.length + 1);
