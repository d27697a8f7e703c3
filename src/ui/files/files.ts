import * as vscode from 'vscode';
import type { FileContent } from '../../app/sources/fileContent';
import { toFileContent } from '../../app/sources/fileContent';
import { limits } from '../../core/limits';

export interface UnreadableFile {
  readonly kind: 'unreadable';
  readonly sentence: string;
}

/** A file or document as read: text, or bytes where it is no text (DER, PKCS#12), or why it could not be read. */
export type FileContentReading = FileContent | UnreadableFile;

/** The last part of the path, as the editor's tabs show it. */
export const fileName = (uri: vscode.Uri): string => uri.path.slice(uri.path.lastIndexOf('/') + 1) || uri.toString();

/**
 * Returns the file in front: a text, saved or not, or one that VS Code shows in another editor, as it does with DER.
 */
function activeUri(): vscode.Uri | undefined {
  const { activeTextEditor, tabGroups } = vscode.window;
  if (activeTextEditor) return activeTextEditor.document.uri;
  const input: unknown = tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined;
}

/** Returns the file that a command is called on, else the one in front. */
export const uriOrActive = (uri: string | undefined): vscode.Uri | undefined =>
  uri === undefined ? activeUri() : vscode.Uri.parse(uri);

/** Reads what the person sees of this file: the open document, unsaved changes included, else the file itself. */
export async function readFile(uri: vscode.Uri): Promise<FileContentReading> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return readDocument(open);
  try {
    const stat = await vscode.workspace.fs.stat(uri);
    if (stat.type & vscode.FileType.Directory)
      return unreadable(vscode.l10n.t('“{0}” is a folder. Choose a file in it.', fileName(uri)));
    // A pipe or a device, perhaps behind a link that came with a repository: reading it may never end.
    if (!(stat.type & vscode.FileType.File)) return unreadable(vscode.l10n.t('“{0}” is not a file.', fileName(uri)));
    if (stat.size > limits.fileBytes) return tooLarge(uri, stat.size);
    return toFileContent(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    return unreadable(whyUnreadable(uri, error));
  }
}

/** Reads the text of an open document, saved or not. */
export function readDocument(document: vscode.TextDocument): FileContentReading {
  const text = document.getText();
  return text.length > limits.fileBytes ? tooLarge(document.uri, text.length) : { kind: 'text', text };
}

const unreadable = (sentence: string): FileContentReading => ({ kind: 'unreadable', sentence });

const tooLarge = (uri: vscode.Uri, size: number): FileContentReading =>
  unreadable(
    vscode.l10n.t(
      '“{0}” is too large ({1} MB): certificate files of up to {2} MB are read. Copy the certificate into a file of its own.',
      fileName(uri),
      Math.ceil(size / 1024 / 1024),
      limits.fileBytes / 1024 / 1024,
    ),
  );

function whyUnreadable(uri: vscode.Uri, error: unknown): string {
  switch (error instanceof vscode.FileSystemError ? error.code : undefined) {
    case 'FileNotFound':
      return vscode.l10n.t('“{0}” no longer exists.', fileName(uri));
    case 'FileIsADirectory':
      return vscode.l10n.t('“{0}” is a folder. Choose a file in it.', fileName(uri));
    case 'NoPermissions':
      return vscode.l10n.t('“{0}” could not be read: its permissions do not allow it.', fileName(uri));
    case 'Unavailable':
      return vscode.l10n.t('“{0}” cannot be reached at the moment.', fileName(uri));
    default:
      return vscode.l10n.t('“{0}” could not be read.', fileName(uri));
  }
}
