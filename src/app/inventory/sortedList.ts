import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';

/** Items that are sorted without a rest, and compared in one step of a merge. */
const stepLength = 2_000;

/**
 * Items in an order that is kept up to date: what came and went since it was last asked for is sorted by itself and merged in, so
 * that asking again costs nothing, and asking after a change no more than one pass.
 */
export class SortedList<T> {
  private sorted: readonly T[] = [];
  /** Those that are not sorted in yet. An array: a set of a hundred thousand takes longer than all else that is done with them. */
  private added: T[] = [];
  /** Those that went, of both. */
  private readonly removed = new Set<T>();

  /** @param rank see {@link sortSteps} */
  constructor(
    private readonly compare: (one: T, other: T) => number,
    private readonly rank?: (item: T) => number,
  ) {}

  /** @param item one that is not in the list */
  add(item: T): void {
    if (this.removed.size === 0 || !this.removed.delete(item)) this.added.push(item);
  }

  /** @param item one that is in the list */
  delete(item: T): void {
    this.removed.add(item);
    // What nobody looks at must not hold on to all that ever was in it.
    if (this.removed.size > fewRemoved && 2 * this.removed.size > this.held) this.compact();
  }

  /** The number of items that it keeps, those that went among them. */
  get held(): number {
    return this.sorted.length + this.added.length;
  }

  /** All items in order. The array stays as it is, whatever comes and goes later. */
  items(): readonly T[] {
    return runSync(this.itemsSteps());
  }

  /** As {@link items}. What comes while it rests is not in it. */
  *itemsSteps(): Cooperative<readonly T[]> {
    if (this.added.length === 0 && this.removed.size === 0) return this.sorted;
    const before = this.sorted;
    const gone = new Set(this.removed);
    const came = this.added.slice();
    const { compare, rank } = this;
    const added = yield* sortSteps(gone.size === 0 ? came : came.filter((item) => !gone.has(item)), compare, rank);
    const merged = before.length === 0 ? added : yield* mergeSteps(before, added, { compare, removed: gone });
    if (this.sorted === before) this.keep(merged, { came: came.length, gone });
    return merged;
  }

  /** Leaves to be merged what changed since. */
  private keep(merged: readonly T[], { came, gone }: { readonly came: number; readonly gone: ReadonlySet<T> }): void {
    this.sorted = merged;
    this.added = this.added.slice(came);
    for (const item of gone) if (!this.removed.delete(item)) this.added.push(item);
  }

  private compact(): void {
    const isIn = (item: T): boolean => !this.removed.has(item);
    this.sorted = this.sorted.filter(isIn);
    this.added = this.added.filter(isIn);
    this.removed.clear();
  }
}

const fewRemoved = 1_000;

const none: ReadonlySet<never> = new Set();

/**
 * Sorts in runs, which are then merged two by two.
 *
 * @param rank a number that `compare` looks at first, by which many are sorted at once
 */
export function* sortSteps<T>(
  items: readonly T[],
  compare: (one: T, other: T) => number,
  rank?: (item: T) => number,
): Cooperative<readonly T[]> {
  let runs: (readonly T[])[] = [];
  const length = rank ? rankedLength : stepLength;
  for (let start = 0; start < items.length; start += length) {
    const run = items.slice(start, start + length);
    runs.push(rank ? yield* sortByRank(run, compare, rank) : run.sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const next: (readonly T[])[] = [];
    for (let index = 0; index < runs.length; index += 2)
      next.push(yield* mergeSteps(runs[index] ?? [], runs[index + 1] ?? [], { compare, removed: none }));
    runs = next;
  }
  return runs[0] ?? [];
}

/** Items that are sorted by their ranks without a rest: some milliseconds' work. */
const rankedLength = 2 ** 14;

/** Sorts plain numbers, each a rank with the place of its item behind it, and then what has one rank. */
function* sortByRank<T>(
  items: readonly T[],
  compare: (one: T, other: T) => number,
  rank: (item: T) => number,
): Cooperative<readonly T[]> {
  const keys = new Float64Array(items.length);
  let [least, most] = [Number.MAX_VALUE, -Number.MAX_VALUE];
  for (const [place, item] of items.entries()) {
    if (place % stepLength === stepLength - 1) yield;
    const own = rank(item);
    keys[place] = own;
    if (own < least) least = own;
    if (own > most && own < Number.MAX_VALUE) most = own;
  }
  // Ranks are made coarser until there is room for the place.
  let unit = 1;
  while ((most - least) / unit >= maxRank) unit *= 2;
  for (let place = 0; place < keys.length; place += 1)
    keys[place] = Math.min(Math.floor(((keys[place] ?? 0) - least) / unit), maxRank) * rankedLength + place;
  keys.sort();
  const sorted: T[] = [];
  let ties: T[] = [];
  let before = -1;
  let steps = 0;
  const settle = function* (): Cooperative<undefined> {
    if (ties.length > stepLength) ties = [...(yield* sortSteps(ties, compare))];
    else if (ties.length > 1) ties.sort(compare);
    for (const item of ties) sorted.push(item);
    return undefined;
  };
  for (const key of keys) {
    if (++steps % stepLength === 0) yield;
    const own = Math.floor(key / rankedLength);
    const item = items[key % rankedLength];
    if (item === undefined) continue;
    if (own !== before) {
      yield* settle();
      ties = [];
      before = own;
    }
    ties.push(item);
  }
  yield* settle();
  return sorted;
}

/** The largest number that leaves room for a place behind it. */
const maxRank = 2 ** 52 / rankedLength;

function* mergeSteps<T>(
  ones: readonly T[],
  others: readonly T[],
  { compare, removed }: { readonly compare: (one: T, other: T) => number; readonly removed: ReadonlySet<T> },
): Cooperative<readonly T[]> {
  const merged: T[] = [];
  let at = 0;
  let steps = 0;
  for (const one of ones) {
    if (++steps % stepLength === 0) yield;
    if (removed.has(one)) continue;
    for (let other = others[at]; other !== undefined && compare(other, one) < 0; other = others[++at]) {
      if (++steps % stepLength === 0) yield;
      merged.push(other);
    }
    merged.push(one);
  }
  for (; at < others.length; at++) {
    const other = others[at];
    if (other !== undefined) merged.push(other);
  }
  return merged;
}
