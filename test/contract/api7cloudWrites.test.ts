import assert from 'node:assert/strict';
import type { StoredCertificate } from '../../src/core/model';
import type { CertificateBundle, CertificateChange } from '../../src/gateway/gateway';
import { makeAuthority } from '../fixtures/certificates';
import { answers } from '../gateway/http/faults';
import { without } from '../gateway/json';
import type { Harness } from './harness';
import { certificatesIn, clusterOf, failureOf, listAll, makeBundle, neverAborted, now, openHarness } from './harness';

/** The exact requests to API7 Cloud, and what they leave out so that nothing is lost. */
describe('writing to API7 Cloud', () => {
  let harness: Harness;
  let bundle: CertificateBundle;
  let ca: string;
  let stored: StoredCertificate;

  before(async () => {
    bundle = await makeBundle();
    ca = (await makeAuthority(now)).root.pem;
  });
  beforeEach(async () => {
    harness = await openHarness({ id: 'api7cloud', options: {} });
    stored = await harness.gateway.create(
      { ...bundle, labels: [{ key: 'a' }, { key: 'b' }], caCertificate: ca },
      neverAborted(),
    );
    harness.local.clearRequests();
  });
  afterEach(() => harness.close());

  const pair = () => ({ certificate: bundle.certificate, privateKey: bundle.privateKey });
  const replace = (change: CertificateChange, expected = stored) =>
    harness.gateway.replace(stored.id, change, { expected, signal: neverAborted() });
  const targets = () => harness.local.requests.map(({ method, target }) => `${method} ${target}`);

  it('reads, then puts the whole object with labels and type as they were', async () => {
    await replace({ ...pair(), ca: { kind: 'set', pem: ca } });
    const path = `/api/v1/clusters/${clusterOf(harness)}/certificates/${stored.id}`;
    assert.deepEqual(targets(), [`GET ${path}`, `PUT ${path}`]);
    const body: unknown = harness.local.requests[1]?.json;
    assert.deepEqual(body, {
      certificate: bundle.certificate,
      private_key: bundle.privateKey,
      ca_certificate: ca,
      labels: ['a', 'b'],
      type: 'Server',
    });
  });

  it('reads the nested answer like the flat one', async () => {
    const replaced = await replace({ ...pair(), ca: { kind: 'set', pem: ca } });
    assert.deepEqual(await harness.gateway.read(stored.id, neverAborted()), replaced);
    assert.deepEqual(replaced.metadata, stored.metadata);
  });

  it('leaves labels and CA out only when asked to', async () => {
    await replace({ ...pair(), labels: [], ca: { kind: 'remove' } });
    const body: unknown = harness.local.requests[1]?.json;
    assert.deepEqual(body, { certificate: bundle.certificate, private_key: bundle.privateKey, type: 'Server' });
  });

  const refusals: readonly (readonly [sentence: RegExp, change: () => CertificateChange])[] = [
    [/CA certificate that API7 Cloud does not return/, pair],
    [/CA certificate that API7 Cloud does not return/, () => ({ ...pair(), ca: { kind: 'keep' } })],
    [/private key/, () => ({ certificate: bundle.certificate, ca: { kind: 'remove' } })],
    [/its certificate/, () => ({ privateKey: bundle.privateKey, ca: { kind: 'remove' } })],
    [/its certificate/, () => ({ labels: [] })],
    [/its certificate/, () => ({})],
    [/depth/, () => ({ ...pair(), ca: { kind: 'set', pem: ca, depth: 1 } })],
    [/on or off/, () => ({ ...pair(), ca: { kind: 'remove' }, isEnabled: false })],
    [/single words/, () => ({ ...pair(), ca: { kind: 'remove' }, labels: [{ key: 'a', value: 'b' }] })],
  ];
  for (const [sentence, change] of refusals) {
    it(`refuses before any request: ${String(sentence)}`, async () => {
      const error = await failureOf(replace(change()));
      assert.deepEqual([error.kind, error.mayHaveTakenEffect, targets()], ['rejected', false, []]);
      assert.match(error.message, sentence);
    });
  }

  it('refuses where nobody says the type', async () => {
    const error = await failureOf(replace({ ...pair(), ca: { kind: 'remove' } }, { ...stored, type: undefined }));
    assert.deepEqual([error.kind, targets()], ['rejected', []]);
  });

  it('a CA that was added meanwhile is not lost', async () => {
    const [object] = certificatesIn(harness, 'api7cloud');
    assert.ok(object);
    harness.local.api7cloud.store.put(object.key, without(object.value, 'ca_certificate', 'ca_pem'));
    const expected = await harness.gateway.read(stored.id, neverAborted());
    harness.local.api7cloud.store.put(object.key, object.value);
    assert.equal((await failureOf(replace(pair(), expected))).kind, 'conflict');
    assert.deepEqual(await harness.gateway.read(stored.id, neverAborted()), stored);
  });

  for (const member of [
    { ca_certificate: 'x' },
    { ca_certificate: ['x'] },
    { labels: ['a', { b: 1 }] },
    { labels: 'a' },
  ])
    it(`is refused where it would replace what is not read: ${JSON.stringify(member)}`, async () => {
      const [object] = certificatesIn(harness, 'api7cloud');
      assert.ok(object);
      harness.local.api7cloud.store.put(object.key, {
        ...without(object.value, 'ca_certificate', 'ca_pem'),
        ...member,
      });
      const expected = await harness.gateway.read(stored.id, neverAborted());
      const error = await failureOf(replace(pair(), expected));
      assert.deepEqual([error.kind, error.mayHaveTakenEffect], ['rejected', false]);
      assert.deepEqual(
        targets().filter((target) => target.startsWith('PUT')),
        [],
      );
    });

  it('of two writes at the same moment the later one is whole', async () => {
    const hold = harness.local.faults.add({ method: 'PUT' }, { kind: 'hold', when: 'before' }, 1);
    const first = replace({ ...pair(), labels: [{ key: 'first' }], ca: { kind: 'remove' } });
    await hold.met();
    await harness
      .open({})
      .replace(stored.id, { ...pair(), ca: { kind: 'set', pem: ca } }, { expected: stored, signal: neverAborted() });
    hold.release();
    assert.deepEqual(await harness.gateway.read(stored.id, neverAborted()), await first);
    assert.deepEqual([(await first).labels, (await first).ca], [[{ key: 'first' }], undefined]);
  });

  it('a cluster that is gone is not taken for a certificate that is', async () => {
    const gone = harness.open({ scopes: ['1', '17'] });
    const error = await failureOf(gone.remove(stored.id, { signal: neverAborted() }));
    assert.equal(error.kind, 'notFound');
    assert.equal((await listAll(harness.gateway)).length, 1);
  });

  it('a removal that something else answers is no removal', async () => {
    for (const fault of [answers.json(200, {}), answers.empty(), answers.empty(204), answers.html(404)]) {
      const board = harness.local.faults.add({ method: 'DELETE' }, fault);
      assert.equal((await failureOf(harness.gateway.remove(stored.id, { signal: neverAborted() }))).kind, 'unexpected');
      board.remove();
    }
  });

  it('an answer about another object is no answer', async () => {
    harness.local.faults.add(
      { method: 'PUT' },
      answers.json(200, { status: { code: 0 }, payload: { id: '18', type: 'Server' } }),
    );
    const error = await failureOf(replace({ ...pair(), ca: { kind: 'remove' } }));
    assert.deepEqual([error.kind, error.mayHaveTakenEffect], ['unexpected', true]);
  });
});
