/** Work that rests now and then: whoever runs it may do something else at each `yield`, or never come back. */
export type Cooperative<T> = Generator<undefined, T, undefined>;

/** Runs all of it without a rest. */
export function runSync<T>(work: Cooperative<T>): T {
  for (let step = work.next(); ; step = work.next()) if (step.done) return step.value;
}

export interface Pace {
  /** Milliseconds of any origin. */
  readonly clock: () => number;
  /** Milliseconds of work before each rest. */
  readonly slice: number;
  /** Lets others work; fulfilled when it is our turn again. */
  readonly rest: () => Promise<void>;
  /** Asked after each rest: false gives the work up. */
  readonly isWanted: () => boolean;
}

/** Runs work slice by slice, at a pace that whoever gives it has chosen. Undefined where it is not wanted any more. */
export type InSlices = <T>(work: Cooperative<T>, isWanted: () => boolean) => Promise<T | undefined>;

/** Runs the work slice by slice. Undefined where it was given up. */
export async function inSlices<T>(
  work: Cooperative<T>,
  { clock, slice, rest, isWanted }: Pace,
): Promise<T | undefined> {
  for (let start = clock(); ;) {
    const step = work.next();
    if (step.done) return step.value;
    if (clock() - start < slice) continue;
    await rest();
    if (!isWanted()) return undefined;
    start = clock();
  }
}
