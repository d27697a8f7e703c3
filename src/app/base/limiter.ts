/** Lets little work run at the same time; the rest waits for its turn, in the order in which it came. */
export class Limiter {
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  /** @param most how much runs at the same time */
  constructor(private readonly most: number) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.most) this.running++;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The turn is handed on.
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }
}

/**
 * Resolves as `work` does, unless `signal` is aborted first: then it rejects with the signal's reason, and the work
 * goes on alone.
 */
export async function raceAbort<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  let leave = (): void => undefined;
  const aborted = new Promise<undefined>((resolve) => (leave = () => resolve(undefined)));
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  try {
    // A wrapper, so that the work may come to anything.
    const first = await Promise.race([work.then((value) => ({ value })), aborted]);
    if (first) return first.value;
    signal.throwIfAborted();
    return await work;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
