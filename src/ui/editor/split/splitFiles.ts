import * as vscode from 'vscode';
import type { IgnoreResult } from '../../../app/workspace/ignoreFiles';
import { checkRegularFile, keepPrivate, NewFile, PlaceError } from '../../../app/workspace/realFiles';
import type { NamedFile } from '../../../core/fixes/splitUnits';
import type { Span } from '../../../core/model';
import { toRange } from '../../base/ranges';
import { boundaryOf, ensureGitIgnores } from '../../git/gitIgnoring';
import { SplitRefusal } from './splitRequest';
import type { WrittenFile } from './splitUndo';
import { hashOfSpan } from './splitUndo';

export interface SplitWriting {
  readonly document: vscode.TextDocument;
  readonly text: string;
  /** The part of the text that the files take over. */
  readonly cut: Span | undefined;
  readonly files: readonly NamedFile[];
  /** See `repositoryOf`. */
  readonly repository: vscode.Uri | undefined;
  /** The person knows that git cannot be asked whether it ignores them. */
  readonly mayBeUnconfirmed: boolean;
}

type Ignored = Exclude<IgnoreResult, { readonly kind: 'refused' }>;

export interface SplitResult {
  readonly files: readonly WrittenFile[];
  /** Git's answer, where it was asked to ignore some. */
  readonly ignoring: Ignored | undefined;
}

interface Placed {
  readonly file: NamedFile;
  readonly uri: vscode.Uri;
}

/**
 * Writes files beside a document, and takes out of it what they hold: one edit, that can be undone as one. Before what
 * is secret is on disk, git has said that it ignores it, and nobody but the owner may read it.
 *
 * @throws SplitRefusal or PlaceError where that may not be done; any error where it failed. The document has all that
 * it had then
 */
export async function writeSplit(writing: SplitWriting): Promise<SplitResult> {
  const { document, text, cut, files } = writing;
  const placed = files.map((file) => ({ file, uri: vscode.Uri.joinPath(document.uri, '..', file.name) }));
  const ignoring =
    document.uri.scheme === 'file' ? await writeOnDisk(writing, placed) : await writeElsewhere(writing, placed);
  const taken = cut && { from: document.uri, span: cut, hash: hashOfSpan(text, cut) };
  return {
    files: placed.map(({ file: { isSecret }, uri }) => ({
      uri,
      keepPrivate: isSecret ? () => keepPrivate(uri.fsPath) : undefined,
      cut: taken,
    })),
    ignoring,
  };
}

async function writeOnDisk(writing: SplitWriting, placed: readonly Placed[]): Promise<Ignored | undefined> {
  const { document, cut, repository } = writing;
  const root = boundaryOf(document.uri, repository);
  if (cut) await checkRegularFile(document.uri.fsPath, root);
  const ignoring = await ignoreSecrets(writing, placed);
  const made: NewFile[] = [];
  try {
    // An empty file first, that nobody else made, and that only its owner may read where it is secret: VS Code keeps
    // that when it writes into it, but would itself follow a link, and makes files that all may read.
    for (const { file, uri } of placed)
      made.push(await NewFile.create(uri.fsPath, { root, mode: file.isSecret ? 0o600 : 0o666 }));
    if (cut) await checkRegularFile(document.uri.fsPath, root);
    for (const file of made) await file.check();
    await applySplit(writing, placed, true);
    await checkWritten(writing, placed, made);
    return ignoring;
  } catch (error) {
    const removals = await Promise.allSettled(made.map((file) => file.removeEmpty()));
    // A file that holds something by now stays ignored.
    if (removals.every((removal) => removal.status === 'fulfilled' && removal.value))
      await ignoring?.undo().catch(() => undefined);
    throw error;
  } finally {
    await Promise.allSettled(made.map((file) => file.close()));
  }
}

async function ignoreSecrets(
  { repository, mayBeUnconfirmed }: SplitWriting,
  placed: readonly Placed[],
): Promise<Ignored | undefined> {
  const secret = placed.filter(({ file }) => file.isSecret).map(({ uri }) => uri);
  if (!repository || secret.length === 0) return undefined;
  const result = await ensureGitIgnores(secret, { repository, mayBeUnconfirmed });
  if (result.kind === 'refused') throw new SplitRefusal(result.reason);
  return result;
}

/** Puts what was cut out of the document back unless the files hold it. */
async function checkWritten(
  { document, text, cut }: SplitWriting,
  placed: readonly Placed[],
  made: readonly NewFile[],
): Promise<void> {
  for (const [index, { file }] of placed.entries()) {
    const written = made[index];
    if (await written?.holds(file.text).catch(() => false)) continue;
    if (cut) {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, document.positionAt(cut.start), text.slice(cut.start, cut.end));
      await vscode.workspace.applyEdit(edit);
    }
    throw new PlaceError('replaced', written?.path ?? file.name);
  }
}

/** Writes where neither git nor an owner can be asked: no secrets, and nothing over an existing file. */
async function writeElsewhere(writing: SplitWriting, placed: readonly Placed[]): Promise<undefined> {
  const { document, files } = writing;
  if (files.some(({ isSecret }) => isSecret)) throw new SplitRefusal('notOnDisk');
  await checkNoLink(document.uri);
  await applySplit(writing, placed, false);
}

/** @throws PlaceError where a file that is not on this machine's disk, or its folder, is a link */
export async function checkNoLink(file: vscode.Uri): Promise<void> {
  for (const uri of [file, vscode.Uri.joinPath(file, '..')])
    if (((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.SymbolicLink) !== 0)
      throw new PlaceError('link', uri.path);
}

async function applySplit(
  { document, text, cut }: SplitWriting,
  placed: readonly Placed[],
  overwrite: boolean,
): Promise<void> {
  if (document.getText() !== text) throw new SplitRefusal('changed');
  const edit = new vscode.WorkspaceEdit();
  for (const { file, uri } of placed)
    edit.createFile(uri, { contents: new TextEncoder().encode(file.text), overwrite });
  if (cut) edit.delete(document.uri, toRange(document, cut));
  if (!(await vscode.workspace.applyEdit(edit, { isRefactoring: true }))) throw new Error('The edit was refused');
}
