import type { StoredCertificate } from '../core/model';
import { unlessCancelled } from './failures';
import { GatewayError } from './gateway';

/** Fails where the object is no longer the one that the person saw. */
export function checkUnchanged(current: StoredCertificate, expected: StoredCertificate): void {
  if (current.revision === expected.revision) return;
  throw new GatewayError('conflict', 'The object has changed since it was shown; nothing was written.', { current });
}

/** Returns the error of a refused write; if that is a conflict, with the object as it is now, where it can be read. */
export async function withCurrent(error: GatewayError, read: () => Promise<StoredCertificate>): Promise<GatewayError> {
  if (error.kind !== 'conflict') return error;
  const current = await read().catch(unlessCancelled);
  const { status, gatewayText } = error;
  // The gateway refused: nothing of this write is there, whatever the status says of others.
  return new GatewayError('conflict', error.message, { status, gatewayText, current, mayHaveTakenEffect: false });
}
