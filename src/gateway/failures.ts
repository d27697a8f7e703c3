import type { StoredCertificate } from '../core/model';
import type { Answer } from './answer';
import { toAnswerError } from './answer';
import { GatewayError } from './gateway';
import type { Notes } from './read';

/** Ignores an error, so that the caller goes on without what could not be read; being cancelled ends everything. */
export function unlessCancelled(error: unknown): undefined {
  if (error instanceof GatewayError && error.kind === 'cancelled') throw error;
  return undefined;
}

export function otherObject({ status }: Answer, isWrite: boolean): GatewayError {
  return new GatewayError('unexpected', 'The gateway answered with another object.', {
    status,
    mayHaveTakenEffect: isWrite,
  });
}

/** The object that a request is about, where it has an id already, and whether the request changes it. */
export interface AskedObject {
  readonly id: string | undefined;
  readonly isWrite: boolean;
}

/** Returns the record of an answer. Fails where it could not be read, or is that of another object. */
export function objectOf<T extends { readonly id: string }>(
  answer: Answer,
  record: T | string | undefined,
  { id, isWrite }: AskedObject,
): T {
  if (record === undefined || typeof record === 'string') throw toAnswerError(answer, { isWrite });
  if (id === undefined || record.id === id) return record;
  throw otherObject(answer, isWrite);
}

/** Fails where the object is no longer the one that the person saw. */
export function checkUnchanged(current: StoredCertificate, expected: StoredCertificate): void {
  if (current.revision === expected.revision) return;
  throw new GatewayError('conflict', 'The object has changed since it was shown; nothing was written.', { current });
}

/** Fails where members that a write replaces are in forms that are not read: nobody could say what would be lost. */
export function checkReadWhole(notes: Notes): void {
  if (notes.length === 0) return;
  throw new GatewayError('rejected', 'The object has members that were not read and would be replaced.', {
    explanation:
      'Nothing was sent: the object has fields in a form that cannot be read here, and an update would replace them.',
  });
}

/** Returns the error of a refused write; if that is a conflict, with the object as it is now, where it can be read. */
export async function withCurrent<T>(error: T, read: () => Promise<StoredCertificate>): Promise<T | GatewayError> {
  if (!(error instanceof GatewayError) || error.kind !== 'conflict') return error;
  const current = await read().catch(unlessCancelled);
  const { status, gatewayText } = error;
  // The gateway refused: nothing of this write is there, whatever the status says of others.
  return new GatewayError('conflict', error.message, { status, gatewayText, current, mayHaveTakenEffect: false });
}
