/**
 * The program that `unlock` starts: opens one encrypted thing, answers, and is ended. The work is done on a second
 * thread, so that the first always notices when it is alone: then nobody wants an answer any more, and the process ends
 * at once.
 */
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { decryptContainer } from '../../core/encrypted/decryptContainer';
import { limitsOf } from '../../core/limits';
import type { UnlockTask } from './unlock';

/** Milliseconds more than `unlock` waits: should it ever not end this process, that does so itself. */
const grace = 5_000;

/** Native code, which a derivation is, holds up every other end. */
const endNow = (): void => void process.kill(process.pid, 'SIGKILL');

if (isMainThread) {
  process.once('disconnect', endNow);
  process.once('message', (task: UnlockTask) => {
    setTimeout(endNow, limitsOf[task.trigger].derivationTime + grace);
    const worker = new Worker(__filename, { resourceLimits: { maxOldGenerationSizeMb: 512 } });
    worker.once('error', endNow);
    worker.once('message', (result: unknown) => process.send?.(result));
    worker.postMessage(task);
  });
} else {
  parentPort?.once('message', ({ encrypted, password, trigger }: UnlockTask) => {
    const result = decryptContainer(encrypted, password, { trigger });
    // Keys move to the other thread, none stays.
    parentPort?.postMessage(
      result,
      result.status === 'opened' ? result.keys.map(({ buffer }) => buffer as ArrayBuffer) : [],
    );
  });
}
