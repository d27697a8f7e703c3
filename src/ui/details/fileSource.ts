import * as vscode from 'vscode';
import { Emitter } from '../../shared/emitter';
import type { DetailSubject, PageAction } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';
import { inHostSlices } from '../../shared/turns';
import { DisposableStore } from '../base/disposables';
import type { FileContentReading } from '../files/files';
import { fileName, readFile } from '../files/files';
import type { FileContents } from './fileContents';
import { readContentsSteps } from './fileContents';
import { toFileInputSteps } from './fileInput';
import type { DetailSource, SourceReading } from './source';
import { hostActions, isForHosts } from './source';

/** Milliseconds of silence after which an edited document is read again. */
const pause = 300;

/**
 * Announces that a file may no longer be as it was read: edited, closed with or without being saved, or changed on
 * disk.
 */
export class FileChanges implements vscode.Disposable {
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new Emitter<void>());
  private timer: NodeJS.Timeout | undefined;
  readonly onDidChange = this.changes.event;

  constructor(private readonly uri: vscode.Uri) {
    const isMine = (other: vscode.Uri): boolean => other.toString() === uri.toString();
    this.owned.addAll(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && isMine(document.uri)) this.changeSoon();
      }),
      // What was typed and not saved is gone, or a document opened late after a reload is there.
      vscode.workspace.onDidCloseTextDocument((document) => isMine(document.uri) && this.changeSoon()),
      vscode.workspace.onDidOpenTextDocument((document) => isMine(document.uri) && this.changeSoon()),
    );
    if (uri.scheme !== 'untitled') this.watch();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.owned.dispose();
  }

  private watch(): void {
    // Of the folder: a name in the pattern would be a pattern itself, `cert[1].crt` one of another file.
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(this.uri, '..'), '*');
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const name = comparedName(this.uri);
    const follow = (changed: vscode.Uri): void => {
      if (comparedName(changed) === name) this.changeSoon();
    };
    this.owned.addAll(watcher, watcher.onDidChange(follow), watcher.onDidCreate(follow), watcher.onDidDelete(follow));
  }

  private changeSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changes.fire(), pause);
  }
}

/** File systems that keep a name in another form still have the same file under it. */
const comparedName = (uri: vscode.Uri): string => fileName(uri).normalize().toLowerCase();

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
