import * as vscode from 'vscode';
import { isNamedAlike, isRequestName } from '../../app/sources/nameStem';
import { siblingNames } from '../../app/workspace/matchSearch';
import type { PemDocument } from '../../core/document/document';
import type { SiblingFile } from '../../core/findings/siblings';
import { wantedPart } from '../../core/findings/siblings';
import type { Span } from '../../core/model';
import type { LineStarts } from '../../core/pem/lineStarts';
import { toTextRange } from '../../core/pem/lineStarts';
import { toEditorRange } from '../base/ranges';
import { fileName } from '../files/files';
import { folderOf } from '../files/folders';
import type { EditorServices } from './editorServices';

/** A file that is named like another, as read. Its `id` is its uri. */
export interface ReadSiblings extends SiblingFile {
  /** Undefined where it is no text. */
  readonly lines: LineStarts | undefined;
}

/**
 * Reads the files beside one that may have what it lacks of a key pair, the likeliest first. None for a document that
 * is in no folder.
 */
export async function readSiblings(
  uri: vscode.Uri,
  document: PemDocument,
  { files }: { readonly files: Pick<EditorServices['files'], 'siblings' | 'read'> },
): Promise<readonly ReadSiblings[]> {
  const wanted = wantedPart(document);
  if (!wanted) return [];
  const siblings = new Map((await files.siblings(uri)).map((sibling) => [fileName(sibling), sibling]));
  const own = fileName(uri);
  const requests = [...siblings.keys()].filter(
    (name) => isRequestName(name) && name !== own && isNamedAlike(name, own),
  );
  const found = [...siblingNames(own, [...siblings.keys()], wanted), ...requests].flatMap(
    (name) => siblings.get(name) ?? [],
  );
  return Promise.all(
    found.map(async (sibling) => {
      const { uri: id, document: held, lines } = await files.read(sibling, { trigger: 'unasked' });
      return { id, name: fileName(sibling), document: held, lines };
    }),
  );
}

/** Returns whether what stands in one file may matter to the check of another. */
export const isSibling = (uri: vscode.Uri, other: vscode.Uri): boolean =>
  uri.toString() !== other.toString() &&
  folderOf(uri) === folderOf(other) &&
  isNamedAlike(fileName(uri), fileName(other));

/** Returns whether nothing changed: a file is read anew only where it did. */
export const hasSameSiblings = (before: readonly ReadSiblings[], after: readonly ReadSiblings[]): boolean =>
  before.length === after.length &&
  before.every(({ id, document }, index) => id === after[index]?.id && document === after[index].document);

/** Returns where a span of such a file is; its beginning where that is no text. */
export function toLocation({ id, lines }: ReadSiblings, span: Span): vscode.Location {
  const range = lines && toTextRange(lines, span);
  return new vscode.Location(vscode.Uri.parse(id), range ? toEditorRange(range) : new vscode.Position(0, 0));
}
