/** Work that pauses at each `yield`, so that its caller can do something else meanwhile, or stop it for good. */
export type Cooperative<T> = Generator<undefined, T, undefined>;

/** Runs all of it at once. */
export function runSync<T>(work: Cooperative<T>): T {
  for (let step = work.next(); ; step = work.next()) if (step.done) return step.value;
}

/** Items that {@link filterSteps} looks at without a pause. */
const stepLength = 100;

/** Filters a list in steps. */
export function* filterSteps<T>(items: readonly T[], isWanted: (item: T) => boolean): Cooperative<T[]> {
  const wanted: T[] = [];
  for (const [index, item] of items.entries()) {
    if (index % stepLength === 0) yield;
    if (isWanted(item)) wanted.push(item);
  }
  return wanted;
}

export interface Pace {
  /** Returns whether a pause is due. */
  readonly isOver: () => boolean;
  /** Lets other work run; fulfilled when this work may go on. */
  readonly pause: () => Promise<void>;
  /** Called after each pause: false ends the work. */
  readonly isWanted: () => boolean;
}

/** Runs work in slices. Undefined where the caller no longer wants it. */
export type InSlices = <T>(work: Cooperative<T>, isWanted: () => boolean) => Promise<T | undefined>;

/** Runs work in slices. Undefined where it was ended early. */
export async function inSlices<T>(work: Cooperative<T>, { isOver, pause, isWanted }: Pace): Promise<T | undefined> {
  // Others may have taken all of this turn already.
  for (let isDue = isOver(); ; isDue = isOver()) {
    if (isDue) {
      await pause();
      if (!isWanted()) {
        // What it has under way is ended as well.
        const ended: Cooperative<T | undefined> = work;
        ended.return(undefined);
        return undefined;
      }
    }
    const step = work.next();
    if (step.done) return step.value;
  }
}
