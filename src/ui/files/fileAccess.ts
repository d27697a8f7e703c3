import * as vscode from 'vscode';
import { Limiter } from '../../app/base/limiter';
import type { FileAccess } from '../../app/sources/fileReadings';
import type { StartUnlocker } from '../../app/sources/unlock';
import { unlock } from '../../app/sources/unlock';
import { isCertificateDocument } from './foreignDocument';
import type { PemDocuments } from './pemDocuments';

/** Processes at the same time that open such files: an Explorer may ask for dozens at once. */
const maxProcesses = 2;

export interface FileAccessParts {
  readonly startUnlocker: StartUnlocker;
  readonly documents: Pick<PemDocuments, 'read'>;
}

/** Files as VS Code has them, of any file system that it knows. */
export const fileAccess = (
  { startUnlocker, documents }: FileAccessParts,
  limiter = new Limiter(maxProcesses),
): FileAccess => ({
  open(uri) {
    const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri);
    // A binary file that was opened as text all the same: what it holds is on disk alone.
    if (!document || (!document.isDirty && holdsNoText.test(document.lineAt(0).text))) return undefined;
    const length = document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
    const isForeign = !isCertificateDocument(document);
    return {
      version: document.version,
      length,
      isForeign,
      text: () => document.getText(),
      read: () => documents.read(document),
    };
  },
  async stat(uri) {
    const { type, mtime, size } = await vscode.workspace.fs.stat(vscode.Uri.parse(uri));
    return { isFile: (type & vscode.FileType.File) !== 0, mtime, size };
  },
  readFile: async (uri) => vscode.workspace.fs.readFile(vscode.Uri.parse(uri)),
  openStore: (der, options) =>
    limiter.run(() => unlock({ form: 'pkcs12', der }, '', { start: startUnlocker, ...options })),
});

/** Matches what VS Code makes of bytes that are no UTF-8, and NUL. */
const holdsNoText = /[\uFFFD\0]/;
