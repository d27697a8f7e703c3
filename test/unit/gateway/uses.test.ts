import assert from 'node:assert/strict';
import type { GatewayErrorKind } from '../../../src/gateway/gateway';
import { GatewayError } from '../../../src/gateway/gateway';
import type { ReadPage } from '../../../src/gateway/pageReading';
import { checkAnyRead, gather } from '../../../src/gateway/uses';
import { inEnglish } from '../../fixtures/inEnglish';

async function* pagesOf(pages: readonly ReadPage<number>[], failure?: Error): AsyncGenerator<ReadPage<number>> {
  yield* pages;
  if (failure !== undefined) await Promise.reject(failure);
}

const page = (count: number, more: Partial<ReadPage<number>> = {}): ReadPage<number> => ({
  items: Array.from({ length: count }, (_, index) => index),
  unreadable: [],
  ...more,
});

describe('gather', () => {
  it('stops at as many objects as are looked at, and says so', async () => {
    const { items, unknown } = await gather({
      kind: 'routes',
      pages: pagesOf([page(30_000), page(30_000), page(30_000)]),
    });
    assert.deepEqual([items.length, unknown.map(inEnglish)], [60_000, ['Only the first 60000 routes were looked at.']]);
  });
  it('says nothing where those were all', async () => {
    assert.deepEqual((await gather({ kind: 'routes', pages: pagesOf([page(50_000, { total: 50_000 })]) })).unknown, []);
  });
  it('names what it could not read', async () => {
    const { unknown } = await gather({
      kind: 'routes',
      pages: pagesOf([page(1, { unreadable: ['Object 2 of page 1 has no id.'] })]),
    });
    assert.deepEqual(unknown.map(inEnglish), ['Of the routes: Object 2 of page 1 has no id.']);
  });
  it('keeps what came before a failure', async () => {
    const { items, unknown } = await gather({
      kind: 'routes',
      pages: pagesOf([page(2)], new GatewayError('timeout', 'Too late.')),
    });
    assert.deepEqual(
      [items.length, unknown.map(inEnglish)],
      [2, ['The routes could not all be read: The gateway did not respond in time.']],
    );
  });
  it('what is absent is not unknown', async () => {
    const pages = pagesOf([], new GatewayError('notFound', 'No.', { status: 404 }));
    assert.deepEqual(
      (await gather({ kind: 'stream_routes', pages, isAbsent: ({ status }) => status === 404 })).unknown,
      [],
    );
  });
  for (const kind of ['cancelled', 'unauthorized', 'unreachable', 'untrusted'] satisfies GatewayErrorKind[]) {
    it(`fails where it is ${kind}`, () =>
      assert.rejects(gather({ kind: 'routes', pages: pagesOf([page(1)], new GatewayError(kind, 'x')) }), { kind }));
  }
  it('fails where it is a mistake of ours', () =>
    assert.rejects(gather({ kind: 'routes', pages: pagesOf([], new TypeError('x')) }), TypeError));

  describe('of several kinds', () => {
    const read = { items: [], unknown: [] };
    const absent = { ...read, isAbsent: true };
    const failed = (kind: GatewayErrorKind) => ({ ...read, failure: new GatewayError(kind, 'x') });
    it('fails with the first failure where there is no other end', () =>
      assert.throws(() => checkAnyRead([absent, failed('timeout'), failed('forbidden')]), { kind: 'timeout' }));
    it('goes on where one was read, or where none is there', () => {
      checkAnyRead([failed('timeout'), read, failed('forbidden')]);
      checkAnyRead([absent, absent]);
    });
    it('counts as read what gave one page', async () => {
      const { failure } = await gather({ kind: 'routes', pages: pagesOf([page(0)], new GatewayError('timeout', 'x')) });
      assert.equal(failure, undefined);
    });
  });
});
