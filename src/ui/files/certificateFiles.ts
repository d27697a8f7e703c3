import * as vscode from 'vscode';
import type { Scheduler } from '../../app/base/scheduler';
import { certificateNames, isCertificatePath } from '../../app/sources/certificateNames';
import type { FileReading, FileReadings, ReadOptions } from '../../app/sources/fileReadings';
import { isForeignPath, manifestNames } from '../../app/sources/foreignNames';
import { limits } from '../../core/limits';
import type { Disposable } from '../../shared/emitter';
import { inHostSlices } from '../../shared/turns';
import { DisposableStore } from '../base/disposables';
import type { Log } from '../base/log';
import type { FileAccessParts } from './fileAccess';
import { isForeignEnabled } from './foreignDocument';

/** Milliseconds of silence after which a changed file is announced. */
const pause = 300;

export interface CertificateFilesParts extends FileAccessParts {
  readonly scheduler: Scheduler;
  readonly log: Pick<Log, 'error'>;
}

/**
 * The files of the workspace that may hold certificates or keys: found by name, read when asked for, watched since
 * then.
 */
export class CertificateFiles implements vscode.Disposable {
  private readonly own = new DisposableStore();
  private readonly changes = this.own.add(new vscode.EventEmitter<vscode.Uri>());
  /** Undefined until the first question: what reads files is loaded then. */
  private readings: FileReadings | undefined;
  private loading: Promise<FileReadings> | undefined;
  /** Changes that are about to be announced, by uri. */
  private readonly pending = new Map<string, Disposable>();
  private isWatching = false;
  private isWatchingForeign = false;

  /** A certificate file was made, changed (on disk or in the editor) or deleted. Begins with the first question. */
  readonly onDidChange = this.changes.event;

  private readonly foreignChanges = this.own.add(new vscode.EventEmitter<vscode.Uri>());
  /** Files of other kinds that were read and hold certificates or keys as values, by uri. */
  private readonly holders = new Set<string>();

  /** A manifest or configuration changed, or turned out to hold certificates or keys. */
  readonly onDidChangeForeign = this.foreignChanges.event;

  constructor(private readonly parts: CertificateFilesParts) {}

  /**
   * Files of the workspace whose name says that they may hold certificates or keys, nearest to `near` first, with those
   * of its folder even where that is outside of the workspace. Respects files.exclude; no node_modules, no .git.
   *
   * @returns at most `limits.workspaceFiles`: where it is that many, there may be more
   * @throws the signal's reason, and nothing else
   */
  async find({
    near,
    signal,
  }: {
    readonly near?: vscode.Uri;
    readonly signal: AbortSignal;
  }): Promise<readonly vscode.Uri[]> {
    this.watch();
    const { findInWorkspace, findSiblings, nearestFirst } = await import('./findFiles');
    const uris = [...(near ? await findSiblings(near, signal) : []), ...(await findInWorkspace(signal))];
    signal.throwIfAborted();
    const files = [...new Map(uris.map((uri) => [uri.toString(), uri])).values()].slice(0, limits.workspaceFiles);
    return nearestFirst(files, near);
  }

  /** Lists certificate files of the folder that a document is in, by one look into it. */
  async siblings(uri: vscode.Uri): Promise<readonly vscode.Uri[]> {
    this.watch();
    const { listSiblings } = await import('./findFiles');
    return listSiblings(uri);
  }

  /**
   * Reads a file as the person sees it: unsaved changes count.
   *
   * @throws the signal's reason, and nothing else
   */
  async read(uri: vscode.Uri, options: ReadOptions): Promise<FileReading> {
    this.watch();
    this.loading ??= this.load();
    const reading = await (await this.loading).read(uri.toString(), options);
    this.note(uri, reading);
    return reading;
  }

  /** Manifests, configurations and programs of the workspace, after the certificate files that {@link find} finds. */
  async findForeign(signal: AbortSignal): Promise<readonly vscode.Uri[]> {
    this.watch();
    this.watchForeign();
    const { findForeign } = await import('./findFiles');
    const uris = await findForeign(signal);
    signal.throwIfAborted();
    return uris.filter(isForeignEnabled);
  }

  /** Returns whether a file of another kind is known to hold certificates or keys. */
  isHolder(uri: vscode.Uri): boolean {
    return this.holders.has(uri.toString());
  }

  /** Reports a change of a file that was written here: nothing watches those outside of the workspace. */
  touch(uri: vscode.Uri): void {
    this.changeSoon(uri, 'disk');
  }

  dispose(): void {
    for (const timer of this.pending.values()) timer.dispose();
    this.pending.clear();
    this.own.dispose();
  }

  private async load(): Promise<FileReadings> {
    const [{ FileReadings }, { fileAccess }] = await Promise.all([
      import('../../app/sources/fileReadings'),
      import('./fileAccess'),
    ]);
    this.readings = new FileReadings({
      access: fileAccess(this.parts),
      inSlices: inHostSlices,
      onError: (error) => this.parts.log.error('A file could not be read', error),
    });
    return this.readings;
  }

  private note(uri: vscode.Uri, { parts }: FileReading): void {
    const key = uri.toString();
    const isHolder = parts !== undefined && parts.values.length > 0 && isForeignPath(uri.path);
    if (isHolder === this.holders.has(key)) return;
    if (isHolder) this.holders.add(key);
    else this.holders.delete(key);
    this.watchForeign();
    this.foreignChanges.fire(uri);
  }

  /** Watches other files, but not before one was found, or all are looked for. */
  private watchForeign(): void {
    if (this.isWatchingForeign) return;
    this.isWatchingForeign = true;
    const watcher = this.own.add(vscode.workspace.createFileSystemWatcher(`**/${manifestNames}`));
    const change = (uri: vscode.Uri): void => this.changeSoon(uri, 'disk');
    for (const onDid of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) this.own.add(onDid(change));
  }

  /** Watches certificate files, but not before somebody asks: activation costs nothing. */
  private watch(): void {
    if (this.isWatching) return;
    this.isWatching = true;
    const watcher = this.own.add(vscode.workspace.createFileSystemWatcher(`**/${certificateNames}`));
    const change = (uri: vscode.Uri): void => this.changeSoon(uri, 'disk');
    for (const onDid of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) this.own.add(onDid(change));
    this.own.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.changeSoon(document.uri, 'editor');
      }),
    );
    // What was typed and not saved is gone.
    this.own.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.changeSoon(uri, 'disk')));
  }

  private changeSoon(uri: vscode.Uri, where: 'disk' | 'editor'): void {
    const key = uri.toString();
    // Versions of a document that is opened anew count from one again, and some file systems know no times.
    if (where === 'disk') this.readings?.forget(key);
    // Git's history and comparisons show documents that are no files.
    const isFile = uri.scheme === 'file' || vscode.workspace.getWorkspaceFolder(uri) !== undefined;
    const isForeign = this.isWatchingForeign && isForeignPath(uri.path);
    if (!isFile || !(isForeign || isCertificatePath(uri.path))) return;
    this.pending.get(key)?.dispose();
    const timer = this.parts.scheduler.after(pause, () => {
      this.pending.delete(key);
      (isForeign ? this.foreignChanges : this.changes).fire(uri);
    });
    this.pending.set(key, timer);
  }
}
