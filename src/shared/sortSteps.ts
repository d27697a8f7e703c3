import type { Cooperative } from './cooperative';

/** Items that are sorted without a pause, and compared in one step of a merge. */
const stepLength = 2_000;

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
      next.push(yield* mergeSteps(runs[index] ?? [], runs[index + 1] ?? [], { compare }));
    runs = next;
  }
  return runs[0] ?? [];
}

/** Items that are sorted by their ranks without a pause: some milliseconds' work. */
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

/** Merges two lists that are in order; of equals the first list's come first. */
export function* mergeSteps<T>(
  ones: readonly T[],
  others: readonly T[],
  {
    compare,
    isGone = never,
  }: {
    readonly compare: (one: T, other: T) => number;
    /** Says what is left out of the first list. */
    readonly isGone?: ((item: T) => boolean) | undefined;
  },
): Cooperative<readonly T[]> {
  const merged: T[] = [];
  let at = 0;
  let steps = 0;
  for (const one of ones) {
    if (++steps % stepLength === 0) yield;
    if (isGone(one)) continue;
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

const never = (): boolean => false;
