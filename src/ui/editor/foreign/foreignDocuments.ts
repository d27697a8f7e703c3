import * as vscode from 'vscode';
import { mayHoldCertificate } from '../../../app/sources/certificateNames';
import type { FileReading } from '../../../app/sources/fileReadings';
import type { HeldParts } from '../../../app/sources/heldDocument';
import { limits } from '../../../core/limits';
import { DisposableStore } from '../../base/disposables';
import { isForeignDocument, isForeignEnabled } from '../../files/foreignDocument';
import type { EditorServices } from '../editorServices';

type Needs = Pick<EditorServices, 'files' | 'settings' | 'manifests'>;

/** Milliseconds for which typing has to pause before a document is looked at again. */
const pause = 250;

/** The result of a look at a version of a document: nothing, signs of certificates, or more text than is read. */
interface Look {
  readonly version: number;
  readonly found: 'nothing' | 'signs' | 'tooLarge';
}

/** A document with values in it. Spans of `document` are places in it. */
export interface ForeignReading extends FileReading {
  readonly parts: HeldParts;
}

/** Open documents that are about something else, and hold certificates as values. */
export class ForeignDocuments implements vscode.Disposable {
  private readonly own = new DisposableStore();
  private readonly looks = new Map<string, Look>();
  /** Documents whose text, saved or not, the manifests were taken from. */
  private readonly noted = new Set<string>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly changes = this.own.add(new vscode.EventEmitter<vscode.TextDocument>());

  /** Fires where the values of a document may have changed. Not for documents that never held any. */
  readonly onDidChange = this.changes.event;

  constructor(private readonly services: Needs) {
    this.own.addAll(
      vscode.workspace.onDidOpenTextDocument((document) => this.announce(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.announceSoon(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)),
      services.settings.onDidChange((name) => {
        if (name !== 'api7Certificates.embedded.enabled') return;
        this.looks.clear();
        for (const document of this.all()) this.changes.fire(document);
      }),
    );
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.own.dispose();
  }

  /** Documents that may hold something. */
  all(): readonly vscode.TextDocument[] {
    return vscode.workspace.textDocuments.filter(isForeignDocument);
  }

  /** Returns what a look found. Costs next to nothing for a version that was looked at before. */
  found(document: vscode.TextDocument): Look['found'] {
    if (document.isClosed || !isForeignDocument(document)) return 'nothing';
    const key = document.uri.toString();
    const { version } = document;
    const known = this.looks.get(key);
    if (known?.version === version) return known.found;
    const found = isForeignEnabled(document.uri) ? lookAt(document, known) : 'nothing';
    this.looks.set(key, { version, found });
    return found;
  }

  /** Undefined where there is nothing, and for a document that changed meanwhile. */
  async read(document: vscode.TextDocument): Promise<ForeignReading | 'tooMuch' | undefined> {
    const { version, uri } = document;
    if (this.found(document) !== 'signs') {
      if (this.noted.has(uri.toString())) this.services.manifests.forget(uri.toString());
      return undefined;
    }
    const { parts, ...reading } = await this.services.files.read(uri, { trigger: 'unasked' });
    if (document.version !== version || document.isClosed) return undefined;
    if (reading.fault === 'tooLarge') return 'tooMuch';
    this.noted.add(uri.toString());
    this.services.manifests.set({ ...reading, ...(parts && { parts }) });
    return parts && { ...reading, parts };
  }

  private announceSoon(document: vscode.TextDocument): void {
    if (!isForeignDocument(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    const timer = setTimeout(() => {
      this.timers.delete(key);
      this.announce(document);
    }, pause);
    this.timers.set(key, timer);
  }

  private announce(document: vscode.TextDocument): void {
    const before = this.looks.get(document.uri.toString())?.found ?? 'nothing';
    if (this.found(document) !== 'nothing' || before !== 'nothing') this.changes.fire(document);
  }

  private forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    const before = this.looks.get(key)?.found ?? 'nothing';
    this.looks.delete(key);
    if (before !== 'nothing') this.changes.fire(document);
    if (this.noted.delete(key)) void this.noteSaved(document.uri);
  }

  /** Takes note of a manifest as it is on disk: what was typed and not saved is gone. */
  private async noteSaved(uri: vscode.Uri): Promise<void> {
    const { files, manifests } = this.services;
    const saved = await files.read(uri, { trigger: 'unasked' });
    // Opened again meanwhile, it counts as it is in the editor.
    if (!this.noted.has(uri.toString())) manifests.set(saved);
  }
}

/** Looks at a version. A large text is looked at once: what is typed into it then changes little. */
function lookAt(document: vscode.TextDocument, before: Look | undefined): Look['found'] {
  const length = document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
  const isTooLarge = length > limits.foreignFileBytes;
  if (isTooLarge && before) return before.found === 'signs' ? 'tooLarge' : before.found;
  if (!mayHoldCertificate(document.getText())) return 'nothing';
  return isTooLarge ? 'tooLarge' : 'signs';
}
