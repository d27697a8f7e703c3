/**
 * The journal of writes: a note is kept before a write leaves and ends with the write. A note that outlives its window
 * says that a write was forgotten; one marked `unknown` says that the person does not know yet what became of it.
 */
import type { Disposable } from '../../shared/emitter';
import { Emitter } from '../../shared/emitter';
import { isRecord } from '../../shared/isRecord';
import { NotNoted } from '../base/failureText';
import type { Scheduler } from '../base/scheduler';
import type { Connection } from '../connections/connection';
import type { NoteStore } from './noteFiles';
import type { UnfinishedWrite, WriteFacts, WriteOwner } from './unfinishedWrite';
import { leadsTo, readOwner, readUnfinished, toPlace, writeUnfinished } from './unfinishedWrite';

/** A note of a write that is on its way. */
export interface Note {
  readonly write: UnfinishedWrite;
  /** Ends the note: the outcome of the write is certain. */
  end(): Promise<void>;
  /** Marks the note as unknown: the outcome is not certain, and nobody waits for it any more. */
  leave(): Promise<void>;
}

/** The journal for the writes of one connection, under one title: what `operations.ts` is given. */
export interface WriteNotes {
  /** @throws NotNoted where it could not be kept: then nothing may be sent */
  keep(facts: WriteFacts): Promise<Note>;
  /** Resolves once what earlier windows left is known. */
  readonly whenRead: Promise<void>;
  /** Writes to the same object, or of the same new certificate, whose outcome is still unknown. */
  earlier(facts: WriteFacts): readonly Note[];
}

export interface JournalParts {
  /** Not synchronised to other machines. Disposed with the journal. */
  readonly store: NoteStore;
  readonly owner: WriteOwner;
  /** True if a process of this machine runs. */
  readonly isRunning: (pid: number) => boolean;
  readonly scheduler: Scheduler;
  readonly now: () => number;
  readonly newId: () => string;
}

/** Milliseconds between two signs of life while a write is under way. */
const beatInterval = 20_000;

/** Milliseconds without a sign after which a window counts as gone, whatever its process id says. */
const silence = 90_000;

/** The number of notes that are kept: far more than a person leaves unanswered. */
export const maxNotes = 200;

export class Journal implements Disposable {
  /** Writes that this window waits for. */
  private readonly own = new Map<string, UnfinishedWrite>();
  private readonly changes = new Emitter<void>();
  private readonly drops = new Emitter<UnfinishedWrite>();
  private beat: Disposable | undefined;
  private isDisposed = false;
  private readonly whenRead: Promise<void>;

  /** A note came, changed or ended, in any window; or the first reading showed some. */
  readonly onDidChange = this.changes.event;
  /** A note had to make room before anybody answered it. */
  readonly onDidDrop = this.drops.event;

  constructor(private readonly parts: JournalParts) {
    const { store } = parts;
    store.onDidChange(() => this.tellChange());
    this.whenRead = store.load().then(() => {
      if (store.ids().length > 0) this.tellChange();
    });
  }

  /** Writes that nobody waits for, oldest first: their outcome has to be found out and reported. */
  get unfinished(): readonly UnfinishedWrite[] {
    return this.read().filter((write) => write.state === 'unknown' || !this.isUnderWay(write));
  }

  /** True if another window waits for a write, or did a moment ago. */
  get hasOthers(): boolean {
    return this.read().some((write) => write.state === 'sent' && !this.own.has(write.id) && this.isUnderWay(write));
  }

  /** Returns whether the window that sent it is gone, and with it what it would have said. */
  isAbandoned(write: UnfinishedWrite): boolean {
    return (
      write.owner.window !== this.parts.owner.window &&
      !(write.state === 'sent' ? this.isUnderWay(write) : this.lives(write))
    );
  }

  /** Reads anew what other windows keep. */
  async refresh(): Promise<void> {
    await this.parts.store.load();
  }

  /** Resolves to true in one window of all that find the same abandoned write: that one says what became of it. */
  async claim({ id }: UnfinishedWrite): Promise<boolean> {
    const { store, owner, now } = this.parts;
    const isOver = (earlier: unknown) => {
      const claim = readClaim(earlier);
      return claim === undefined || (claim.owner.window !== owner.window && !this.lives(claim));
    };
    // Where claims cannot be kept, saying it twice is better than never.
    return store.claim(id, { owner, beat: now() }, isOver).catch(() => true);
  }

  find(id: string): UnfinishedWrite | undefined {
    return this.unfinished.find((write) => write.id === id);
  }

  /** Returns the journal for writes to a connection. `title`: what the certificate is called. */
  notes(connection: Connection, title: string): WriteNotes {
    return {
      whenRead: this.whenRead,
      keep: (facts) => this.keep({ connection, title, facts }),
      earlier: (facts) =>
        this.unfinished
          .filter((write) => leadsTo(connection, write.place) && isSameTarget(write.facts, facts))
          .map((write) => this.toNote(write)),
    };
  }

  /** Ends a note: the outcome is certain, or the person does not want to know. */
  async end(id: string): Promise<void> {
    this.own.delete(id);
    this.watch();
    await this.put(id, undefined);
  }

  /**
   * Ends the waiting for a write: from now on it is a row of the tree, in every window. A look at one that has ended
   * meanwhile, by another look, brings nothing back.
   */
  async leave(write: UnfinishedWrite): Promise<void> {
    const isOwn = this.own.delete(write.id);
    this.watch();
    const { store } = this.parts;
    const left = writeUnfinished({ ...write, state: 'unknown' });
    await (isOwn ? store.put(write.id, left) : store.replace(write.id, left));
    this.tellChange();
  }

  /**
   * Returns a write as a note. Neither way to end it fails: what cannot be written down now is looked at again after
   * the next reload.
   */
  toNote(write: UnfinishedWrite): Note {
    const calmly = (work: Promise<void>) => work.catch(() => undefined);
    return { write, end: () => calmly(this.end(write.id)), leave: () => calmly(this.leave(write)) };
  }

  dispose(): void {
    this.isDisposed = true;
    this.beat?.dispose();
    this.changes.dispose();
    this.drops.dispose();
    this.parts.store.dispose();
  }

  private async keep({
    connection,
    title,
    facts,
  }: {
    readonly connection: Connection;
    readonly title: string;
    readonly facts: WriteFacts;
  }): Promise<Note> {
    const { owner, now, newId } = this.parts;
    await this.whenRead;
    await this.makeRoom();
    const at = now();
    const write: UnfinishedWrite = {
      id: newId(),
      owner,
      place: toPlace(connection),
      title: title.slice(0, 300),
      at,
      beat: at,
      state: 'sent',
      facts,
    };
    this.own.set(write.id, write);
    try {
      await this.put(write.id, write);
    } catch (error) {
      this.own.delete(write.id);
      throw new NotNoted('No note of the write could be kept.', { cause: error });
    }
    this.watch();
    return this.toNote(write);
  }

  private async makeRoom(): Promise<void> {
    const waiting = this.unfinished;
    for (const oldest of waiting.slice(0, Math.max(0, waiting.length + 1 - maxNotes))) {
      await this.end(oldest.id);
      this.drops.fire(oldest);
    }
  }

  private async put(id: string, write: UnfinishedWrite | undefined): Promise<void> {
    const { store } = this.parts;
    await (write ? store.put(id, writeUnfinished(write)) : store.remove(id));
    this.tellChange();
  }

  private tellChange(): void {
    if (!this.isDisposed) this.changes.fire();
  }

  private read(): readonly UnfinishedWrite[] {
    const { store } = this.parts;
    return store
      .ids()
      .flatMap((id) => readUnfinished(store.get(id)) ?? [])
      .sort((one, other) => one.at - other.at);
  }

  /** Returns whether the window of a note `sent` still waits for the answer. */
  private isUnderWay({ id, owner, beat }: UnfinishedWrite): boolean {
    if (this.own.has(id)) return true;
    const { owner: me, now } = this.parts;
    return owner.window !== me.window && now() - beat <= silence && this.lives({ owner, beat });
  }

  /** Returns whether another window lives: by its process; on another machine by its signs of life. */
  private lives({ owner, beat }: Pick<UnfinishedWrite, 'owner' | 'beat'>): boolean {
    const { owner: me, isRunning, now } = this.parts;
    return owner.machine === me.machine ? isRunning(owner.pid) : now() - beat <= silence;
  }

  /** Gives signs of life as long as there is something to wait for. */
  private watch(): void {
    if (this.own.size === 0 || this.isDisposed) {
      this.beat?.dispose();
      this.beat = undefined;
      return;
    }
    this.beat ??= this.parts.scheduler.after(beatInterval, () => {
      this.beat = undefined;
      for (const write of this.own.values())
        void Promise.resolve(this.put(write.id, { ...write, beat: this.parts.now() })).catch(() => undefined);
      this.watch();
    });
  }
}

/** Reads who reports the outcome of a write, and since when. */
function readClaim(value: unknown): Pick<UnfinishedWrite, 'owner' | 'beat'> | undefined {
  if (!isRecord(value)) return undefined;
  const { owner, beat } = value;
  const window = readOwner(owner);
  return window && typeof beat === 'number' ? { owner: window, beat } : undefined;
}

/**
 * Returns whether two writes are to the same object or, for new certificates, of the same one for the same side of TLS.
 */
function isSameTarget(one: WriteFacts, other: WriteFacts): boolean {
  if (one.kind !== 'create' && other.kind !== 'create') return one.objectId === other.objectId;
  if (one.kind !== 'create' || other.kind !== 'create') return false;
  const [leaf, otherLeaf] = [one.wanted.chain?.sha256[0], other.wanted.chain?.sha256[0]];
  return leaf !== undefined && leaf === otherLeaf && one.wanted.type === other.wanted.type;
}
