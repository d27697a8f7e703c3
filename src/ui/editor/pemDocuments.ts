import * as vscode from 'vscode';
import { readPemDocument } from '../../core/document';
import type { PemCache, PemDocument } from '../../core/document';
import { limits } from '../../core/limits';

export const pemLanguage: vscode.DocumentSelector = { language: 'pem' };

/** What the open PEM documents hold: read once a version, unchanged blocks once at all, however many features ask. */
export class PemDocuments implements vscode.Disposable {
  private readonly known = new Map<string, { version: number; document: PemDocument; readonly cache: PemCache }>();
  private readonly subscription = vscode.workspace.onDidCloseTextDocument(({ uri }) => this.known.delete(uri.toString()));

  /** Undefined for a text that is too large to be read while typing. */
  read(document: vscode.TextDocument): PemDocument | undefined {
    const key = document.uri.toString();
    const before = this.known.get(key);
    if (before?.version === document.version) return before.document;
    const text = document.getText();
    if (text.length > limits.fileBytes) return undefined;
    const cache: PemCache = before?.cache ?? new Map();
    const read = readPemDocument(text, cache);
    // One that is closed meanwhile would stay for ever.
    if (!document.isClosed) this.known.set(key, { version: document.version, document: read, cache });
    return read;
  }

  dispose(): void {
    this.subscription.dispose();
    this.known.clear();
  }
}
