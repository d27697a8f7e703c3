import type { Cooperative } from '../shared/cooperative';
import type { Turns } from '../shared/turns';
import { hostTurns, inHostSlices } from '../shared/turns';
import { GatewayError } from './gateway';

/** Objects between two looks at the clock, each of which costs as much as reading an object does. */
const lookEvery = 4;

/** Lets everything else have its turn whenever a slice of time is over. */
export interface Pauses {
  /**
   * Returns whether a slice is over. Asked for each of many objects: a promise for each would cost more than they do.
   */
  isDue(): boolean;
  /** Lets others work, and starts the next slice. */
  pause(): Promise<void>;
}

export function openPauses(turns: Pick<Turns, 'isOver' | 'pause'> = hostTurns): Pauses {
  let asked = 0;
  return {
    isDue: () => asked++ % lookEvery === 0 && turns.isOver(),
    pause: () => turns.pause(),
  };
}

/** Runs work on an answer slice by slice. Fails as `cancelled` once `signal` is aborted. */
export async function runAnswerSteps<T>(work: Cooperative<T>, signal: AbortSignal | undefined): Promise<T> {
  const wrapped = (function* (): Cooperative<{ readonly value: T }> {
    return { value: yield* work };
  })();
  const end = await inHostSlices(wrapped, () => signal?.aborted !== true);
  if (end === undefined) throw new GatewayError('cancelled', 'Cancelled.');
  return end.value;
}
