import type { Worker } from 'node:worker_threads';
import type { Opening } from '../core/locked/opening';
import type { Sealed } from '../core/locked/sealed';

/** Starts `unlockWorker` as this runtime can: the bundle where the extension is installed, the source in tests. */
export type StartWorker = () => Worker;

export interface UnlockOptions {
  readonly startWorker: StartWorker;
  /** Ends the worker at once. */
  readonly signal: AbortSignal;
  /** Milliseconds; then the answer is `tooSlow`. */
  readonly timeLimit?: number;
}

export type Unlocking = Opening | { readonly status: 'cancelled' };

const defaultTimeLimit = 30_000;

/**
 * Opens something sealed on a thread of its own, which ends with the answer: how much work it takes is for the file to say.
 * The password goes nowhere else. Never rejects.
 */
export function unlock(sealed: Sealed, password: string, { startWorker, signal, timeLimit = defaultTimeLimit }: UnlockOptions): Promise<Unlocking> {
  if (signal.aborted) return Promise.resolve({ status: 'cancelled' });
  return new Promise((resolve) => {
    const worker = started(startWorker);
    if (!worker) return resolve(noWorker);
    const end = (unlocking: Unlocking): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      resolve(unlocking);
      void worker.terminate();
    };
    const cancel = () => end({ status: 'cancelled' });
    const timer = setTimeout(() => end({ status: 'tooSlow' }), timeLimit);
    signal.addEventListener('abort', cancel, { once: true });
    worker.once('message', (answer: unknown) => end(readOpening(answer)));
    worker.once('error', () => end(noWorker));
    worker.once('exit', () => end(noWorker));
    worker.postMessage({ sealed, password });
  });
}

function started(startWorker: StartWorker): Worker | undefined {
  try {
    return startWorker();
  } catch {
    return undefined;
  }
}

const noWorker: Opening = { status: 'cannotOpenHere', reason: 'The program that opens protected files ended early.' };

/** The worker is of this very build: its answer is looked at only as far as telling it from none. */
function readOpening(answer: unknown): Opening {
  return typeof answer === 'object' && answer !== null && 'status' in answer ? (answer as Opening) : noWorker;
}
