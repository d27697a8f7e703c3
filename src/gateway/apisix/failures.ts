import type { Sentence } from '../../shared/translate';
import { english, translateSentence } from '../../shared/translate';
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

/** Makes the error of an answer that is not of an API of ours, with what there is instead. */
export const unlike = ({ status, words }: Answer, explanation: Sentence): GatewayError =>
  new GatewayError('unexpected', translateSentence(explanation, english), {
    status,
    gatewayText: words,
    explanation,
  });
