import * as vscode from 'vscode';
import { Emitter } from '../../shared/emitter';
import type { DetailSubject } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';
import { fileName, readFile } from '../files';
import type { FileReading } from '../files';
import { readBinaryContents, readTextContents, toFileInput } from './fileInput';
import type { FileContents } from './fileInput';
import type { DetailSource, SourceReading } from './source';

/** Milliseconds of silence after which an edited document is read again. */
const pause = 300;

/** A certificate in a file, as the person sees the file: unsaved changes count. Follows edits, and changes on disk. */
export class FileSource implements DetailSource {
  private readonly changes = new Emitter<'known' | 'stale'>();
  private readonly subscriptions: vscode.Disposable[] = [];
  private readonly uri: vscode.Uri;
  private timer: NodeJS.Timeout | undefined;
  readonly onDidChange = this.changes.event;
  readonly title: string;
  readonly activity: string;

  constructor(
    readonly subject: Extract<DetailSubject, { from: 'file' }>,
    private readonly translate: Translate,
  ) {
    this.uri = vscode.Uri.parse(subject.uri);
    this.title = fileName(this.uri);
    this.activity = translate('Reading the file…');
    const isMine = (uri: vscode.Uri): boolean => uri.toString() === this.uri.toString();
    this.subscriptions.push(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && isMine(document.uri)) this.changeSoon();
      }),
      // What was typed and not saved is gone, or a document opened late after a reload is there.
      vscode.workspace.onDidCloseTextDocument((document) => isMine(document.uri) && this.changeSoon()),
      vscode.workspace.onDidOpenTextDocument((document) => isMine(document.uri) && this.changeSoon()),
    );
    if (this.uri.scheme !== 'untitled') this.watch();
  }

  offered(): [] {
    return [];
  }

  known(): undefined {
    return undefined;
  }

  async read(): Promise<SourceReading> {
    const reading = await readFile(this.uri);
    if (reading.kind === 'unreadable') return { ok: false, sentence: reading.sentence };
    const { translate } = this;
    return toFileInput(toContents(reading, translate), { file: this.title, index: this.subject.index, translate });
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changes.dispose();
  }

  private watch(): void {
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(this.uri, '..'), this.title);
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    this.subscriptions.push(
      watcher,
      watcher.onDidChange(() => this.changeSoon()),
      watcher.onDidCreate(() => this.changeSoon()),
      watcher.onDidDelete(() => this.changeSoon()),
    );
  }

  private changeSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changes.fire('stale'), pause);
  }
}

export const toContents = (reading: Exclude<FileReading, { kind: 'unreadable' }>, translate: Translate): FileContents =>
  reading.kind === 'binary' ? readBinaryContents(reading.bytes, translate) : readTextContents(reading.text, translate);
