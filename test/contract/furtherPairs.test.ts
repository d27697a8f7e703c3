import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { toEntry } from '../../src/app/inventory/certificateEntry';
import { runReplace } from '../../src/app/writes/operations';
import type { UnfinishedWrite } from '../../src/app/writes/unfinishedWrite';
import { readUnfinished, writeUnfinished } from '../../src/app/writes/unfinishedWrite';
import type { StoredCertificate } from '../../src/core/model';
import type { CertificateBundle, CertificateChange } from '../../src/gateway/gateway';
import { GatewayError } from '../../src/gateway/gateway';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { makeJournal } from '../unit/app/writes/madeJournal';
import type { Harness, Subject } from './harness';
import { makeBundle, neverAborted, now, openHarness, subjects } from './harness';

type Pair = Pick<CertificateBundle, 'certificate' | 'privateKey'>;

describe('further pairs', () => {
  let ec: Pair;
  let other: Pair;
  before(async () => {
    const { intermediate } = await makeAuthority(now);
    const make = async (): Promise<Pair> => {
      const made = await makeCertificate({ now, dns: ['shop.example.com'], issuer: intermediate, key: 'EC P-384' });
      return { certificate: made.chainPem, privateKey: made.keyPem };
    };
    [ec, other] = await Promise.all([make(), make()]);
  });

  const during = async (
    subject: Pick<Subject, 'id' | 'options'>,
    work: (harness: Harness, stored: StoredCertificate) => Promise<void>,
  ): Promise<void> => {
    const harness = await openHarness(subject);
    try {
      const { made: _made, ...bundle } = await makeBundle();
      const { id } = await harness.gateway.create(bundle, neverAborted());
      await work(harness, await harness.gateway.read(id, neverAborted()));
    } finally {
      await harness.close();
    }
  };
  const replace = ({ gateway }: Harness, expected: StoredCertificate, change: CertificateChange) =>
    gateway.replace(expected.id, change, { expected, signal: neverAborted() });

  for (const version of ['3.18.0', '3.16.0', '3.2.2']) {
    const subject = { id: 'apisix', options: { version } } as const;

    it(`are added, replaced and removed beside the first pair: APISIX ${version}`, () =>
      during(subject, async (harness, before) => {
        const added = await replace(harness, before, { furtherPairs: [ec] });
        assert.deepEqual(added.extraCertificates, [ec.certificate]);
        assert.equal(added.certificatePem, before.certificatePem);
        assert.deepEqual(added.names, before.names);
        const replaced = await replace(harness, await harness.gateway.read(before.id, neverAborted()), {
          furtherPairs: [other],
        });
        assert.deepEqual(replaced.extraCertificates, [other.certificate]);
        const { store } = harness.local.apisix;
        const kept = () => store.get(`/apisix/ssls/${before.id}`)?.value;
        assert.equal((kept()?.['keys'] as readonly string[]).length, 1);
        const removed = await replace(harness, await harness.gateway.read(before.id, neverAborted()), {
          furtherPairs: [],
        });
        assert.deepEqual(removed.extraCertificates, []);
        assert.deepEqual([kept()?.['certs'], kept()?.['keys']], [[], []]);
        // Nothing to take away: nothing is sent.
        harness.local.clearRequests();
        await replace(harness, await harness.gateway.read(before.id, neverAborted()), { furtherPairs: [] });
        assert.ok(harness.local.requests.every(({ method }) => method === 'GET'));
      }));

    it(`are confirmed by what is read back, and looked for where no answer came: APISIX ${version}`, () =>
      during(subject, async (harness, expected) => {
        const { journal } = makeJournal();
        const connection = { id: 'a', name: 'a', dialect: 'apisix', address: harness.access.address } as const;
        const run = (change: CertificateChange, from: StoredCertificate) =>
          runReplace(
            { change, expected: from },
            {
              gateway: harness.gateway,
              notes: journal.notes(connection, toEntry(connection, from).title),
              signal: neverAborted(),
              lookSignal: neverAborted(),
            },
          );
        const end = await run({ furtherPairs: [ec] }, expected);
        assert.ok(end.kind === 'written' && end.readBack === 'same');
        const cut = harness.local.faults.add({ method: 'PATCH' }, { kind: 'cut', when: 'after' });
        const removed = await run({ furtherPairs: [] }, end.stored);
        cut.remove();
        assert.ok(removed.kind === 'written' && removed.wasInterrupted);
        assert.deepEqual(removed.stored.extraCertificates, []);
      }));
  }

  it('show no key where the gateway echoes what was sent', () =>
    during({ id: 'apisix', options: {} }, async (harness, expected) => {
      const fault = harness.local.faults.add(
        { method: 'PATCH' },
        {
          kind: 'make',
          make: ({ body }) => ({
            status: 400,
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ error_msg: `bad: ${body}`, req_body: body }),
          }),
        },
      );
      const failed = await replace(harness, expected, { furtherPairs: [ec, other] }).catch((error: unknown) => error);
      fault.remove();
      assert.ok(failed instanceof GatewayError);
      const text = inspect([failed, harness.lines], { depth: 20, showHidden: true, maxStringLength: null }).replace(
        /\\[nr]|['"+\s\\]/g,
        '',
      );
      for (const { privateKey } of [ec, other])
        for (const line of privateKey.split('\n').filter((each) => each.length > 40 && !each.startsWith('-')))
          assert.ok(!text.includes(line), 'A key came out.');
    }));

  it('are two with national cryptography, so that the second stays', () =>
    during({ id: 'apisix', options: {} }, async (harness, { id }) => {
      const { store } = harness.local.apisix;
      const key = `/apisix/ssls/${id}`;
      store.put(key, { ...store.get(key)?.value, gm: true, certs: [ec.certificate], keys: [ec.privateKey] });
      const expected = await harness.gateway.read(id, neverAborted());
      await assert.rejects(replace(harness, expected, { furtherPairs: [] }), /exactly two pairs/);
    }));

  for (const subject of subjects.filter(({ id }) => id !== 'apisix'))
    it(`are refused before anything is sent: ${subject.name}`, () =>
      during(subject, async (harness, expected) => {
        harness.local.clearRequests();
        const bundle = await makeBundle();
        const change = { certificate: bundle.certificate, privateKey: bundle.privateKey, furtherPairs: [ec] };
        await assert.rejects(replace(harness, expected, change), { kind: 'rejected' });
        assert.deepEqual(harness.local.requests, []);
      }));

  it('are kept in a note as fingerprints, and read again', () => {
    const chain = { sha256: ['ab'] };
    const facts = { kind: 'pairs', objectId: '1', revision: 'r', wanted: { pairs: [chain] } } as const;
    const owner = { window: 'w', pid: 1, machine: 'm' };
    const place = { id: 'a', name: 'a', dialect: 'apisix', address: 'http://127.0.0.1' } as const;
    const write: UnfinishedWrite = { id: 'n', owner, place, title: 't', at: 1, beat: 1, state: 'sent', facts };
    const kept: unknown = JSON.parse(JSON.stringify(writeUnfinished(write)));
    assert.deepEqual(readUnfinished(kept)?.facts, facts);
    const broken = { ...writeUnfinished(write), facts: { ...facts, wanted: { pairs: [7] } } };
    assert.equal(readUnfinished(broken), undefined);
  });
});
