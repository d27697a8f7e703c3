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
  private readonly added = new Set<T>();
  private readonly removed = new Set<T>();

  constructor(private readonly compare: (one: T, other: T) => number) {}

  /** @param item one that is not in the list */
  add(item: T): void {
    if (!this.removed.delete(item)) this.added.add(item);
  }

  /** @param item one that is in the list */
  delete(item: T): void {
    if (!this.added.delete(item)) this.removed.add(item);
  }

  /** All items in order. The array stays as it is, whatever comes and goes later. */
  items(): readonly T[] {
    return runSync(this.itemsSteps());
  }

  /** As {@link items}. What comes while it rests is not in it. */
  *itemsSteps(): Cooperative<readonly T[]> {
    if (this.added.size === 0 && this.removed.size === 0) return this.sorted;
    const before = this.sorted;
    const [came, gone] = [[...this.added], new Set(this.removed)];
    const added = yield* sortSteps(came, this.compare);
    const merged = yield* mergeSteps(before, added, { compare: this.compare, removed: gone });
    if (this.sorted === before) this.keep(merged, { came, gone });
    return merged;
  }

  /** Leaves to be merged what changed since. */
  private keep(
    merged: readonly T[],
    { came, gone }: { readonly came: readonly T[]; readonly gone: ReadonlySet<T> },
  ): void {
    this.sorted = merged;
    for (const item of came) if (!this.added.delete(item)) this.removed.add(item);
    for (const item of gone) if (!this.removed.delete(item)) this.added.add(item);
  }
}

const none: ReadonlySet<never> = new Set();

/** Sorts in runs, which are then merged two by two. */
export function* sortSteps<T>(items: readonly T[], compare: (one: T, other: T) => number): Cooperative<readonly T[]> {
  let runs: (readonly T[])[] = [];
  for (let start = 0; start < items.length; start += stepLength) {
    runs.push(items.slice(start, start + stepLength).sort(compare));
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
