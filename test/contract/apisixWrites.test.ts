import assert from 'node:assert/strict';
import type { CertificateBundle, CertificateChange } from '../../src/gateway/gateway';
import { makeAuthority } from '../fixtures/certificates';
import { answers } from '../gateway/http/faults';
import type { JsonObject } from '../gateway/json';
import type { Harness } from './harness';
import { failureOf, makeBundle, neverAborted, now, openHarness } from './harness';

/** The exact requests to APISIX, and the outcome of writes that meet there. */
describe('writing to APISIX', () => {
  let harness: Harness;
  let bundle: CertificateBundle;
  let ca: string;

  before(async () => {
    bundle = await makeBundle();
    ca = (await makeAuthority(now)).root.pem;
  });
  beforeEach(async () => {
    harness = await openHarness({ id: 'apisix', options: {} });
  });
  afterEach(() => harness.close());

  /** A server's has names of its own unless it has `sni`. */
  const put = (value: JsonObject) => {
    const names = 'sni' in value || value['type'] === 'client' ? {} : { snis: ['a.example'] };
    const pair = { cert: bundle.certificate, key: bundle.privateKey };
    harness.local.apisix.store.put('/apisix/ssls/one', {
      id: 'one',
      ...names,
      ...pair,
      create_time: 5,
      update_time: 6,
      ...value,
    });
  };
  const change = async (named: CertificateChange, gateway = harness.gateway) =>
    gateway.replace('one', named, { expected: await gateway.read('one', neverAborted()), signal: neverAborted() });
  const sentBody = () => harness.local.requests.findLast(({ method }) => method === 'PATCH')?.json;

  const bodies: readonly (readonly [
    name: string,
    stored: () => JsonObject,
    change: () => CertificateChange,
    body: () => JsonObject,
  ])[] = [
    [
      'a certificate and its key',
      () => ({}),
      () => ({ certificate: bundle.certificate.trimEnd(), privateKey: `\n${bundle.privateKey}` }),
      () => ({ cert: bundle.certificate, key: bundle.privateKey }),
    ],
    [
      'a certificate for the stored key',
      () => ({}),
      () => ({ certificate: bundle.certificate }),
      () => ({ cert: bundle.certificate }),
    ],
    ['names', () => ({}), () => ({ names: ['a.example', 'b.example'] }), () => ({ snis: ['a.example', 'b.example'] })],
    [
      'names in place of the one name',
      () => ({ sni: 'a.example' }),
      () => ({ names: ['b.example'] }),
      () => ({ snis: ['b.example'], sni: null }),
    ],
    [
      'the same names are no change',
      () => ({ sni: 'a.example' }),
      () => ({ names: ['a.example'], isEnabled: false }),
      () => ({ status: 0 }),
    ],
    [
      'labels: one more, one other, one less',
      () => ({ labels: { a: '1', b: '2', c: '3' } }),
      () => ({ labels: labels({ a: '1', b: '4', d: '5' }) }),
      () => ({ labels: { b: '4', c: null, d: '5' } }),
    ],
    ['no labels any more', () => ({ labels: { a: '1' } }), () => ({ labels: [] }), () => ({ labels: null })],
    ['off', () => ({}), () => ({ isEnabled: false }), () => ({ status: 0 })],
    ['on', () => ({ status: 0 }), () => ({ isEnabled: true }), () => ({ status: 1 })],
    ['a type', () => ({}), () => ({ type: 'client' }), () => ({ type: 'client' })],
    [
      'a type that was not said is not said again',
      () => ({}),
      () => ({ type: 'server', isEnabled: false }),
      () => ({ status: 0 }),
    ],
    ['a CA', () => ({}), () => ({ ca: { kind: 'set', pem: ca.trimEnd() } }), () => ({ client: { ca } })],
    [
      'another CA',
      () => ({ client: { ca: bundle.certificate, depth: 2, skip_mtls_uri_regex: ['^/x'] } }),
      () => ({ ca: { kind: 'set', pem: ca } }),
      () => ({ client: { ca } }),
    ],
    [
      'another depth',
      () => ({ client: { ca, depth: 2 } }),
      () => ({ ca: { kind: 'set', pem: ca, depth: 4 } }),
      () => ({ client: { ca, depth: 4 } }),
    ],
    ['no CA any more', () => ({ client: { ca } }), () => ({ ca: { kind: 'remove' } }), () => ({ client: null })],
  ];
  function labels(pairs: Readonly<Record<string, string>>) {
    return Object.entries(pairs).map(([key, value]) => ({ key, value }));
  }
  for (const [name, stored, named, body] of bodies) {
    it(`sends ${name}, and nothing else`, async () => {
      put(stored());
      await change(named());
      assert.deepEqual(sentBody(), body());
    });
  }

  const nothing: readonly (readonly [name: string, change: CertificateChange])[] = [
    ['nothing', {}],
    [
      'what is so already',
      { type: 'server', isEnabled: true, names: ['a.example'], labels: [], ca: { kind: 'remove' } },
    ],
    ['to keep', { ca: { kind: 'keep' } }],
  ];
  for (const [name, named] of nothing) {
    it(`does not write to change ${name}`, async () => {
      put({});
      const stored = await harness.gateway.read('one', neverAborted());
      assert.deepEqual([await change(named), sentBody()], [stored, undefined]);
    });
  }

  const refusals: readonly (readonly [sentence: RegExp, change: CertificateChange])[] = [
    [/at least one name/, { names: [] }],
    [/not PEM/, { certificate: 'x', privateKey: 'CANARY' }],
    [/has no value/, { labels: [{ key: 'a' }] }],
    [
      /given twice/,
      {
        labels: [
          { key: 'a', value: '1' },
          { key: 'a', value: '2' },
        ],
      },
    ],
  ];
  for (const [sentence, named] of refusals) {
    it(`refuses by itself: ${String(sentence)}`, async () => {
      put({ labels: { a: '1' } });
      const error = await failureOf(change(named));
      assert.deepEqual([error.kind, error.mayHaveTakenEffect, sentBody()], ['rejected', false, undefined]);
      assert.match(error.message, sentence);
      assert.doesNotMatch(error.message, /CANARY/);
    });
  }

  it('a client certificate becomes a server’s only with names', async () => {
    put({ type: 'client' });
    assert.equal((await failureOf(change({ type: 'server' }))).kind, 'rejected');
    const changed = await change({ type: 'server', names: ['a.example'] });
    assert.deepEqual([changed.type, changed.names], ['server', ['a.example']]);
  });

  describe('writes at the same moment', () => {
    it('two changes of different things end in a conflict that names both, not in an unnoticed mixture', async () => {
      put({});
      const expected = await harness.gateway.read('one', neverAborted());
      const hold = harness.local.faults.add({ method: 'PATCH' }, { kind: 'hold', when: 'before' }, 1);
      const first = failureOf(
        harness.gateway.replace('one', { labels: labels({ a: '1' }) }, { expected, signal: neverAborted() }),
      );
      await hold.met();
      await harness.open({}).replace('one', { names: ['b.example'] }, { expected, signal: neverAborted() });
      hold.release();
      const error = await first;
      const current = await harness.gateway.read('one', neverAborted());
      assert.deepEqual([error.kind, error.mayHaveTakenEffect, error.current], ['conflict', true, current]);
      assert.deepEqual([current.labels, current.names], [labels({ a: '1' }), ['b.example']]);
    });

    for (const [mine, theirs] of [
      [{ a: '1' }, { b: '2' }],
      [{ a: '1' }, { a: '1', b: '2' }],
    ] as const) {
      it(`also where both changed labels: ${JSON.stringify([mine, theirs])}`, async () => {
        put({});
        const expected = await harness.gateway.read('one', neverAborted());
        const hold = harness.local.faults.add({ method: 'PATCH' }, { kind: 'hold', when: 'before' }, 1);
        const first = failureOf(
          harness.gateway.replace('one', { labels: labels(mine) }, { expected, signal: neverAborted() }),
        );
        await hold.met();
        await harness.open({}).replace('one', { labels: labels(theirs) }, { expected, signal: neverAborted() });
        hold.release();
        assert.equal((await first).kind, 'conflict');
      });
    }

    it('two certificates: the later one is whole', async () => {
      put({});
      const other = await makeBundle();
      const expected = await harness.gateway.read('one', neverAborted());
      const hold = harness.local.faults.add({ method: 'PATCH' }, { kind: 'hold', when: 'before' }, 1);
      const first = harness.gateway.replace(
        'one',
        { certificate: other.certificate, privateKey: other.privateKey },
        { expected, signal: neverAborted() },
      );
      await hold.met();
      await harness
        .open({})
        .replace(
          'one',
          { certificate: bundle.certificate, privateKey: bundle.privateKey },
          { expected, signal: neverAborted() },
        );
      hold.release();
      assert.deepEqual(await harness.gateway.read('one', neverAborted()), await first);
      assert.equal((await first).certificatePem, other.certificate);
    });

    it('a change that APISIX itself noticed changed nothing', async () => {
      put({});
      const expected = await harness.gateway.read('one', neverAborted());
      harness.local.faults.add(
        { method: 'PATCH' },
        answers.json(503, { error_msg: 'value changed before overwritten' }),
      );
      const error = await failureOf(
        harness.gateway.replace('one', { isEnabled: false }, { expected, signal: neverAborted() }),
      );
      assert.deepEqual([error.kind, error.mayHaveTakenEffect, error.current], ['conflict', false, expected]);
    });

    it('one that vanished meanwhile is not there', async () => {
      put({});
      const expected = await harness.gateway.read('one', neverAborted());
      const hold = harness.local.faults.add({ method: 'PATCH' }, { kind: 'hold', when: 'before' });
      const failing = failureOf(
        harness.gateway.replace('one', { isEnabled: false }, { expected, signal: neverAborted() }),
      );
      await hold.met();
      harness.local.apisix.store.delete('/apisix/ssls/one');
      hold.release();
      assert.deepEqual([(await failing).kind, (await failing).mayHaveTakenEffect], ['notFound', false]);
    });
  });

  it('an answer about another object is no answer', async () => {
    put({});
    harness.local.faults.add({ method: 'PATCH' }, answers.json(200, { value: { id: 'two' } }));
    const error = await failureOf(change({ isEnabled: false }));
    assert.deepEqual([error.kind, error.mayHaveTakenEffect], ['unexpected', true]);
  });

  it('a viewer’s key is forbidden to change and to remove', async () => {
    put({});
    const viewer = harness.open({ token: harness.local.apisix.viewerKey });
    for (const call of [
      () => change({ isEnabled: false }, viewer),
      () => viewer.remove('one', { signal: neverAborted() }),
    ]) {
      const error = await failureOf(call());
      assert.deepEqual([error.kind, error.mayHaveTakenEffect], ['forbidden', false]);
    }
  });

  it('a certificate that is referred to is removed without being asked for', async () => {
    put({ type: 'client' });
    harness.local.apisix.store.put('/apisix/upstreams/u', { id: 'u', tls: { client_cert_id: 'one' } });
    assert.equal(await harness.gateway.remove('one', { signal: neverAborted() }), 'removed');
  });

  it('a removal that a page or another address answers is no removal', async () => {
    put({});
    for (const fault of [answers.html(404), answers.json(404, { error_msg: 'no route' }), answers.json(200, {})]) {
      const board = harness.local.faults.add({ method: 'DELETE' }, fault);
      assert.equal((await failureOf(harness.gateway.remove('one', { signal: neverAborted() }))).kind, 'unexpected');
      board.remove();
    }
  });
});
