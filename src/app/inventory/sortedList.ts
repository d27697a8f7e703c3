import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import { mergeSteps, sortSteps } from '../../shared/sortSteps';

interface Sorted<T> {
  readonly items: () => Iterable<T>;
  readonly compare: (one: T, other: T) => number;
  /** See {@link sortSteps}. */
  readonly rank?: ((item: T) => number) | undefined;
}

/** Items that came and went since the list was last brought in order. */
class Changes<T> {
  /** An array: a set of a hundred thousand takes longer than all else that is done with them. */
  readonly added: T[] = [];
  /** Items that went, including some of `added`. */
  readonly removed = new Set<T>();

  get isEmpty(): boolean {
    return this.added.length === 0 && this.removed.size === 0;
  }
}

/** Items that are looked at without a pause. */
const stepLength = 2_000;

/** The number of removals below which the list is never sorted anew. */
const fewRemoved = 1_000;

/**
 * Items in an order that is kept up to date: what came and went since it was last asked for is sorted by itself and
 * merged in, so that asking again costs nothing, and asking after a change no more than one pass. It begins with the
 * first question, and anew where half of it went and nobody asked.
 */
export class SortedList<T> {
  private isStarted = false;
  private sorted: readonly T[] = [];
  /**
   * Changes that are asked for and not merged to the end yet; nothing changes in them any more. Later ones count more.
   */
  private waiting: readonly Changes<T>[] = [];
  private changes = new Changes<T>();
  private removedCount = 0;

  constructor(private readonly own: Sorted<T>) {}

  /** @param item one that is not in the list */
  add(item: T): void {
    if (!this.isStarted) return;
    const { added, removed } = this.changes;
    if (removed.size === 0 || !removed.delete(item)) added.push(item);
    else this.removedCount -= 1;
  }

  /** @param item one that is in the list */
  delete(item: T): void {
    if (!this.isStarted) return;
    this.changes.removed.add(item);
    this.removedCount += 1;
    // What nobody looks at must not hold on to all that ever was in it.
    if (this.removedCount > fewRemoved && 2 * this.removedCount > this.held) this.forget();
  }

  /** The number of items that it keeps, those that went among them. */
  get held(): number {
    return this.waiting.reduce((sum, { added }) => sum + added.length, this.sorted.length + this.changes.added.length);
  }

  /** All items in order. The array stays as it is, whatever comes and goes later. */
  items(): readonly T[] {
    return runSync(this.itemsSteps());
  }

  /** Does the same as {@link items}, in steps. Items that come during a pause are not in it. */
  *itemsSteps(): Cooperative<readonly T[]> {
    if (!this.isStarted) this.begin();
    if (!this.changes.isEmpty) {
      this.waiting = [...this.waiting, this.changes];
      this.changes = new Changes();
    }
    const { sorted: before, waiting } = this;
    if (waiting.length === 0) return before;
    const { compare, rank } = this.own;
    const came = yield* cameSteps(waiting);
    const added = yield* sortSteps(came, compare, rank);
    const gone = waiting.map(({ removed }) => removed).filter(({ size }) => size > 0);
    const isGone = gone.length === 0 ? undefined : (item: T): boolean => gone.some((removed) => removed.has(item));
    const merged = before.length === 0 ? added : yield* mergeSteps(before, added, { compare, isGone });
    // Another question may have been answered meanwhile, or the list forgotten.
    if (this.sorted === before) {
      this.sorted = merged;
      this.waiting = this.waiting.slice(waiting.length);
      this.removedCount = [...this.waiting, this.changes].reduce((sum, { removed }) => sum + removed.size, 0);
    }
    return merged;
  }

  private begin(): void {
    this.isStarted = true;
    for (const item of this.own.items()) this.changes.added.push(item);
  }

  private forget(): void {
    this.isStarted = false;
    this.sorted = [];
    this.waiting = [];
    this.changes = new Changes();
    this.removedCount = 0;
  }
}

/** Lists the items that came and are still there. */
function* cameSteps<T>(waiting: readonly Changes<T>[]): Cooperative<readonly T[]> {
  const [first, ...more] = waiting;
  if (first && more.length === 0 && first.removed.size === 0) return first.added;
  const came: T[] = [];
  let looked = 0;
  for (const [index, { added }] of waiting.entries()) {
    const later = waiting.slice(index);
    for (const item of added) {
      if (++looked % stepLength === 0) yield;
      if (!later.some(({ removed }) => removed.has(item))) came.push(item);
    }
  }
  return came;
}
