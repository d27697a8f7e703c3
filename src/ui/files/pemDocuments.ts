import * as vscode from 'vscode';
import type { LinkCache } from '../../core/chain/links';
import type { PemCache, PemDocument } from '../../core/document/document';
import { limits } from '../../core/limits';
import { inHostSlices } from '../../shared/turns';
import { isPemDocument } from './foreignDocument';

export const pemLanguage: vscode.DocumentSelector = { language: 'pem' };

/** Calls with the first document of the language `pem`, or at once where there is one. */
export function whenPemIsOpen(act: () => void): vscode.Disposable {
  const actOnPem = (document: vscode.TextDocument): void => {
    if (isPemDocument(document)) act();
  };
  vscode.workspace.textDocuments.forEach(actOnPem);
  return vscode.workspace.onDidOpenTextDocument(actOnPem);
}

interface CachedDocument {
  readonly version: number;
  readonly reading: Promise<PemDocument | undefined>;
  readonly blocks: PemCache;
  readonly links: LinkCache;
}

/** Reads open PEM documents: once a version, and unchanged blocks only once, however many features ask. */
export class PemDocuments implements vscode.Disposable {
  private readonly known = new Map<string, CachedDocument>();
  private readonly subscription = vscode.workspace.onDidCloseTextDocument(({ uri }) =>
    this.known.delete(uri.toString()),
  );

  /**
   * Undefined for a text that is too large to be read while typing, and for one that changed or was closed meanwhile.
   */
  async read(document: vscode.TextDocument): Promise<PemDocument | undefined> {
    const { version } = document;
    const isCurrent = (): boolean => document.version === version && !document.isClosed;
    const read = await this.readingOf(document, isCurrent);
    return isCurrent() ? read : undefined;
  }

  /** Returns the signatures of a document that were checked already, for whoever orders its chain. */
  links({ uri }: vscode.TextDocument): LinkCache {
    return this.known.get(uri.toString())?.links ?? new Map();
  }

  dispose(): void {
    this.subscription.dispose();
    this.known.clear();
  }

  private readingOf(document: vscode.TextDocument, isWanted: () => boolean): CachedDocument['reading'] {
    const { version, isClosed } = document;
    const key = document.uri.toString();
    const before = this.known.get(key);
    if (before?.version === version) return before.reading;
    const text = document.getText();
    // One that is closed would stay for ever.
    if (isClosed || text.length > limits.fileBytes) return Promise.resolve(undefined);
    const blocks: PemCache = before?.blocks ?? new Map();
    const reading = import('../../core/document/document').then(({ readPemDocumentSteps }) =>
      inHostSlices(readPemDocumentSteps(text, blocks), isWanted),
    );
    this.known.set(key, { version, reading, blocks, links: before?.links ?? new Map() });
    return reading;
  }
}
