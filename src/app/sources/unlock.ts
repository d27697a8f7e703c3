import type { ChildProcess } from 'node:child_process';
import type { DecryptedContents, DecryptResult, EncryptedContainer } from '../../core/encrypted/decryptResult';
import type { Trigger } from '../../core/limits';
import { limitsOf } from '../../core/limits';
import type { Translate } from '../../shared/translate';
import { translateSentence } from '../../shared/translate';

/** Starts `unlockWorker` as this runtime can: the bundle where the extension is installed, the source in tests. */
export type StartUnlocker = () => ChildProcess;

export interface UnlockOptions {
  readonly start: StartUnlocker;
  /** Decides how much work the file may ask for, and how long it may take: then the answer is `tooSlow`. */
  readonly trigger: Trigger;
  /** Ends the process at once. */
  readonly signal: AbortSignal;
  /** Milliseconds, where it is to be less than `trigger` allows. */
  readonly timeLimit?: number;
}

export type Unlocking = DecryptResult | { readonly status: 'cancelled' };

/** The message to the process, by its channel alone: command lines and environments can be read by others. */
export interface UnlockTask {
  readonly encrypted: EncryptedContainer;
  readonly password: string;
  readonly trigger: Trigger;
}

/**
 * Opens something encrypted in a process of its own: how much work it takes is for the file to say, and native code on
 * a thread cannot be ended. The password goes nowhere else. Never rejects; fulfilled when the process is gone.
 */
export function unlock(encrypted: EncryptedContainer, password: string, options: UnlockOptions): Promise<Unlocking> {
  const { start, trigger, signal, timeLimit = limitsOf[trigger].derivationTime } = options;
  if (signal.aborted) return Promise.resolve({ status: 'cancelled' });
  return new Promise((resolve) => {
    const child = started(start);
    if (!child) return resolve(noProcess);
    let outcome: Unlocking | undefined;
    const end = (unlocking: Unlocking): void => {
      outcome ??= unlocking;
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      child.kill('SIGKILL');
      // One that could not be started never exits.
      if (child.pid === undefined) resolve(outcome);
    };
    const cancel = () => end({ status: 'cancelled' });
    const timer = setTimeout(() => end({ status: 'tooSlow' }), timeLimit);
    signal.addEventListener('abort', cancel, { once: true });
    child.once('message', (answer: unknown) => end(readDecryptResult(answer)));
    child.on('error', () => end(noProcess));
    child.once('exit', () => {
      end(noProcess);
      resolve(outcome ?? noProcess);
    });
    const task: UnlockTask = { encrypted, password, trigger };
    child.send(task, (error) => error && end(noProcess));
  });
}

function started(start: StartUnlocker): ChildProcess | undefined {
  try {
    return start();
  } catch {
    return undefined;
  }
}

const noProcess: DecryptResult = {
  status: 'cannotOpenHere',
  reason: 'The program that opens protected files ended early.',
};

/** The process is of this very build: its answer is looked at only as far as telling it from none. */
function readDecryptResult(answer: unknown): DecryptResult {
  return typeof answer === 'object' && answer !== null && 'status' in answer ? (answer as DecryptResult) : noProcess;
}

/** Explains why it was not decrypted, and what can be done. Undefined where there is nothing to say. */
export function unlockSentence(
  unlocking: Exclude<Unlocking, DecryptedContents>,
  { place, translate }: { readonly place: string; readonly translate: Translate },
): string | undefined {
  switch (unlocking.status) {
    case 'cancelled':
      return undefined;
    case 'wrongPassword':
      return translate('Wrong password for “{place}”.', { place });
    case 'tooSlow':
      return translate(
        'Opening “{place}” takes more work than is allowed here. Save it again with fewer iterations, e.g. with openssl.',
        { place },
      );
    case 'cannotOpenHere':
      return translate('“{place}” cannot be opened here. {reason} Convert it to PEM first, e.g. with openssl.', {
        place,
        reason: translateSentence(unlocking.reason, translate),
      });
    case 'broken':
      return translate('“{place}” is damaged. {reason}', {
        place,
        reason: translateSentence(unlocking.reason, translate),
      });
  }
}
