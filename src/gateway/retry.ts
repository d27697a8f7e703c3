import type { IncomingHttpHeaders } from 'node:http';
import type { Disposable } from '../shared/emitter';
import { GatewayError } from './gateway';
import type { RawAnswer } from './transport';

/**
 * Reads Retry-After (RFC 9110 §10.2.3): seconds, or a date, which is compared with the answer's own. Undefined where
 * there is neither.
 */
export function retryAfterOf({ 'retry-after': retryAfter, date }: IncomingHttpHeaders): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  const seconds = Math.ceil((Date.parse(retryAfter) - Date.parse(date ?? '')) / 1_000);
  return seconds >= 0 ? seconds : undefined;
}

/** The waiting between two tries. Given as an argument, so that tests neither wait nor guess. */
export interface RetryPace {
  /** Calls `action` once after `milliseconds`, unless the returned disposable is disposed first. */
  after(milliseconds: number, action: () => void): Disposable;
  /** Returns a number from 0 to below 1. */
  random(): number;
}

export const realPace: RetryPace = {
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    return { dispose: () => clearTimeout(timer) };
  },
  random: Math.random,
};

/** Tries after the first one. */
const furtherTries = 2;
/** Milliseconds before the second try at least; twice as long before each further one. */
const firstWait = 250;
/**
 * The longest wait in milliseconds. Nobody waits longer without knowing: the failure is shown, with what the gateway
 * says of waiting.
 */
const maxWait = 5_000;

const passingStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const passingCodes: ReadonlySet<string | undefined> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

/**
 * Sends a read, and again where its failure may pass: no connection, a connection that broke before an answer, 429, 502
 * to 504. Never for writes: nobody can tell what became of the first try.
 */
export async function withRetries(
  send: () => Promise<RawAnswer>,
  {
    pace,
    signal,
    onRetry,
  }: { readonly pace: RetryPace; readonly signal: AbortSignal; readonly onRetry: (why: string, wait: number) => void },
): Promise<RawAnswer> {
  for (let tries = 0; ; tries += 1) {
    const end = await send().catch((error: unknown) => error);
    const wait = tries < furtherTries ? waitAfter(end, firstWait * 2 ** tries, pace) : undefined;
    if (wait === undefined) {
      if (isAnswer(end)) return end;
      throw end;
    }
    onRetry(isAnswer(end) ? String(end.status) : end instanceof GatewayError ? end.message : '', wait);
    await pause(wait, pace, signal);
  }
}

/** Returns the milliseconds to wait, or undefined where waiting does not help. */
function waitAfter(end: unknown, usual: number, { random }: RetryPace): number | undefined {
  // Between one and two times as long, so that many clients do not come back together.
  const jittered = (milliseconds: number) => Math.round(milliseconds * (1 + random()));
  if (end instanceof GatewayError)
    return end.kind === 'unreachable' && passingCodes.has(end.code) ? jittered(usual) : undefined;
  if (!isAnswer(end) || !passingStatuses.has(end.status)) return undefined;
  const asked = retryAfterOf(end.headers);
  if (asked === undefined) return jittered(usual);
  const wait = asked * 1_000 + Math.round(usual * random());
  return wait <= maxWait ? wait : undefined;
}

const isAnswer = (end: unknown): end is RawAnswer =>
  typeof end === 'object' && end !== null && 'status' in end && 'body' in end;

function pause(milliseconds: number, pace: RetryPace, signal: AbortSignal): Promise<void> {
  const cancelled = () => new GatewayError('cancelled', 'Cancelled.');
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(cancelled());
    const abort = () => {
      timer.dispose();
      reject(cancelled());
    };
    const timer = pace.after(milliseconds, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    signal.addEventListener('abort', abort, { once: true });
  });
}
