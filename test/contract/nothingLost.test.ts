import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Label } from '../../src/core/model';
import type { CertificateBundle, CertificateChange } from '../../src/gateway/gateway';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { encryptSsl } from '../gateway/apisix/ssl';
import type { Json, JsonObject } from '../gateway/json';
import { isObject, without } from '../gateway/json';
import type { Harness } from './harness';
import { certificatesIn, makeBundle, neverAborted, now, openHarness } from './harness';

/** Random objects, random changes: afterwards the store holds what was asked for, and all else as it was. */
describe('nothing that a change does not name is lost', () => {
  let harness: Harness;
  let pairs: readonly CertificateBundle[];
  let ca: string;
  let otherCa: string;

  before(async () => {
    const { root, intermediate } = await makeAuthority(now);
    // Another common name: one name, one key.
    const client = await makeCertificate({
      now,
      commonName: 'client.example.com',
      purpose: 'client',
      key: 'RSA 2048',
      issuer: intermediate,
    });
    pairs = [
      await makeBundle(),
      { certificate: client.chainPem, privateKey: client.keyPem, type: 'client', names: [], labels: [] },
    ];
    [ca, otherCa] = [root.pem, intermediate.pem];
  });
  afterEach(() => harness.close());

  const pairAt = (index: number): CertificateBundle => {
    const pair = pairs[index];
    assert.ok(pair);
    return pair;
  };
  const word = fc.stringMatching(/^[a-z_]{1,8}$/);
  const names = fc.uniqueArray(fc.stringMatching(/^(\*\.)?[a-z]{1,6}\.example$/), { minLength: 1, maxLength: 4 });
  const caChange = fc.constantFrom(undefined, 'keep', 'remove', 'set', 'setDepth');
  const toCaChange = (kind: 'keep' | 'remove' | 'set' | 'setDepth'): NonNullable<CertificateChange['ca']> => {
    if (kind === 'set') return { kind, pem: otherCa };
    return kind === 'setDepth' ? { kind: 'set', pem: otherCa, depth: 5 } : { kind };
  };

  for (const version of ['3.18.0', '3.16.0', '3.2.2']) {
    const isOld = version === '3.2.2';
    const labels = fc.dictionary(word, fc.stringMatching(/^[!-~]{1,12}$/), { maxKeys: 5, noNullPrototype: true });
    const rare = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
      fc.option(arbitrary, { nil: undefined });
    const objects = fc.record({
      type: rare(fc.constantFrom('server', 'client')),
      status: rare(fc.constantFrom(0, 1)),
      isSingle: fc.boolean(),
      names,
      labels: rare(labels),
      hasClient: fc.boolean(),
      depth: rare(fc.nat(9)),
      skipped: isOld ? fc.constant(undefined) : rare(fc.constant(['^/open', '^/health'])),
      ssl_protocols: isOld ? fc.constant(undefined) : rare(fc.constant(['TLSv1.2', 'TLSv1.3'])),
      desc: isOld ? fc.constant(undefined) : rare(fc.string({ maxLength: 20 })),
      hasExtraPair: fc.boolean(),
      // Refused since 3.6.
      unknown: isOld
        ? fc.dictionary(
            word.map((name) => `x_${name}`),
            fc
              .oneof(fc.string(), fc.integer(), fc.constant<Json>({ a: [1, null, { b: '' }] }), fc.constant<Json>([]))
              .map((value): Json => value),
            { maxKeys: 3, noNullPrototype: true },
          )
        : fc.constant<JsonObject>({}),
    });
    const changes = fc.record({
      isRenewed: fc.boolean(),
      names: rare(names),
      labels: rare(labels),
      isEnabled: rare(fc.boolean()),
      ca: caChange,
    });

    it(`APISIX ${version}`, async () => {
      harness = await openHarness({ id: 'apisix', options: { version } });
      const { store, keyring } = harness.local.apisix;
      await fc.assert(
        fc.asyncProperty(
          objects,
          changes,
          async ({ isSingle, hasExtraPair, unknown, hasClient, depth, skipped, names: own, ...plain }, change) => {
            const [first, second] = [pairAt(0), pairAt(1)];
            const object = defined({
              ...unknown,
              ...plain,
              id: 'one',
              ...(isSingle ? { sni: own[0] ?? '' } : { snis: own }),
              client: hasClient ? defined({ ca, depth, skip_mtls_uri_regex: skipped }) : undefined,
              cert: first.certificate,
              key: first.privateKey,
              ...(hasExtraPair ? { certs: [second.certificate], keys: [second.privateKey] } : {}),
              create_time: 1_700_000_000,
              update_time: 1_700_000_000,
            });
            const before = store.put('/apisix/ssls/one', encryptSsl(keyring, object)).value;
            const asked: CertificateChange = {
              ...(change.isRenewed ? { certificate: second.certificate, privateKey: second.privateKey } : {}),
              ...(change.names && { names: change.names }),
              ...(change.labels && {
                labels: Object.entries(change.labels).map(([key, value]): Label => ({ key, value })),
              }),
              ...(change.isEnabled === undefined ? {} : { isEnabled: change.isEnabled }),
              ...(change.ca && { ca: toCaChange(change.ca) }),
            };
            const expected = await harness.gateway.read('one', neverAborted());
            await harness.gateway.replace('one', asked, { expected, signal: neverAborted() });

            const named: JsonObject = {
              ...(change.isRenewed ? { cert: second.certificate } : {}),
              ...(change.names && !sameNames(change.names, isSingle ? own.slice(0, 1) : own)
                ? { snis: change.names, sni: null }
                : {}),
              ...(change.labels && { labels: Object.keys(change.labels).length === 0 ? null : change.labels }),
              ...(change.isEnabled === undefined ? {} : { status: change.isEnabled ? 1 : 0 }),
              ...(change.ca === 'remove' ? { client: null } : {}),
              ...(change.ca === 'set'
                ? { client: { ...(isObject(before['client']) ? before['client'] : {}), ca: otherCa } }
                : {}),
              ...(change.ca === 'setDepth'
                ? { client: { ...(isObject(before['client']) ? before['client'] : {}), ca: otherCa, depth: 5 } }
                : {}),
            };
            const after = store.get('/apisix/ssls/one')?.value ?? {};
            assert.deepEqual(
              comparable(after, change.isRenewed),
              comparable({ ...before, ...named }, change.isRenewed),
            );
            assert.equal(after['key'] === before['key'], !change.isRenewed);
          },
        ),
        { numRuns: 150 },
      );
    });
  }

  it('API7 Cloud', async () => {
    harness = await openHarness({ id: 'api7cloud', options: {} });
    const words = fc.uniqueArray(word, { maxLength: 4 });
    const objects = fc.record({ labels: words, hasCa: fc.boolean(), which: fc.constantFrom(0, 1) });
    const changes = fc.record({
      labels: fc.option(words, { nil: undefined }),
      ca: fc.constantFrom(undefined, 'keep', 'remove', 'set'),
    });
    await fc.assert(
      fc.asyncProperty(objects, changes, async (object, change) => {
        const pair = pairAt(object.which);
        const toLabels = (keys: readonly string[]): readonly Label[] => keys.map((key) => ({ key }));
        const expected = await harness.gateway.create(
          { ...pair, labels: toLabels(object.labels), ...(object.hasCa ? { caCertificate: ca } : {}) },
          neverAborted(),
        );
        const stored = () =>
          certificatesIn(harness, 'api7cloud').find(({ key }) => key.endsWith(`/${expected.id}`))?.value ?? {};
        const before = stored();
        const asked: CertificateChange = {
          certificate: pair.certificate,
          privateKey: pair.privateKey,
          ...(change.labels && { labels: toLabels(change.labels) }),
          ...(change.ca && { ca: toCaChange(change.ca) }),
        };
        const replacing = harness.gateway.replace(expected.id, asked, { expected, signal: neverAborted() });
        if (object.hasCa && (change.ca === undefined || change.ca === 'keep')) {
          await assert.rejects(replacing, { kind: 'rejected' });
          assert.deepEqual(stored(), before);
          return;
        }
        await replacing;
        const labels = change.labels ?? object.labels;
        const after = stored();
        assert.deepEqual(after['labels'] ?? [], labels);
        assert.equal(after['ca_pem'], change.ca === 'set' ? otherCa : undefined);
        const changed = ['labels', 'ca_certificate', 'ca_pem'];
        assert.deepEqual(without(after, ...changed), without(before, ...changed));
      }),
      { numRuns: 60 },
    );
  });
});

/** Returns whether two lists have the same names in the same order. */
const sameNames = (a: readonly string[], b: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Without members that are undefined. */
const defined = (object: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(object).filter((entry): entry is [string, Json] => entry[1] !== undefined));

/**
 * An object as far as it can be compared: defaults written out, which versions before 3.14 do with every write; without
 * the time of the write, and without a key that was renewed, which is encrypted anew. Other keys only as their digest.
 */
function comparable(object: JsonObject, isRenewed: boolean): JsonObject {
  const { client, key = '' } = object;
  const isNone = ([name, value]: [string, Json]): boolean =>
    value === null || (name === 'labels' && Object.keys(value).length === 0);
  const kept = Object.entries(object).filter((entry) => !isNone(entry) && !['update_time', 'key'].includes(entry[0]));
  return {
    key: isRenewed ? '' : createHash('sha256').update(String(key)).digest('hex'),
    type: 'server',
    status: 1,
    ...Object.fromEntries(kept),
    ...(isObject(client) ? { client: { depth: 1, ...client } } : {}),
  };
}
