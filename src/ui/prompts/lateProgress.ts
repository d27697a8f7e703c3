import { withProgress } from '../window/progress';

/** Milliseconds that pass in silence. */
const patience = 1_000;

/**
 * Does work that may take a moment. After a second it is shown, with what it reports, and can be left.
 *
 * @returns undefined where it was left
 */
export async function withLateProgress<T>(
  title: string,
  work: (signal: AbortSignal, report: (message: string) => void) => Promise<T>,
): Promise<T | undefined> {
  const abort = new AbortController();
  let show: (message: string) => void = () => undefined;
  const result = work(abort.signal, (message) => show(message));
  const timer = setTimeout(() => {
    void withProgress(title, async (progress, token) => {
      show = (message) => progress.report({ message });
      token.onCancellationRequested(() => abort.abort());
      await Promise.allSettled([result]);
    });
  }, patience);
  try {
    return await result;
  } catch (error) {
    if (abort.signal.aborted) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
