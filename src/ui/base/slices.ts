import type { Cooperative } from '../../shared/cooperative';
import { inSlices } from '../../shared/cooperative';
import { hostTurns } from '../../shared/turns';

/** Runs long work so that everything else of the extension host gets its turn. */
export function inHostSlices<T>(work: Cooperative<T>): Promise<T>;
/** Undefined where it is not wanted any more. */
export function inHostSlices<T>(work: Cooperative<T>, isWanted: () => boolean): Promise<T | undefined>;
export function inHostSlices<T>(work: Cooperative<T>, isWanted = () => true): Promise<T | undefined> {
  return inSlices(work, { isOver: () => hostTurns.isOver(), pause: () => hostTurns.pause(), isWanted });
}
