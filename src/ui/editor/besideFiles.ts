import * as vscode from 'vscode';
import { isNamedAlike } from '../../app/sources/siblings';
import { besideNames } from '../../app/workspace/counterpart';
import type { PemDocument } from '../../core/document/document';
import { missingHalf } from '../../core/findings/siblings';
import type { BesideFile } from '../../core/findings/siblings';
import { toTextRange } from '../../core/pem/lineStarts';
import type { LineStarts } from '../../core/pem/lineStarts';
import type { Span } from '../../core/model';
import { fileName } from '../files/files';
import type { EditorServices } from './editorServices';
import { toEditorRange } from '../base/ranges';

/** A file that is named like another, as read. Its `id` is its uri. */
export interface ReadBeside extends BesideFile {
  /** Undefined where it is no text. */
  readonly lines: LineStarts | undefined;
}

/** The files beside one that may have what it lacks of a key pair, the likeliest first. None for a document that is in no folder. */
export async function readBeside(
  uri: vscode.Uri,
  document: PemDocument,
  { files }: { readonly files: Pick<EditorServices['files'], 'beside' | 'read'> },
): Promise<readonly ReadBeside[]> {
  const wanted = missingHalf(document);
  if (!wanted) return [];
  const siblings = new Map((await files.beside(uri)).map((sibling) => [fileName(sibling), sibling]));
  const found = besideNames(fileName(uri), [...siblings.keys()], wanted).flatMap((name) => siblings.get(name) ?? []);
  return Promise.all(
    found.map(async (sibling) => {
      const { uri: id, document: held, lines } = await files.read(sibling, { trigger: 'unasked' });
      return { id, name: fileName(sibling), document: held, lines };
    }),
  );
}

/** Whether what stands in one file may matter to the check of another. */
export const isBeside = (uri: vscode.Uri, other: vscode.Uri): boolean =>
  uri.toString() !== other.toString() &&
  folderOf(uri) === folderOf(other) &&
  isNamedAlike(fileName(uri), fileName(other));

const folderOf = (uri: vscode.Uri): string => vscode.Uri.joinPath(uri, '..').toString();

/** Whether nothing changed: a file is read anew only where it did. */
export const isSameBeside = (before: readonly ReadBeside[], after: readonly ReadBeside[]): boolean =>
  before.length === after.length &&
  before.every(({ id, document }, index) => id === after[index]?.id && document === after[index].document);

/** Where a span of such a file is; its beginning where that is no text. */
export function toLocation({ id, lines }: ReadBeside, span: Span): vscode.Location {
  const range = lines && toTextRange(lines, span);
  return new vscode.Location(vscode.Uri.parse(id), range ? toEditorRange(range) : new vscode.Position(0, 0));
}
