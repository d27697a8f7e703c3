import assert from 'node:assert/strict';
import type { StoredCertificate } from '../../src/core/model';
import { failureSentence } from '../../src/gateway/failureSentence';
import type { CertificateBundle } from '../../src/gateway/gateway';
import { inEnglish } from '../fixtures/inEnglish';
import type { Json, JsonObject } from '../gateway/json';
import { exchange } from '../gateway/wire';
import type { Harness } from './harness';
import { failureOf, listAll, makeBundle, neverAborted, openHarness } from './harness';

/** Objects that other tools and earlier versions leave behind. */
describe('odd objects of APISIX', () => {
  let harness: Harness;
  let bundle: CertificateBundle;
  before(async () => {
    bundle = await makeBundle();
  });
  beforeEach(async () => {
    harness = await openHarness({ id: 'apisix', options: {} });
  });
  afterEach(() => harness.close());

  const object = (more: JsonObject): JsonObject => ({
    cert: bundle.certificate,
    key: bundle.privateKey,
    snis: ['a.example'],
    ...more,
  });
  /** Writes as another tool would: the local gateway checks it. */
  const putIntoCollection = async (value: JsonObject): Promise<number> => {
    const { apisix } = harness.local;
    const answer = await exchange(`${apisix.adminUrl}/ssls`, {
      method: 'PUT',
      headers: { 'X-API-KEY': apisix.adminKey },
      body: JSON.stringify(object(value)),
    });
    return answer.status;
  };
  const only = async (): Promise<StoredCertificate> => {
    const [first, ...more] = await listAll(harness.gateway);
    assert.ok(first && more.length === 0);
    // What no address leads to cannot be read by itself.
    return harness.gateway.read(first.id, neverAborted()).catch(() => ({ ...first, revision: 'unread' }));
  };
  const disable = async (expected: StoredCertificate) =>
    harness.gateway.replace(expected.id, { isEnabled: false }, { expected, signal: neverAborted() });
  const stored = (id: string): Json => harness.local.apisix.store.get(`/apisix/ssls/${id}`)?.value ?? null;

  it('one that 3.2 left behind is known to be ignored, and an update brings it back', async () => {
    harness.local.apisix.store.put('/apisix/ssls/old', object({ id: 'old', validity_start: 1, validity_end: 2 }));
    const before = await only();
    assert.deepEqual(before.ignored, { members: ['validity_end', 'validity_start'], endsWithUpdate: true });
    const after = await disable(before);
    assert.deepEqual([after.isEnabled, after.ignored], [false, undefined]);
    assert.deepEqual(harness.local.requests.findLast(({ method }) => method === 'PATCH')?.json, {
      status: 0,
      validity_start: null,
      validity_end: null,
    });
  });

  it('on 3.2 those members stay', async () => {
    const old = await openHarness({ id: 'apisix', options: { version: '3.2.2' } });
    old.local.apisix.store.put('/apisix/ssls/old', object({ id: 'old', validity_start: 1 }));
    const expected = await old.gateway.read('old', neverAborted());
    assert.equal(expected.ignored, undefined);
    await old.gateway.replace('old', { isEnabled: false }, { expected, signal: neverAborted() });
    assert.deepEqual(old.local.requests.findLast(({ method }) => method === 'PATCH')?.json, { status: 0 });
    await old.close();
  });

  it('a member that nobody knows is ignored too, and the gateway says in its own words why it cannot be changed', async () => {
    harness.local.apisix.store.put('/apisix/ssls/odd', object({ id: 'odd', foo: 1 }));
    const before = await only();
    assert.deepEqual(before.ignored, { members: ['foo'], endsWithUpdate: false });
    const error = await failureOf(disable(before));
    assert.deepEqual([error.kind, error.mayHaveTakenEffect], ['rejected', false]);
    assert.match(error.gatewayText ?? '', /foo/);
  });

  it('an id that is a number becomes text with a PATCH: nobody else changed anything', async () => {
    assert.equal(await putIntoCollection({ id: 12 }), 201);
    const after = await disable(await only());
    assert.deepEqual([after.id, after.isEnabled], ['12', false]);
    assert.deepEqual((stored('12') as JsonObject)['id'], '12');
    assert.deepEqual(await harness.gateway.read('12', neverAborted()), after);
  });

  it('an id of 15 digits is read and removed where it is', async () => {
    assert.equal(await putIntoCollection({ id: 123456789012345 }), 201);
    const before = await only();
    assert.equal(before.id, '1.2345678901235e+14');
    assert.equal((await harness.gateway.read(before.id, neverAborted())).id, before.id);
    const error = await failureOf(disable(before));
    assert.deepEqual([error.kind, error.mayHaveTakenEffect], ['rejected', false]);
    assert.match(before.notes.join(), /can be removed, but not changed/);
    assert.equal(await harness.gateway.remove(before.id, { expected: before, signal: neverAborted() }), 'removed');
    assert.equal(stored(before.id), null);
  });

  for (const id of ['.', '..'])
    it(`an object called ${id} is shown, never said to be gone, and nothing is sent for it`, async () => {
      harness.local.apisix.store.put(`/apisix/ssls/${id}`, object({ id }));
      const before = await only();
      assert.match(before.notes.join(), /No address leads/);
      const sent = harness.local.requests.length;
      for (const call of [
        () => harness.gateway.remove(id, { expected: before, signal: neverAborted() }),
        () => harness.gateway.remove(id, { signal: neverAborted() }),
        () => disable(before),
      ]) {
        const error = await failureOf(call());
        assert.equal(error.kind, 'rejected');
        assert.match(inEnglish(failureSentence(error)), /^No address leads/);
      }
      assert.deepEqual([harness.local.requests.length, stored(id) === null], [sent, false]);
    });

  it('a client certificate is sent with its names', async () => {
    const made = await harness.gateway.create({ ...bundle, type: 'client' }, neverAborted());
    assert.deepEqual([made.type, made.names], ['client', bundle.names]);
  });
});
