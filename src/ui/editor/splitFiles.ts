import { open, readFile, unlink } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { NamedFile } from '../../core/fixes/splitNames';
import type { Span } from '../../core/model';
import { haveIgnored } from './gitIgnoring';
import { toRange } from './ranges';
import { hashOfSpan } from './splitUndo';
import type { WrittenFile } from './splitUndo';

export interface Writing {
  /** The text that is split, as it was read. */
  readonly document: vscode.TextDocument;
  readonly text: string;
  /** What of it the files take over. */
  readonly cut: Span | undefined;
  readonly files: readonly NamedFile[];
  /** See `ignoreRoot`. */
  readonly root: vscode.Uri | undefined;
}

export interface Written {
  readonly files: readonly WrittenFile[];
  /** The `.gitignore` that was changed for them. */
  readonly ignoring: vscode.Uri | undefined;
}

/**
 * Writes files beside a document, and takes out of it what they hold: one edit, that can be undone as one. Before what is secret is
 * on disk, git ignores it, and nobody but the owner may read it.
 *
 * @throws Error where that failed; the document has all that it had then
 */
export async function writeSplit({ document, text, cut, files, root }: Writing): Promise<Written> {
  const placed = files.map((file) => ({ file, uri: vscode.Uri.joinPath(document.uri, '..', file.name) }));
  const secret = placed.filter(({ file }) => file.isSecret).map(({ uri }) => uri);
  const ignoring = root && (await haveIgnored(secret, root));
  const reserved: vscode.Uri[] = [];
  try {
    for (const uri of secret.filter(({ scheme }) => scheme === 'file')) {
      await reserve(uri);
      reserved.push(uri);
    }
    if (document.getText() !== text) throw new Error('The text changed meanwhile');
    const edit = new vscode.WorkspaceEdit();
    for (const { file, uri } of placed) edit.createFile(uri, { contents: new TextEncoder().encode(file.text), overwrite: reserved.includes(uri) });
    if (cut) edit.delete(document.uri, toRange(document, cut));
    if (!(await vscode.workspace.applyEdit(edit, { isRefactoring: true }))) throw new Error('The edit was refused');
  } catch (error) {
    await Promise.all(reserved.map(release));
    throw error;
  }
  const taken = cut && { from: document.uri, span: cut, hash: hashOfSpan(text, cut) };
  return { files: placed.map(({ file: { isSecret }, uri }) => ({ uri, isSecret, cut: taken })), ignoring };
}

/** An empty file that only its owner may read. VS Code keeps that when it writes into it, and makes files that all may read. */
async function reserve(uri: vscode.Uri): Promise<void> {
  const file = await open(uri.fsPath, 'wx', 0o600);
  await file.close();
}

/** Unless something was written into it. */
async function release(uri: vscode.Uri): Promise<void> {
  const content = await readFile(uri.fsPath).catch(() => undefined);
  if (content?.length === 0) await unlink(uri.fsPath);
}
