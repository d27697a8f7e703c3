import type { IncomingHttpHeaders } from 'node:http';

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
