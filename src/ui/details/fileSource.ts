import * as vscode from 'vscode';
import { Emitter } from '../../shared/emitter';
import type { DetailSubject, PageAction } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';
import { inHostSlices } from '../../shared/turns';
import type { FileContentReading } from '../files/files';
import { fileName, readFile } from '../files/files';
import { FileChanges } from './fileChanges';
import type { FileContents } from './fileContents';
import { readContentsSteps } from './fileContents';
import { toFileInputSteps } from './fileInput';
import { hostActions, isForHosts } from './hostActions';
import type { DetailSource, SourceReading } from './source';

/**
 * One certificate in a file, as the person sees the file: unsaved changes count. Follows edits, and changes on disk.
 */
export class FileSource implements DetailSource {
  private readonly changes = new Emitter<'known' | 'stale'>();
  private readonly file: FileChanges;
  private readonly uri: vscode.Uri;
  private hasHosts = false;
  readonly onDidChange = this.changes.event;
  readonly title: string;
  readonly activity: string;

  constructor(
    readonly subject: Extract<DetailSubject, { from: 'file' }>,
    private readonly parts: { readonly translate: Translate; readonly now: () => number },
  ) {
    this.uri = vscode.Uri.parse(subject.uri);
    this.title = fileName(this.uri);
    this.activity = vscode.l10n.t('Reading the file…');
    this.file = new FileChanges(this.uri);
    this.file.onDidChange(() => this.changes.fire('stale'));
  }

  offered(): [] {
    return [];
  }

  known(): undefined {
    return undefined;
  }

  actions(): readonly PageAction[] {
    return this.hasHosts ? hostActions(this.parts.translate) : [];
  }

  async read(signal: AbortSignal): Promise<SourceReading> {
    const reading = await readFile(this.uri);
    if (reading.kind === 'unreadable') return { ok: false, sentence: reading.sentence };
    const { translate, now } = this.parts;
    const isWanted = (): boolean => !signal.aborted;
    const contents = await toContents(reading, { translate, isWanted });
    const input =
      contents &&
      (await inHostSlices(
        toFileInputSteps(contents, { file: this.title, index: this.subject.index, translate, now: now() }),
        isWanted,
      ));
    this.hasHosts = input?.ok === true && input.input.from === 'file' && isForHosts(input.input.certificate);
    // Thrown away: whoever asked has left.
    return input ?? { ok: false, sentence: '' };
  }

  dispose(): void {
    this.file.dispose();
    this.changes.dispose();
  }
}

type Readable = Exclude<FileContentReading, { kind: 'unreadable' }>;

/** Reads in slices of the extension host. Undefined where it is not wanted any more. */
export const toContents = (
  reading: Readable,
  { translate, isWanted = always }: { readonly translate: Translate; readonly isWanted?: () => boolean },
): Promise<FileContents | undefined> => inHostSlices(readContentsSteps(reading, translate), isWanted);

const always = (): boolean => true;
