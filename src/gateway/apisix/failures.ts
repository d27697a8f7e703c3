import type { Answer } from '../answer';
import { GatewayError } from '../gateway';
import { readRecord } from '../read';

/** Returns whether a 404 is etcd's, which says `message`; that of a missing path says `error_msg`, or is a page. */
export function isKeyNotFound(answer: Answer): boolean {
  const body = answer.status === 404 ? readRecord(answer.json) : undefined;
  return typeof body?.['message'] === 'string' && body['error_msg'] === undefined;
}

export function unlessMissing(error: unknown): undefined {
  if (error instanceof GatewayError && error.kind === 'notFound') return undefined;
  throw error;
}

export function unlike(answer: Answer, sentence: string): GatewayError {
  return new GatewayError('unexpected', sentence, { status: answer.status, gatewayText: answer.words });
}
