import assert from 'node:assert/strict';
import { RowReader } from '../../src/app/inventory/rowReader';
import { toBeforeSteps } from '../../src/app/writes/before';
import { lookAgain } from '../../src/app/writes/looks';
import { runCreate, runRemove, runReplace } from '../../src/app/writes/operations';
import type { Label } from '../../src/core/model';
import type { CertificateBundle } from '../../src/gateway/gateway';
import { runSync } from '../../src/shared/cooperative';
import { makeAuthority } from '../fixtures/certificates';
import type { Fault } from '../gateway/http/faults';
import { answers } from '../gateway/http/faults';
import { connection } from '../unit/app/fakes/fakeConnections';
import { makeJournal } from '../unit/app/writes/madeJournal';
import type { Harness } from './harness';
import { certificatesIn, listAll, makeBundle, neverAborted, now, openHarness, subjects } from './harness';

/** A write to the end, with its journal, over real HTTP: what is read back has to be recognised as what was sent. */
for (const subject of subjects) {
  describe(`writing to the end: ${subject.name}`, () => {
    let harness: Harness;
    let made: ReturnType<typeof makeJournal>;
    beforeEach(async () => {
      harness = await openHarness(subject);
      made = makeJournal();
    });
    afterEach(() => harness.close());
    const writing = () => ({
      gateway: harness.gateway,
      notes: made.journal.notes(connection('a'), 'shop.example.com'),
      signal: neverAborted(),
      lookSignal: neverAborted(),
    });
    const isCloud = subject.id === 'api7cloud';
    const labels: readonly Label[] = isCloud
      ? [{ key: 'Team-A' }, { key: 'b' }]
      : [
          { key: 'team', value: 'A' },
          { key: 'env', value: 'b' },
        ];
    const rows = new RowReader();
    const before = async (pem: string) => {
      const entries = (await listAll(harness.gateway)).map((each) => rows.toRow(connection('a'), each));
      return runSync(
        toBeforeSteps(pem, { kind: 'ready', entries, isComplete: true, loaded: 0, total: undefined, unreadable: [] }),
      );
    };
    const create = async (bundle: CertificateBundle) =>
      runCreate({ bundle, ...(await before(bundle.certificate)) }, writing());

    const bundles: readonly [what: string, more: () => Promise<Partial<CertificateBundle>>][] = [
      ['a server certificate', () => Promise.resolve({})],
      ['labels', () => Promise.resolve({ labels })],
      ['a client certificate', () => Promise.resolve({ type: 'client' })],
      ['names in capital letters', () => Promise.resolve({ names: ['SHOP.example.com'] })],
      ['a CA', async () => ({ caCertificate: (await makeAuthority(now)).root.pem })],
    ];
    for (const [what, more] of bundles)
      it(`recognises ${what} that it created`, async () => {
        const end = await create(await makeBundle(await more()));
        assert.equal(end.kind === 'written' ? end.readBack : end.kind, 'same');
        assert.equal(made.store.texts.size, 0);
      });

    it('recognises what it replaced, and removes it', async () => {
      const stored = await harness.gateway.create(await makeBundle({ labels }), neverAborted());
      const { certificate, privateKey } = await makeBundle();
      const end = await runReplace(
        { change: { certificate, privateKey, labels: labels.slice(0, 1) }, expected: stored },
        writing(),
      );
      assert(end.kind === 'written', end.kind);
      assert.equal(end.readBack, 'same');
      assert.equal((await runRemove(end.stored, writing())).kind, 'removed');
      assert.equal(made.store.texts.size, 0);
    });

    it('switches it off and on with nothing else said, exactly where that can be', async () => {
      const { canDisable, needsKeyOnReplace } = harness.gateway.capabilities;
      let stored = await harness.gateway.create(await makeBundle({ labels }), neverAborted());
      const { revision: _, updatedAt: __, ...before } = stored;
      for (const isEnabled of [false, true]) {
        const end = await runReplace({ change: { isEnabled }, expected: stored }, writing());
        assert.equal(end.kind, canDisable && !needsKeyOnReplace ? 'written' : 'failed');
        if (end.kind !== 'written') continue;
        assert.deepEqual([end.readBack, end.stored.isEnabled], ['same', isEnabled]);
        stored = end.stored;
      }
      const { revision: ___, updatedAt: ____, ...after } = await harness.gateway.read(stored.id, neverAborted());
      assert.deepEqual(after, before);
      assert.equal(made.store.texts.size, 0);
    });

    if (subject.id === 'apisix')
      it('of one that was switched off and got no answer, a look finds out', async () => {
        const stored = await harness.gateway.create(await makeBundle({ labels }), neverAborted());
        harness.local.faults.add({ method: 'PATCH' }, { kind: 'cut', when: 'after' }, 1);
        const end = await runReplace({ change: { isEnabled: false }, expected: stored }, writing());
        assert(end.kind === 'written', end.kind);
        assert.deepEqual([end.wasInterrupted, end.stored.isEnabled], [true, false]);
      });

    const losses: readonly [what: string, fault: Fault, isStored: boolean][] = [
      ['cut after it was stored', { kind: 'cut', when: 'after' }, true],
      ['cut before it was stored', { kind: 'cut', when: 'during' }, false],
      [
        '503 in its own envelope',
        answers.json(503, isCloud ? { message: 'try later' } : { error_msg: 'has no healthy etcd endpoint available' }),
        false,
      ],
    ];
    for (const [what, fault, isStored] of losses)
      it(`${what}: after a reload it is found out from the note alone`, async () => {
        const bundle = await makeBundle({ labels });
        const twin = await harness.gateway
          .create({ ...bundle, type: bundle.type }, neverAborted())
          .catch(() => undefined);
        harness.local.faults.add({ method: 'POST' }, fault, 1);
        const hidden = harness.local.faults.add({ method: 'GET' }, answers.html(502));
        const end = await runCreate(
          {
            bundle,
            ...(twin
              ? runSync(
                  toBeforeSteps(bundle.certificate, { kind: 'idle', entries: [rows.toRow(connection('a'), twin)] }),
                )
              : { known: new Set() }),
          },
          writing(),
        );
        assert.equal(end.kind, 'unknown');
        hidden.remove();
        const next = makeJournal({ store: made.store, window: 'after', isRunning: () => false }).journal;
        const [write, ...others] = next.unfinished;
        assert(write);
        assert.deepEqual(others, []);
        const found = await lookAgain(next.toNote(write), { gateway: harness.gateway, lookSignal: neverAborted() });
        assert.equal(found.kind, isStored ? 'written' : 'notWritten');
        if (found.kind === 'written') assert.equal(found.readBack, 'same');
        assert.equal(certificatesIn(harness, subject.id).length, (twin ? 1 : 0) + (isStored ? 1 : 0));
        assert.equal(made.store.texts.size, 0);
      });

    const missing = { status: 404, body: { message: 'no Route matched with those values' } };
    for (const method of ['DELETE', isCloud || subject.id === 'api7enterprise' ? 'PUT' : 'PATCH'])
      it(`calls nothing gone of which only the answer to ${method} says so`, async () => {
        const stored = await harness.gateway.create(await makeBundle({ labels }), neverAborted());
        harness.local.faults.add({ method }, answers.json(missing.status, missing.body));
        const { certificate, privateKey } = await makeBundle();
        const end =
          method === 'DELETE'
            ? await runRemove(stored, writing())
            : await runReplace({ change: { certificate, privateKey }, expected: stored }, writing());
        assert.equal(end.kind, 'failed');
        assert.equal(certificatesIn(harness, subject.id).length, 1);
        assert.equal(made.store.texts.size, 0);
      });

    it('does not call one uploaded as it is wanted now that an earlier try has left as it was wanted then', async () => {
      const bundle = await makeBundle();
      harness.local.faults.add({ method: 'POST' }, { kind: 'cut', when: 'after' }, 1);
      const hidden = harness.local.faults.add({ method: 'GET' }, answers.html(502));
      assert.equal((await runCreate({ bundle, known: new Set() }, writing())).kind, 'unknown');
      hidden.remove();
      const end = await create({ ...bundle, caCertificate: (await makeAuthority(now)).root.pem });
      assert.equal(end.kind, 'changedOtherwise');
      assert.equal(certificatesIn(harness, subject.id).length, 1);
      assert.equal(made.store.texts.size, 0);
    });
  });
}
