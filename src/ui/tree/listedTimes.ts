import type { Inventory } from '../../app/inventory/inventory';
import type { Disposable } from '../../shared/emitter';

interface ListedTimesParts {
  readonly inventory: Pick<Inventory, 'state' | 'onDidChange' | 'refresh'>;
  readonly now: () => number;
  /** Minutes after which a list is old; 0: never. */
  readonly maxAge: () => number;
}

const minute = 60_000;

/** Remembers when each connection was last listed to its end, and lists again what is old. */
export class ListedTimes implements Disposable {
  private readonly times = new Map<string, number>();
  private readonly loading = new Set<string>();
  private readonly subscription: Disposable;

  constructor(private readonly parts: ListedTimesParts) {
    this.subscription = parts.inventory.onDidChange((id) => this.follow(id));
  }

  /** Returns milliseconds since 1970; undefined where it was never listed to its end. */
  of(connectionId: string): number | undefined {
    return this.times.get(connectionId);
  }

  /** Lists what is old. A person who comes back to the window sees what is there now. */
  refreshOld(): void {
    const minutes = this.parts.maxAge();
    if (minutes === 0) return;
    const before = this.parts.now() - minutes * minute;
    for (const [id, time] of this.times)
      if (time < before && !this.loading.has(id)) void this.parts.inventory.refresh(id);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /**
   * Takes note of the end of a run: a list is new then. A write changes single certificates, and leaves the others as
   * old as they are.
   */
  private follow(id: string): void {
    const state = this.parts.inventory.state(id);
    if (state.kind === 'loading') this.loading.add(id);
    else if (state.kind === 'idle') {
      this.loading.delete(id);
      this.times.delete(id);
    } else if (this.loading.delete(id) && state.kind === 'ready' && state.isComplete)
      this.times.set(id, this.parts.now());
  }
}
