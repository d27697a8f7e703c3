/**
 * Notes of writes as files, one each. A note that was put is on the disk: it outlives the window, the process and VS
 * Code.
 */
import type { FSWatcher } from 'node:fs';
import { watch } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disposable, Event } from '../../shared/emitter';
import { Emitter } from '../../shared/emitter';
import { hasCode, readLocalFile } from '../connections/localFile';

/** Keeps JSON values under ids, for all windows of this machine. What `ids` and `get` say is as of the last reading. */
export interface NoteStore extends Disposable {
  /** Another window put or removed a note. */
  readonly onDidChange: Event<void>;
  ids(): readonly string[];
  /** The value, unchecked; undefined where there is none that could be read. */
  get(id: string): unknown;
  /** Reads what is kept. Never fails. */
  load(): Promise<void>;
  /** Has kept the value for good once it resolves. */
  put(id: string, value: unknown): Promise<void>;
  /** Does the same for a note that is still there: none comes back that has ended. */
  replace(id: string, value: unknown): Promise<void>;
  remove(id: string): Promise<void>;
  /**
   * Resolves to true for one caller of all windows, as long as its claim counts and the note is there.
   * @param isOver returns whether an earlier claim no longer counts
   */
  claim(id: string, claim: unknown, isOver: (earlier: unknown) => boolean): Promise<boolean>;
}

/** Bytes of a note: the longest hold the names and the chain of a certificate. */
const maxBytes = 1024 * 1024;
/** Files that are read: five times as many notes as are ever kept. */
const maxFiles = 1_000;

const noteName = /^([\w-]{1,64})\.json$/;
const claimName = /^([\w-]{1,64})\.claim-(\d{1,9})$/;

export class NoteFiles implements NoteStore {
  private readonly changes = new Emitter<void>();
  readonly onDidChange = this.changes.event;
  /** JSON texts by id. */
  private notes: ReadonlyMap<string, string> = new Map();
  /** One thing after the other, so that no beat brings back a note that has ended. */
  private last: Promise<unknown> = Promise.resolve();
  private watcher: FSWatcher | undefined;
  private isReadingDue = false;
  private isDisposed = false;

  /** @param folder made where there is none */
  constructor(private readonly folder: string) {}

  ids(): readonly string[] {
    return [...this.notes.keys()];
  }

  get(id: string): unknown {
    try {
      return JSON.parse(this.notes.get(id) ?? 'null');
    } catch {
      return undefined;
    }
  }

  load(): Promise<void> {
    return this.afterLast(async () => {
      await this.makeFolder().catch(() => undefined);
      this.watchOthers();
      await this.readAll();
    });
  }

  put(id: string, value: unknown): Promise<void> {
    return this.afterLast(() => this.write(id, value));
  }

  replace(id: string, value: unknown): Promise<void> {
    return this.afterLast(async () => {
      if (await this.isThere(`${id}.json`)) await this.write(id, value);
    });
  }

  remove(id: string): Promise<void> {
    return this.afterLast(async () => {
      await rm(this.pathOf(`${id}.json`), { force: true });
      this.notes = new Map([...this.notes].filter(([other]) => other !== id));
      // After the note: a claim of a note that is there is never taken away.
      for (const { id: claimed, name } of toClaims(await this.names()))
        if (claimed === id) await rm(this.pathOf(name), { force: true });
      await syncFolder(this.folder);
    });
  }

  /**
   * Each claim has a number of its own and is made exclusively, so that two windows cannot both follow the same one.
   */
  claim(id: string, claim: unknown, isOver: (earlier: unknown) => boolean): Promise<boolean> {
    return this.afterLast(async () => {
      const [latest] = toClaims(await this.names())
        .filter((each) => each.id === id)
        .sort((one, other) => other.number - one.number);
      if (latest && !isOver(await this.readJson(latest.name))) return false;
      const name = `${id}.claim-${String((latest?.number ?? 0) + 1)}`;
      try {
        await writeDurably(this.pathOf(name), JSON.stringify(claim));
      } catch (error) {
        if (hasCode(error, 'EEXIST')) return false;
        throw error;
      }
      if (await this.isThere(`${id}.json`)) return true;
      await rm(this.pathOf(name), { force: true });
      return false;
    });
  }

  dispose(): void {
    this.isDisposed = true;
    this.watcher?.close();
    this.changes.dispose();
  }

  private afterLast<T>(work: () => Promise<T>): Promise<T> {
    const end = this.last.then(work);
    this.last = end.catch(() => undefined);
    return end;
  }

  private async write(id: string, value: unknown): Promise<void> {
    const text = JSON.stringify(value);
    if (Buffer.byteLength(text) > maxBytes) throw new Error('The note is too long.');
    await this.makeFolder();
    const path = this.pathOf(`${id}.json`);
    const draft = `${path}.${String(process.pid)}.new`;
    await rm(draft, { force: true });
    await writeDurably(draft, text);
    await rename(draft, path);
    await syncFolder(this.folder);
    this.notes = new Map([...this.notes, [id, text]]);
  }

  private pathOf(name: string): string {
    return join(this.folder, name);
  }

  private async makeFolder(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
  }

  private async names(): Promise<readonly string[]> {
    return readdir(this.folder).catch(() => []);
  }

  private async isThere(name: string): Promise<boolean> {
    return stat(this.pathOf(name)).then(
      () => true,
      () => false,
    );
  }

  private async readAll(): Promise<void> {
    const names = await this.names();
    const notes = new Map<string, string>();
    for (const name of names.filter((each) => noteName.test(each)).slice(0, maxFiles)) {
      const reading = await readLocalFile(this.pathOf(name), maxBytes);
      const id = noteName.exec(name)?.[1];
      if (reading.ok && id !== undefined) notes.set(id, reading.text);
    }
    this.notes = notes;
  }

  private async readJson(name: string): Promise<unknown> {
    const reading = await readLocalFile(this.pathOf(name), maxBytes);
    try {
      return reading.ok ? JSON.parse(reading.text) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Watches for notes of other windows; where a folder cannot be watched, they are found when they are looked for. */
  private watchOthers(): void {
    if (this.watcher || this.isDisposed) return;
    try {
      this.watcher = watch(this.folder, { persistent: false }, () => this.readSoon());
      this.watcher.on('error', () => this.watcher?.close());
    } catch {
      this.watcher = undefined;
    }
  }

  private readSoon(): void {
    if (this.isReadingDue || this.isDisposed) return;
    this.isReadingDue = true;
    void this.afterLast(async () => {
      this.isReadingDue = false;
      const before = this.notes;
      await this.readAll();
      if (!this.isDisposed && !isSame(before, this.notes)) this.changes.fire();
    });
  }
}

/** Makes a new file that only its owner may read, on the disk when this resolves. Fails where there is one already. */
async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a rename outlive a power cut. Windows cannot, and does not have to. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  } catch {
    return;
  }
}

function toClaims(
  names: readonly string[],
): readonly { readonly id: string; readonly number: number; readonly name: string }[] {
  return names.flatMap((name) => {
    const [, id, number] = claimName.exec(name) ?? [];
    return id === undefined ? [] : [{ id, number: Number(number), name }];
  });
}

const isSame = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean =>
  one.size === other.size && [...one].every(([id, text]) => other.get(id) === text);

/** Returns whether a process of this machine runs: one that may not be signalled does. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}
