/** The thread that `unlock` starts: opens one sealed thing, answers, and is ended. Keys move to the other side, none stays. */
import { parentPort } from 'node:worker_threads';
import { openSealed } from '../core/locked/openSealed';
import type { Sealed } from '../core/locked/sealed';

parentPort?.once('message', ({ sealed, password }: { readonly sealed: Sealed; readonly password: string }) => {
  const opening = openSealed(sealed, password);
  parentPort?.postMessage(opening, opening.status === 'opened' ? opening.keys.map(({ buffer }) => buffer as ArrayBuffer) : []);
});
