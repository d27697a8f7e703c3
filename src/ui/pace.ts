import type { Pace } from '../core/pieces';

/** How work in slices is done on the extension host: it is held for 10 ms at once, and then does what else waits. */
export const hostPace: Omit<Pace, 'isWanted'> = {
  clock: () => performance.now(),
  slice: 10,
  rest: () => new Promise((resolve) => setImmediate(resolve)),
};
