import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { GatewayErrorKind } from '../../../src/gateway/gateway';
import { GatewayError } from '../../../src/gateway/gateway';
import { withRetries } from '../../../src/gateway/retry';
import type { RawAnswer } from '../../../src/gateway/transport';

const answer = (status: number, headers: Record<string, string> = {}): RawAnswer => ({
  status,
  headers,
  body: Buffer.alloc(0),
});
const failure = (kind: GatewayErrorKind, code?: string) => new GatewayError(kind, 'x', { code });

/** Returns the result, and the waits before each further try. */
async function run(ends: readonly (RawAnswer | GatewayError)[], random = 0) {
  const waits: number[] = [];
  let tries = 0;
  const send = () => {
    const end = ends[tries] ?? answer(200);
    tries += 1;
    return end instanceof GatewayError ? Promise.reject(end) : Promise.resolve(end);
  };
  const pace = {
    after(milliseconds: number, action: () => void) {
      waits.push(milliseconds);
      queueMicrotask(action);
      return { dispose: () => undefined };
    },
    random: () => random,
  };
  const { signal } = new AbortController();
  const end = await withRetries(send, { pace, signal, onRetry: () => undefined }).catch((error: unknown) => error);
  assert.equal(getEventListeners(signal, 'abort').length, 0);
  return { end: end instanceof GatewayError ? end.kind : (end as RawAnswer).status, tries, waits };
}

describe('withRetries', () => {
  const [refused, reset] = [failure('unreachable', 'ECONNREFUSED'), failure('unreachable', 'ECONNRESET')];
  const cases: readonly (readonly [
    name: string,
    ends: readonly (RawAnswer | GatewayError)[],
    end: number | GatewayErrorKind,
    waits: readonly number[],
  ])[] = [
    ['a success', [answer(200)], 200, []],
    ['refused, then there', [refused], 200, [250]],
    ['reset twice, then there', [reset, reset], 200, [250, 500]],
    ['broken off while it was sent, then there', [failure('unreachable', 'EPIPE')], 200, [250]],
    ['refused for good', [refused, refused, refused], 'unreachable', [250, 500]],
    ...[429, 502, 503, 504].map(
      (status) => [String(status), [answer(status), answer(status), answer(status)], status, [250, 500]] as const,
    ),
    ...[400, 401, 403, 404, 408, 409, 500, 501].map(
      (status) => [String(status), [answer(status)], status, []] as const,
    ),
    ['as long as the gateway asks for', [answer(429, { 'retry-after': '3' })], 200, [3_000]],
    ['as long as a person would wait', [answer(429, { 'retry-after': '5' })], 200, [5_000]],
    ['not at all where that is long', [answer(429, { 'retry-after': '6' })], 429, []],
    [
      'until a date',
      [answer(503, { 'retry-after': 'Mon, 23 Nov 2026 10:00:02 GMT', date: 'Mon, 23 Nov 2026 10:00:00 GMT' })],
      200,
      [2_000],
    ],
    ['a name that nobody knows', [failure('unreachable', 'ENOTFOUND')], 'unreachable', []],
    ['a time limit', [failure('timeout')], 'timeout', []],
    ['a certificate', [failure('untrusted', 'CERT_HAS_EXPIRED')], 'untrusted', []],
    ['half an answer', [failure('unexpected', 'ECONNRESET')], 'unexpected', []],
  ];
  for (const [name, ends, end, waits] of cases)
    it(name, async () => assert.deepEqual(await run(ends), { end, tries: waits.length + 1, waits }));

  it('spreads the tries of many clients', async () => {
    assert.deepEqual((await run([refused, refused], 0.5)).waits, [375, 750]);
    assert.deepEqual((await run([answer(429, { 'retry-after': '1' })], 0.5)).waits, [1_125]);
  });

  it('tries nothing again after a fault of ours, whatever was thrown', async () => {
    const pace = { after: () => assert.fail('It waits.'), random: () => 0 };
    const { signal } = new AbortController();
    for (const thrown of [undefined, null, 'text', new TypeError('status')]) {
      const sending = withRetries(() => Promise.reject(thrown), { pace, signal, onRetry: () => undefined });
      assert.deepEqual(
        await sending.then(
          () => 'answered',
          (error: unknown) => [error],
        ),
        [thrown],
      );
    }
  });

  it('is cancelled at once while it waits', async () => {
    const abort = new AbortController();
    let [tries, disposed] = [0, 0];
    const pace = { after: () => ({ dispose: () => void (disposed += 1) }), random: () => 0 };
    const send = () => {
      tries += 1;
      return Promise.reject(refused);
    };
    const waiting = withRetries(send, { pace, signal: abort.signal, onRetry: () => abort.abort() });
    await assert.rejects(waiting, (error) => error instanceof GatewayError && error.kind === 'cancelled');
    const soon = new AbortController();
    setImmediate(() => soon.abort());
    const later = withRetries(send, { pace, signal: soon.signal, onRetry: () => undefined });
    await assert.rejects(later, { kind: 'cancelled', message: 'Cancelled.' });
    assert.deepEqual([tries, disposed, getEventListeners(soon.signal, 'abort').length], [2, 1, 0]);
  });
});
