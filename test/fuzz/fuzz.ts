import { mutate, randomFrom } from './mutation';
import type { FuzzTarget } from './targets';

export interface FuzzReport {
  readonly name: string;
  readonly runs: number;
  readonly accepted: number;
  readonly refused: number;
  /** Seeds of the inputs that something was thrown for, and what. Must be none. */
  readonly uncaught: readonly { readonly seed: number; readonly error: unknown }[];
  /** The slowest input for its size: milliseconds of work a kB (inputs below 1 kB count as that), and its seed. */
  readonly worst: { readonly time: number; readonly seed: number };
}

export interface FuzzOptions {
  /** The first input's; each one after has the next. */
  readonly seed: number;
  /** Asked before each input, with the number of those before. */
  readonly goesOn: (runs: number) => boolean;
  /** Milliseconds of work. */
  readonly clock: () => number;
}

/** The input of a seed: the same one whenever samples are. */
export const inputOf = ({ samples }: FuzzTarget, seed: number): Buffer => mutate(samples, randomFrom(seed));

export function fuzz(target: FuzzTarget, { seed: first, goesOn, clock }: FuzzOptions): FuzzReport {
  let [runs, accepted, refused, worst] = [0, 0, 0, { time: 0, seed: first }];
  const uncaught: { readonly seed: number; readonly error: unknown }[] = [];
  for (; goesOn(runs); runs++) {
    const seed = first + runs;
    const input = inputOf(target, seed);
    const start = clock();
    try {
      if (target.run(input)) accepted++;
      else refused++;
    } catch (error) {
      uncaught.push({ seed, error });
    }
    const time = (clock() - start) / Math.max(1, input.length / 1024);
    if (time > worst.time) worst = { time, seed };
  }
  return { name: target.name, runs, accepted, refused, uncaught, worst };
}
