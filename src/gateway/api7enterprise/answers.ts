/** Judges answers of API7 Enterprise. */
import type { Answer } from '../answer';
import type { AskedObject } from '../failures';
import { objectOf } from '../failures';
import { GatewayError } from '../gateway';
import { readRecord } from '../read';
import type { SslRecord } from './records';
import { readSsl, readValue } from './records';

export const isSuccess = ({ status }: Answer): boolean => status === 200 || status === 201 || status === 204;

/**
 * Returns whether an answer says that the object is missing. Its documented status for every refusal is 400: only the
 * gateway's words tell.
 */
export const saysMissing = ({ status, words = '' }: Answer): boolean =>
  status === 400 && /\bnot[ _-]?(?:found|exists?)\b|\bdoes(?: not|n't) exist|\bno such\b/i.test(words);

/** Returns whether a success has no body, or one that says nothing. */
export const isEmptySuccess = ({ problem, json }: Answer): boolean => {
  const record = readRecord(json);
  return problem === 'empty' || json === '' || (record !== undefined && Object.keys(record).length === 0);
};

export const hasDeleted = ({ json }: Answer): boolean => readRecord(json)?.['deleted'] !== undefined;

/** Reads the object of an answer; of the id that was asked for, where one was. */
export function toOne(answer: Answer, asked: AskedObject): SslRecord {
  const value = readValue(answer.json);
  return objectOf(answer, value === undefined ? undefined : readSsl(value), asked);
}

/** Ignores the error of a read after a write where the object is gone. Any other error says that the write has left. */
export function unlessMissingAfterWrite(error: unknown): undefined {
  if (!(error instanceof GatewayError)) throw error;
  if (error.kind === 'notFound') return undefined;
  const { kind, message, status, gatewayText, code, retryAfter } = error;
  throw new GatewayError(kind, message, { status, gatewayText, code, retryAfter, mayHaveTakenEffect: true });
}
