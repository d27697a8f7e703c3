import type { Answer } from '../http/exchange';
import type { Json, JsonObject } from '../json';

const answer = (status: number, body: JsonObject): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

/** Success is always HTTP 200, for creating and deleting too; then there may be no payload. */
export const succeed = (payload?: Json): Answer =>
  answer(200, { status: { code: 0, message: 'OK' }, ...(payload === undefined ? {} : { payload }) });

/** `items` is a page; `count` counts them all. */
export const succeedWithList = (items: readonly Json[], count: number): Answer => succeed({ list: items, count });

const failures = {
  /** Codes 6 and 4 are known; 3 and its message are assumed. */
  unauthorized: { http: 401, code: 6, message: 'unauthorized' },
  notFound: { http: 404, code: 4, message: 'not found' },
  invalid: { http: 400, code: 3, message: 'invalid request' },
} as const;

export function fail(kind: keyof typeof failures, error: string): Answer {
  const { http, code, message } = failures[kind];
  return answer(http, { status: { code, message }, error });
}
