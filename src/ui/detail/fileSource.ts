import * as vscode from 'vscode';
import { Emitter } from '../../shared/emitter';
import type { DetailSubject } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';
import { fileName, readFile } from '../files';
import type { FileReading } from '../files';
import { FileChanges } from './fileChanges';
import { readBinaryContents, readTextContents } from './fileContents';
import type { FileContents } from './fileContents';
import { toFileInput } from './fileInput';
import type { DetailSource, SourceReading } from './source';

/** One certificate in a file, as the person sees the file: unsaved changes count. Follows edits, and changes on disk. */
export class FileSource implements DetailSource {
  private readonly changes = new Emitter<'known' | 'stale'>();
  private readonly file: FileChanges;
  private readonly uri: vscode.Uri;
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
    this.file = new FileChanges(this.uri);
    this.file.onDidChange(() => this.changes.fire('stale'));
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
    this.file.dispose();
    this.changes.dispose();
  }
}

export const toContents = (reading: Exclude<FileReading, { kind: 'unreadable' }>, translate: Translate): FileContents =>
  reading.kind === 'binary' ? readBinaryContents(reading.bytes, translate) : readTextContents(reading.text, translate);
