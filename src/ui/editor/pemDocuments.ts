import * as vscode from 'vscode';
import { readPemDocumentInPieces } from '../../core/document';
import type { PemCache, PemDocument } from '../../core/document';
import { limits } from '../../core/limits';
import { inSlices } from '../../core/pieces';

export const pemLanguage: vscode.DocumentSelector = { language: 'pem' };

/** How long the extension host may be held at once, in milliseconds. */
const slice = 10;

interface Known {
  readonly version: number;
  readonly reading: Promise<PemDocument | undefined>;
  readonly cache: PemCache;
}

/** What the open PEM documents hold: read once a version, unchanged blocks once at all, however many features ask. */
export class PemDocuments implements vscode.Disposable {
  private readonly known = new Map<string, Known>();
  private readonly subscription = vscode.workspace.onDidCloseTextDocument(({ uri }) => this.known.delete(uri.toString()));

  /** Undefined for a text that is too large to be read while typing, and for one that changed or was closed meanwhile. */
  async read(document: vscode.TextDocument): Promise<PemDocument | undefined> {
    const { version } = document;
    const isCurrent = (): boolean => document.version === version && !document.isClosed;
    const read = await this.readingOf(document, isCurrent);
    return isCurrent() ? read : undefined;
  }

  dispose(): void {
    this.subscription.dispose();
    this.known.clear();
  }

  private readingOf(document: vscode.TextDocument, isWanted: () => boolean): Known['reading'] {
    const { version, isClosed } = document;
    const key = document.uri.toString();
    const before = this.known.get(key);
    if (before?.version === version) return before.reading;
    const text = document.getText();
    // One that is closed would stay for ever.
    if (isClosed || text.length > limits.fileBytes) return Promise.resolve(undefined);
    const cache: PemCache = before?.cache ?? new Map();
    const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const reading = inSlices(readPemDocumentInPieces(text, cache), { clock: () => performance.now(), slice, rest, isWanted });
    this.known.set(key, { version, reading, cache });
    return reading;
  }
}
