import { Journal } from '../../../../src/app/writes/journal';
import type { JournalMemory, JournalParts } from '../../../../src/app/writes/journal';
import { FakeScheduler } from '../fakeScheduler';

/** What VS Code keeps over reloads, with JSON in between as there. */
export class FakeMemory implements JournalMemory {
  readonly texts = new Map<string, string>();
  /** What happens before something is kept: a test may fail it, or hold it back. */
  onUpdate: (key: string, value: unknown) => Promise<void> = () => Promise.resolve();

  keys(): readonly string[] {
    return [...this.texts.keys()];
  }

  get(key: string): unknown {
    const text = this.texts.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  async update(key: string, value: unknown): Promise<void> {
    await this.onUpdate(key, value);
    if (value === undefined) this.texts.delete(key);
    else this.texts.set(key, JSON.stringify(value));
  }
}

/** A journal of a window that lives, over a memory that other windows may share. */
export function makeJournal(change: Partial<JournalParts> & { readonly window?: string; readonly pid?: number } = {}) {
  const memory = new FakeMemory();
  const scheduler = new FakeScheduler();
  let count = 0;
  const { window = 'w1', pid = 1, ...parts } = change;
  const owner = { window, pid, machine: 'here' };
  const journal = new Journal({
    memory,
    owner,
    isRunning: () => true,
    scheduler,
    now: scheduler.now,
    newId: () => `${window}-${(count += 1)}`,
    ...parts,
  });
  return { journal, memory, scheduler };
}
