import assert from 'node:assert/strict';
import type { WriteBar } from '../../../../src/app/connections/writeGuard';
import { barSentence, GuardedGateway, writeBarOf } from '../../../../src/app/connections/writeGuard';
import type { Gateway } from '../../../../src/gateway/gateway';
import { GatewayError } from '../../../../src/gateway/gateway';
import { english } from '../../../../src/shared/translate';
import { stored } from '../fakes/fakeConnections';

describe('writeBarOf', () => {
  const cases: readonly [
    connection: { readonly readOnly?: boolean } | undefined,
    isTrusted: boolean,
    bar: WriteBar | undefined,
  ][] = [
    [{}, true, undefined],
    [{ readOnly: false }, true, undefined],
    [{ readOnly: true }, true, 'readOnly'],
    [{ readOnly: true }, false, 'untrusted'],
    [{}, false, 'untrusted'],
    [undefined, true, 'gone'],
  ];
  for (const [connection, isTrusted, bar] of cases)
    it(`${JSON.stringify(connection)}, ${isTrusted ? 'trusted' : 'untrusted'}: ${bar ?? 'may be written to'}`, () =>
      assert.equal(writeBarOf(connection, isTrusted), bar));

  const production: readonly [now: boolean, shown: boolean, bar: WriteBar | undefined][] = [
    [true, true, undefined],
    [false, true, undefined],
    [true, false, 'production'],
    [false, false, undefined],
  ];
  for (const [now, shown, bar] of production)
    it(`production ${now}, shown as ${shown}: ${bar ?? 'may be written to'}`, () =>
      assert.equal(writeBarOf({ production: now }, true, { shown: { production: shown } }), bar));

  for (const bar of ['readOnly', 'untrusted', 'gone', 'production'] as const)
    it(`words ${bar}`, () =>
      assert.match(
        barSentence(bar, { name: 'Prod', translate: english }),
        /nothing (is|was) written|no longer exists/,
      ));
});

describe('GuardedGateway', () => {
  const signal = new AbortController().signal;
  const expected = stored('1');
  const writes: readonly [call: string, run: (gateway: Gateway) => Promise<unknown>][] = [
    [
      'create',
      (gateway) => gateway.create({ certificate: '', privateKey: '', type: 'server', names: [], labels: [] }, signal),
    ],
    ['replace', (gateway) => gateway.replace('1', {}, { expected, signal })],
    ['remove', (gateway) => gateway.remove('1', { signal })],
  ];
  const build = (bar: () => WriteBar | undefined) => {
    const calls: string[] = [];
    const gateway: Gateway = {
      capabilities: {
        wantsNames: true,
        labels: 'pairs',
        returnsPem: true,
        canEditLabelsAlone: true,
        canReadCa: true,
        hasDepth: true,
        needsKeyOnReplace: false,
        canDisable: true,
        canHavePairs: true,
      },
      check: () => (calls.push('check'), Promise.resolve({ description: '', warnings: [] })),
      async *list() {
        calls.push('list');
        yield { items: [expected], unreadable: [] };
      },
      read: () => (calls.push('read'), Promise.resolve(expected)),
      readAsIs: () => (calls.push('readAsIs'), Promise.resolve({})),
      uses: () => (
        calls.push('uses'),
        Promise.resolve({ hosts: [], anyHost: [], clientReferences: [], inlineCertificates: [], unknown: [] })
      ),
      create: () => (calls.push('create'), Promise.resolve(expected)),
      replace: () => (calls.push('replace'), Promise.resolve(expected)),
      remove: () => (calls.push('remove'), Promise.resolve('removed')),
      dispose: () => calls.push('dispose'),
    };
    return { calls, guarded: new GuardedGateway(gateway, bar) };
  };

  for (const [call, run] of writes) {
    it(`lets ${call} through where nothing bars it`, async () => {
      const { calls, guarded } = build(() => undefined);
      await run(guarded);
      assert.deepEqual(calls, [call]);
    });
    for (const bar of ['readOnly', 'untrusted', 'gone'] as const)
      it(`refuses ${call}: ${bar}`, async () => {
        const { calls, guarded } = build(() => bar);
        await assert.rejects(
          run(guarded),
          (error) => error instanceof GatewayError && error.kind === 'blocked' && !error.mayHaveTakenEffect,
        );
        assert.deepEqual(calls, []);
      });
  }

  it('asks again at every write', async () => {
    const bars: WriteBar[] = [];
    const { calls, guarded } = build(() => bars[0]);
    await guarded.remove('1', { signal });
    bars.push('readOnly');
    await assert.rejects(guarded.remove('1', { signal }));
    assert.deepEqual(calls, ['remove']);
  });

  it('reads whatever bars a write', async () => {
    const { calls, guarded } = build(() => 'untrusted');
    await guarded.check(signal);
    await guarded.read('1', signal);
    await guarded.uses(signal);
    const listed: unknown[] = [];
    for await (const { items } of guarded.list(signal)) listed.push(...items);
    assert.deepEqual(listed, [expected]);
    guarded.dispose();
    assert.deepEqual(calls, ['check', 'read', 'uses', 'list', 'dispose']);
  });
});
