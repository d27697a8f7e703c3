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
