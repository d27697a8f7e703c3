import assert from 'node:assert/strict';
import type { BatchItem } from '../../../../src/app/writes/batch';
import type { Result, Sending } from '../../../../src/app/writes/batchSending';
import { canRetry, sendBatch } from '../../../../src/app/writes/batchSending';
import { toBeforeSteps } from '../../../../src/app/writes/before';
import type { GatewayErrorKind } from '../../../../src/gateway/gateway';
import { runSync } from '../../../../src/shared/cooperative';
import { connection } from '../fakes/fakeConnections';
import { toEntries } from '../fakes/fakeEntries';
import type { FakeGateway } from '../fakes/fakeGateway';
import { gatewayWith, make, tableOf } from './batchTable';
import { makeJournal } from './madeJournal';

describe('a batch that is sent', () => {
  const send = (queue: Parameters<typeof sendBatch>[0], gateway: FakeGateway, change: Partial<Sending> = {}) =>
    sendBatch(queue, {
      gateway,
      before: before(gateway),
      notes: () => made.journal.notes(connection('a'), 'a.test'),
      signal: new AbortController().signal,
      onItem: () => undefined,
      onResult: () => undefined,
      ...change,
    });
  /** Returns what was on the gateway when it was listed. */
  const before = (gateway: FakeGateway): Sending['before'] => {
    const entries = toEntries(Object.fromEntries(gateway.objects));
    return async (pem) =>
      runSync(
        toBeforeSteps(pem, {
          kind: 'ready',
          entries,
          isComplete: true,
          loaded: entries.length,
          total: undefined,
          unreadable: [],
        }),
      );
  };
  let made: ReturnType<typeof makeJournal>;
  beforeEach(() => (made = makeJournal()));
  const three = async () => Promise.all(['a.example.com', 'b.example.com', 'c.example.com'].map((name) => make(name)));
  const kinds = (results: readonly Result[]) => results.map(({ outcome }) => outcome.kind).join(' ');
  const toQueue = (items: readonly BatchItem[]) => items.map((item) => ({ item }));
  const creates = ({ calls }: FakeGateway) => calls.filter((call) => call === 'create').length;

  it('goes in order, one after the other', async () => {
    const { items, gateway } = tableOf(await three());
    const limiter: string[] = [];
    const results = await send(toQueue(items), gateway, {
      onItem: ({ draft }, index) => limiter.push(`${index} ${draft.place}`),
      onResult: ({ outcome }) => limiter.push(outcome.kind),
    });
    assert.equal(kinds(results), 'created created created');
    assert.deepEqual(limiter, ['0 0.pem', 'created', '1 1.pem', 'created', '2 2.pem', 'created']);
    assert.deepEqual(
      [...gateway.objects.values()].map(({ names }) => names.join()),
      ['a.example.com', 'b.example.com', 'c.example.com'],
    );
  });

  it('replaces what it renews, keeps what else stands there, and adds no object', async () => {
    const gateway = gatewayWith([
      '1',
      await make('a.example.com', { toDays: 5 }),
      { labels: [{ key: 'team', value: 'web' }] },
    ]);
    const { items } = tableOf([await make('a.example.com')], { gateway });
    assert.equal(kinds(await send(toQueue(items), gateway)), 'replaced');
    assert.deepEqual([...gateway.objects.keys()], ['1']);
    assert.deepEqual(gateway.objects.get('1')?.labels, [{ key: 'team', value: 'web' }]);
  });

  it('goes on after a refusal, and tries only that one again', async () => {
    const { items, gateway } = tableOf(await three());
    const results = await send(toQueue(items), gateway, {
      onItem: (_, index) => (gateway.trouble = index === 1 ? { kind: 'rejected', when: 'before' } : undefined),
    });
    assert.equal(kinds(results), 'created failed created');
    gateway.trouble = undefined;
    const again = results.filter(canRetry);
    assert.deepEqual(
      again.map(({ item }) => item.draft.place),
      ['1.pem'],
    );
    assert.equal(kinds(await send(again, gateway)), 'created');
    assert.equal(gateway.objects.size, 3);
  });

  /** Of each kind of failure: the next would meet the same, or not. */
  const isMetByAll: Readonly<Partial<Record<GatewayErrorKind, boolean>>> = {
    unauthorized: true,
    forbidden: true,
    unreachable: true,
    untrusted: true,
    clientCertificate: true,
    throttled: true,
    unavailable: true,
    blocked: true,
    cancelled: true,
    rejected: false,
    conflict: false,
    timeout: false,
    unexpected: false,
  };
  for (const [kind, isOver] of Object.entries(isMetByAll) as [GatewayErrorKind, boolean][])
    it(`${isOver ? 'stops' : 'goes on'} after ${kind}`, async () => {
      const { items, gateway } = tableOf(await three());
      const results = await send(toQueue(items), gateway, {
        onItem: (_, index) => (gateway.trouble = index === 0 ? { kind, when: 'before' } : undefined),
      });
      assert.equal(kinds(results), isOver ? 'failed notSent notSent' : 'failed created created');
      assert.equal(creates(gateway), isOver ? 1 : 3);
      assert.equal(results.filter(canRetry).length, isOver ? 3 : 1);
    });

  it('stops where no note can be kept, and sends nothing', async () => {
    const { items, gateway } = tableOf(await three());
    made.store.onUpdate = () => Promise.reject(new Error('disk full'));
    assert.equal(kinds(await send(toQueue(items), gateway)), 'failed notSent notSent');
    assert.deepEqual(gateway.calls, []);
  });

  it('does not take what was there before, of another type, for what it sent', async () => {
    const one = await make('a.example.com');
    const gateway = gatewayWith(['1', one, { type: 'client' }]);
    const { items } = tableOf([one], { gateway });
    gateway.trouble = { kind: 'timeout', when: 'before' };
    assert.equal(kinds(await send(toQueue(items), gateway)), 'failed');
  });

  it('does not take what was there before for what it sent, even where the type is not told', async () => {
    const one = await make('a.example.com');
    const gateway = gatewayWith(['1', one, { type: 'client' }]);
    const { items } = tableOf([one], { gateway });
    const listed = before(gateway);
    gateway.show = (object) => ({ ...object, type: undefined });
    gateway.trouble = { kind: 'timeout', when: 'before' };
    assert.equal(kinds(await send(toQueue(items), gateway, { before: listed })), 'failed');
  });

  it('calls it neither uploaded nor failed where the gateway holds something else than was sent', async () => {
    const { items, gateway } = tableOf((await three()).slice(0, 1));
    gateway.show = (object) => ({ ...object, labels: [{ key: 'x' }] });
    const [result] = await send(toQueue(items), gateway);
    assert.equal(result?.outcome.kind, 'otherwise');
    assert.equal(result && canRetry(result), false);
  });

  it('keeps what is unknown unknown where it is stopped before its turn', async () => {
    const { items, gateway } = tableOf((await three()).slice(0, 2));
    gateway.trouble = { kind: 'timeout', when: 'after' };
    gateway.isMute = true;
    const results = await send(toQueue(items), gateway);
    assert.equal(kinds(results), 'unknown unknown');
    const stopped = await send(results, gateway, { signal: AbortSignal.abort() });
    assert.equal(kinds(stopped), 'unknown unknown');
    assert.equal(stopped.filter(canRetry).length, 2);
  });

  it('looks for a replacement that it does not know of before it sends it again', async () => {
    const gateway = gatewayWith(['1', await make('a.example.com', { toDays: 5 })]);
    const { items } = tableOf([await make('a.example.com')], { gateway });
    gateway.trouble = { kind: 'timeout', when: 'after' };
    gateway.isMute = true;
    const results = await send(toQueue(items), gateway);
    assert.equal(kinds(results), 'unknown');
    gateway.trouble = undefined;
    gateway.isMute = false;
    assert.equal(kinds(await send(results, gateway)), 'replaced');
    assert.equal(gateway.calls.filter((call) => call.startsWith('replace')).length, 1);
  });

  it('stops between items when the person says so', async () => {
    const { items, gateway } = tableOf(await three());
    const abort = new AbortController();
    const results = await send(toQueue(items), gateway, { signal: abort.signal, onResult: () => abort.abort() });
    assert.equal(kinds(results), 'created notSent notSent');
  });

  it('finds what was stored although the answer got lost', async () => {
    const { items, gateway } = tableOf(await three());
    gateway.trouble = { kind: 'timeout', when: 'after' };
    assert.equal(kinds(await send(toQueue(items), gateway)), 'created created created');
    assert.equal(gateway.objects.size, 3);
  });

  it('looks for what it does not know of before it sends it again', async () => {
    const { items, gateway } = tableOf((await three()).slice(0, 1));
    gateway.trouble = { kind: 'timeout', when: 'after' };
    gateway.isMute = true;
    const results = await send(toQueue(items), gateway);
    assert.equal(kinds(results), 'unknown');
    gateway.trouble = undefined;
    gateway.isMute = false;
    assert.equal(kinds(await send(results, gateway)), 'created');
    assert.equal(creates(gateway), 1);
  });

  it('sends it again where the look shows that it is not there', async () => {
    const { items, gateway } = tableOf((await three()).slice(0, 1));
    gateway.trouble = { kind: 'timeout', when: 'before' };
    gateway.isMute = true;
    const results = await send(toQueue(items), gateway);
    gateway.trouble = undefined;
    gateway.isMute = false;
    assert.equal(kinds(await send(results, gateway)), 'created');
    assert.equal(gateway.objects.size, 1);
  });

  it('leaves alone what somebody else changed meanwhile', async () => {
    const gateway = gatewayWith(['1', await make('a.example.com', { toDays: 5 })]);
    const { items } = tableOf([await make('a.example.com')], { gateway });
    const before = gateway.objects.get('1');
    assert.ok(before);
    gateway.put({ ...before, revision: 'theirs' });
    const results = await send(toQueue(items), gateway);
    assert.equal(kinds(results), 'changed');
    assert.deepEqual(results.filter(canRetry), []);
    assert.equal(gateway.objects.get('1')?.revision, 'theirs');
  });

  it('says that somebody else changed it where what it renews is gone, and sends nothing', async () => {
    const gateway = gatewayWith(['1', await make('a.example.com', { toDays: 5 })]);
    const { items } = tableOf([await make('a.example.com')], { gateway });
    gateway.objects.delete('1');
    const results = await send(toQueue(items), gateway);
    assert.deepEqual([kinds(results), results.filter(canRetry), gateway.objects.size], ['changed', [], 0]);
  });
});
