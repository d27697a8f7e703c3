import type { Answer } from './answer';
import { GatewayError } from './gateway';

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
