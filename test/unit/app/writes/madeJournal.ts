import type { JournalParts } from '../../../../src/app/writes/journal';
import { Journal } from '../../../../src/app/writes/journal';
import type { NoteStore } from '../../../../src/app/writes/noteFiles';
import { Emitter } from '../../../../src/shared/emitter';
import { FakeScheduler } from '../fakes/fakeScheduler';

/** Notes in memory, which windows may share, with JSON in between as on a disk. */
export class FakeStore implements NoteStore {
  readonly texts = new Map<string, string>();
  private readonly claims = new Map<string, unknown>();
  /** What another window does to the notes. */
  readonly changes = new Emitter<void>();
  isDisposed = false;
  readonly onDidChange = this.changes.event;
  /** Called before something is kept: a test may make it fail, or hold it back. */
  onUpdate: (id: string, value: unknown) => Promise<void> = () => Promise.resolve();

  ids(): readonly string[] {
    return [...this.texts.keys()];
  }

  get(id: string): unknown {
    const text = this.texts.get(id);
    return text === undefined ? undefined : JSON.parse(text);
  }

  load(): Promise<void> {
    return Promise.resolve();
  }

  async put(id: string, value: unknown): Promise<void> {
    await this.onUpdate(id, value);
    this.texts.set(id, JSON.stringify(value));
  }

  async replace(id: string, value: unknown): Promise<void> {
    if (this.texts.has(id)) await this.put(id, value);
  }

  async remove(id: string): Promise<void> {
    await this.onUpdate(id, undefined);
    this.texts.delete(id);
  }

  claim(id: string, claim: unknown, isOver: (earlier: unknown) => boolean): Promise<boolean> {
    const isFree = this.texts.has(id) && (!this.claims.has(id) || isOver(this.claims.get(id)));
    if (isFree) this.claims.set(id, claim);
    return Promise.resolve(isFree);
  }

  dispose(): void {
    this.isDisposed = true;
    this.changes.dispose();
  }
}

/** A journal of a window that lives, over a store that other windows may share. */
export function makeJournal(change: Partial<JournalParts> & { readonly window?: string; readonly pid?: number } = {}) {
  const store = new FakeStore();
  const scheduler = new FakeScheduler();
  let count = 0;
  const { window = 'w1', pid = 1, ...parts } = change;
  const owner = { window, pid, machine: 'here' };
  const journal = new Journal({
    store,
    owner,
    isRunning: () => true,
    scheduler,
    now: scheduler.now,
    newId: () => `${window}-${(count += 1)}`,
    ...parts,
  });
  return { journal, store, scheduler };
}
