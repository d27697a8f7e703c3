import * as vscode from 'vscode';
import { isNamedAlike, isRequestName } from '../../app/sources/nameStem';
import { siblingNames } from '../../app/workspace/matchSearch';
import type { ReadSibling } from '../../app/workspace/workspaceCheckFile';
import type { PemDocument } from '../../core/document/document';
import { wantedPart } from '../../core/findings/siblings';
import type { Span } from '../../core/model';
import { toTextRange } from '../../core/pem/lineStarts';
import { toEditorRange } from '../base/ranges';
import { fileName } from '../files/files';
import { folderOf } from '../files/folders';
import type { EditorServices } from './editorServices';

/**
 * Reads the files beside one that may have what it lacks of a key pair, for its check: the likeliest first. What an
 * upload takes of them is read by `material/siblings.ts`.
 */
export async function readSiblings(
  uri: vscode.Uri,
  document: PemDocument,
  { files }: { readonly files: Pick<EditorServices['files'], 'siblings' | 'read'> },
): Promise<readonly ReadSibling[]> {
  const wanted = wantedPart(document);
  if (!wanted) return [];
  const siblings = new Map((await files.siblings(uri)).map((sibling) => [fileName(sibling), sibling]));
  const own = fileName(uri);
  const requests = [...siblings.keys()].filter(
    (name) => isRequestName(name) && name !== own && isNamedAlike(name, own),
  );
  const chosen = [...siblingNames(own, [...siblings.keys()], wanted), ...requests].flatMap(
    (name) => siblings.get(name) ?? [],
  );
  return Promise.all(
    chosen.map(async (sibling) => {
      const reading = await files.read(sibling, { trigger: 'unasked' });
      return { id: reading.uri, name: fileName(sibling), document: reading.document, lines: reading.lines };
    }),
  );
}

/** Returns whether what stands in one file may matter to the check of another. */
export const isSibling = (uri: vscode.Uri, other: vscode.Uri): boolean =>
  uri.toString() !== other.toString() &&
  folderOf(uri) === folderOf(other) &&
  isNamedAlike(fileName(uri), fileName(other));

/** Returns whether nothing changed: a file is read anew only where it did. */
export const hasSameSiblings = (before: readonly ReadSibling[], after: readonly ReadSibling[]): boolean =>
  before.length === after.length &&
  before.every(({ id, document }, index) => id === after[index]?.id && document === after[index].document);

/** Returns where a span of such a file is; its beginning where that is no text. */
export function toLocation({ id, lines }: ReadSibling, span: Span): vscode.Location {
  const range = lines && toTextRange(lines, span);
  return new vscode.Location(vscode.Uri.parse(id), range ? toEditorRange(range) : new vscode.Position(0, 0));
}
