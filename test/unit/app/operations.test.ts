import assert from 'node:assert/strict';
import { lookAfterReplace, runCreate, runRemove, runReplace } from '../../../src/app/operations';
import type { Creating, Replacing } from '../../../src/app/operations';
import type { GatewayError, GatewayErrorKind, StoredCertificate } from '../../../src/gateway/gateway';
import { makeCertificate } from '../../fixtures/certificates';
import type { MadeCertificate } from '../../fixtures/certificates';
import { stored } from './fakeConnections';
import { FakeGateway } from './fakeGateway';

const now = Date.UTC(2026, 10, 23);
const never = new AbortController().signal;

describe('operations', () => {
  let old: MadeCertificate;
  let fresh: MadeCertificate;
  let gateway: FakeGateway;
  let expected: StoredCertificate;
  let looks: number;
  const writing = () => ({ gateway, signal: never, lookSignal: never, onLook: () => (looks += 1) });
  const creating = (): Creating => ({
    bundle: { certificate: fresh.pem, privateKey: fresh.keyPem, type: 'server', names: ['a.test'], labels: [] },
    known: new Set(['one']),
  });
  const replacing = (): Replacing => ({ change: { certificate: fresh.pem, privateKey: fresh.keyPem }, expected });
  const writes = () => gateway.calls.filter((call) => !call.startsWith('read') && call !== 'list');

  before(async () => {
    old = await makeCertificate({ now, commonName: 'a.test', dns: ['a.test'] });
    fresh = await makeCertificate({ now, commonName: 'a.test', dns: ['a.test', 'b.test'] });
  });
  beforeEach(() => {
    gateway = new FakeGateway();
    expected = gateway.put(stored('one', { certificatePem: old.pem, labels: [{ key: 'team', value: 'a' }] }));
    looks = 0;
  });

  describe('runReplace', () => {
    it('reads back what it wrote', async () => {
      const end = await runReplace(replacing(), writing());
      assert.equal(end.kind, 'written');
      assert.equal(end.kind === 'written' && end.isConfirmed, true);
      assert.equal(end.kind === 'written' && end.wasInterrupted, false);
      assert.deepEqual(gateway.calls, ['replace one', 'read one']);
      assert.equal(looks, 0);
    });

    it('is written but not confirmed where reading back fails', async () => {
      gateway.meanwhile = () => (gateway.isMute = true);
      const end = await runReplace(replacing(), writing());
      assert.equal(end.kind === 'written' && !end.isConfirmed, true);
    });

    it('says what is there where somebody changed the object first, and writes nothing', async () => {
      const other = gateway.put({ ...expected, labels: [], revision: '2' });
      assert.deepEqual(await runReplace(replacing(), writing()), { kind: 'changedBefore', current: other });
      assert.equal(gateway.objects.get('one'), other);
    });

    it('notices that somebody wrote over it at once', async () => {
      const other = { ...expected, revision: '3' };
      gateway.meanwhile = () => gateway.put(other);
      assert.deepEqual(await runReplace(replacing(), writing()), { kind: 'changedOtherwise', current: other });
    });

    it('tells what is gone', async () => {
      gateway.objects.clear();
      assert.deepEqual(await runReplace(replacing(), writing()), { kind: 'gone' });
    });

    const failures: readonly GatewayErrorKind[] = ['rejected', 'unauthorized', 'forbidden', 'throttled', 'cancelled'];
    for (const kind of failures)
      it(`does not look again after “${kind}”, which is certain`, async () => {
        gateway.trouble = { kind, when: 'before' };
        const end = await runReplace(replacing(), writing());
        assert.equal(end.kind === 'failed' && end.error.kind, kind);
        assert.deepEqual(gateway.calls, ['replace one']);
      });

    for (const kind of ['unreachable', 'timeout', 'unexpected'] as const)
      it(`finds out that it took effect after “${kind}”`, async () => {
        gateway.trouble = { kind, when: 'after' };
        const end = await runReplace(replacing(), writing());
        assert.deepEqual(end, { kind: 'written', stored: gateway.objects.get('one'), isConfirmed: true, wasInterrupted: true });
        assert.deepEqual(writes(), ['replace one']);
        assert.equal(looks, 1);
      });

    it('finds out that it did not take effect, and does not repeat it', async () => {
      gateway.trouble = { kind: 'unreachable', when: 'before' };
      const end = await runReplace(replacing(), writing());
      assert.equal(end.kind === 'notWritten' && end.current, expected);
      assert.deepEqual(writes(), ['replace one']);
    });

    it('finds out that the object went another way', async () => {
      const other = { ...expected, labels: [], revision: '9' };
      gateway.trouble = { kind: 'unreachable', when: 'before' };
      gateway.meanwhile = () => gateway.put(other);
      assert.deepEqual(await runReplace(replacing(), writing()), { kind: 'changedOtherwise', current: other });
    });

    it('stays unknown while the gateway cannot be read, until it can', async () => {
      gateway.trouble = { kind: 'timeout', when: 'after' };
      gateway.isMute = true;
      const end = await runReplace(replacing(), writing());
      assert.equal(end.kind === 'unknown' && end.lookError.kind, 'unreachable');
      gateway.isMute = false;
      const { error } = end as { error: GatewayError };
      assert.equal((await lookAfterReplace(replacing(), { gateway, lookSignal: never, error })).kind, 'written');
      assert.deepEqual(writes(), ['replace one']);
    });

    it('stays unknown where the person stops the looking', async () => {
      gateway.trouble = { kind: 'timeout', when: 'after' };
      const end = await runReplace(replacing(), { ...writing(), lookSignal: AbortSignal.abort() });
      assert.equal(end.kind === 'unknown' && end.lookError.kind, 'cancelled');
    });

    it('takes nothing for granted after a fault of ours', async () => {
      const broken = Object.assign(gateway, { replace: () => Promise.reject(new TypeError('a bug')) });
      const end = await runReplace(replacing(), { ...writing(), gateway: broken });
      assert.equal(end.kind, 'notWritten');
    });
  });

  describe('runRemove', () => {
    it('removes', async () => {
      assert.deepEqual(await runRemove(expected, writing()), { kind: 'removed', wasInterrupted: false });
      assert.equal(gateway.objects.size, 0);
    });

    it('takes what is gone already for what it is', async () => {
      gateway.objects.clear();
      assert.deepEqual(await runRemove(expected, writing()), { kind: 'gone' });
    });

    it('leaves an object that changed since', async () => {
      const other = gateway.put({ ...expected, revision: '2' });
      assert.deepEqual(await runRemove(expected, writing()), { kind: 'changedBefore', current: other });
      assert.equal(gateway.objects.size, 1);
    });

    it('finds out that it took effect', async () => {
      gateway.trouble = { kind: 'unreachable', when: 'after' };
      assert.deepEqual(await runRemove(expected, writing()), { kind: 'removed', wasInterrupted: true });
      assert.deepEqual(writes(), ['remove one']);
    });

    it('finds out that it did not', async () => {
      gateway.trouble = { kind: 'unreachable', when: 'before' };
      const end = await runRemove(expected, writing());
      assert.equal(end.kind === 'notWritten' && end.current, expected);
      assert.deepEqual(writes(), ['remove one']);
    });

    it('stays unknown while the gateway cannot be read', async () => {
      gateway.trouble = { kind: 'timeout', when: 'after' };
      gateway.isMute = true;
      assert.equal((await runRemove(expected, writing())).kind, 'unknown');
    });
  });

  describe('runCreate', () => {
    it('reads back what it wrote', async () => {
      const end = await runCreate(creating(), writing());
      assert.equal(end.kind === 'written' && end.isConfirmed, true);
      assert.deepEqual(writes(), ['create']);
    });

    it('finds what was stored though the answer got lost, and creates nothing twice', async () => {
      gateway.trouble = { kind: 'unreachable', when: 'after' };
      const end = await runCreate(creating(), writing());
      assert.equal(end.kind === 'written' && end.wasInterrupted && end.stored.id, 'new-1');
      assert.equal(gateway.objects.size, 2);
    });

    it('does not take an older copy of the same certificate for the new one', async () => {
      gateway.put({ ...expected, certificatePem: fresh.pem });
      gateway.trouble = { kind: 'unreachable', when: 'before' };
      assert.equal((await runCreate(creating(), writing())).kind, 'notWritten');
      assert.deepEqual(writes(), ['create']);
    });

    it('stays unknown where the list cannot be read', async () => {
      gateway.trouble = { kind: 'timeout', when: 'after' };
      gateway.isMute = true;
      assert.equal((await runCreate(creating(), writing())).kind, 'unknown');
    });

    it('does not look after a refusal', async () => {
      gateway.trouble = { kind: 'rejected', when: 'before' };
      assert.equal((await runCreate(creating(), writing())).kind, 'failed');
      assert.deepEqual(gateway.calls, ['create']);
    });
  });
});
