import type { Arrangement } from '../../app/inventory/arrange';
import { groupings, sortings } from '../../app/inventory/order';
import type { Disposable, Event } from '../../shared/emitter';
import { Emitter } from '../../shared/emitter';
import { isRecord } from '../../shared/isRecord';

/** The part of VS Code's Memento that is used. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const key = 'api7Certificates.arrangement';

/**
 * Remembers how the tree is arranged. Grouping and sorting are habits, kept for the user; a filter belongs to the
 * window.
 */
export class ArrangementStore implements Disposable {
  private readonly changes = new Emitter<Arrangement>();
  private arrangement: Arrangement;
  readonly onDidChange: Event<Arrangement> = this.changes.event;

  constructor(private readonly memories: { readonly user: Memory; readonly window: Memory }) {
    this.arrangement = readArrangement(memories.user.get(key), memories.window.get(key));
  }

  get current(): Arrangement {
    return this.arrangement;
  }

  /** Changes the arrangement at once, and resolves once the change is remembered. */
  async change(change: Partial<Arrangement>): Promise<void> {
    this.arrangement = { ...this.arrangement, ...change };
    this.changes.fire(this.arrangement);
    const { filter, grouping, sorting } = this.arrangement;
    await this.memories.user.update(key, { grouping, sorting });
    await this.memories.window.update(key, { filter });
  }

  dispose(): void {
    this.changes.dispose();
  }
}

/** Reads what was remembered, maybe by another version: whatever is not known is the default. */
export function readArrangement(user: unknown, window: unknown): Arrangement {
  const habits = isRecord(user) ? user : {};
  const { filter } = isRecord(window) ? window : { filter: undefined };
  return {
    grouping: groupings.find((grouping) => grouping === habits['grouping']) ?? 'none',
    sorting: sortings.find((sorting) => sorting === habits['sorting']) ?? 'expiry',
    filter: typeof filter === 'string' ? filter : '',
  };
}
