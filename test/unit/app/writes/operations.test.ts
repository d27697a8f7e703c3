import assert from 'node:assert/strict';
import { lookAgain } from '../../../../src/app/writes/looks';
import type { Creating, Replacing } from '../../../../src/app/writes/operations';
import { runCreate, runRemove, runReplace } from '../../../../src/app/writes/operations';
import type { StoredCertificate } from '../../../../src/core/model';
import type { CertificateBundle, CertificateChange, GatewayErrorKind } from '../../../../src/gateway/gateway';
import { GatewayError } from '../../../../src/gateway/gateway';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import { connection, stored } from '../fakes/fakeConnections';
import { FakeGateway } from '../fakes/fakeGateway';
import { makeJournal } from './madeJournal';

const now = Date.UTC(2026, 10, 23);
const never = new AbortController().signal;

describe('operations', () => {
  let old: MadeCertificate;
  let fresh: MadeCertificate;
  let gateway: FakeGateway;
  let expected: StoredCertificate;
  let looks: number;
  let made: ReturnType<typeof makeJournal>;
  const notes = () => made.journal.notes(connection('a'), 'a.test');
  const writing = () => ({ gateway, notes: notes(), signal: never, lookSignal: never, onLook: () => (looks += 1) });
  const unfinished = () => made.journal.unfinished.map(({ facts }) => facts.kind).join();
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
    made = makeJournal();
  });

  describe('runReplace', () => {
    it('reads back what it wrote', async () => {
      const end = await runReplace(replacing(), writing());
      assert.equal(end.kind, 'written');
      assert.deepEqual(end, {
        kind: 'written',
        stored: gateway.objects.get('one'),
        readBack: 'same',
        wasInterrupted: false,
      });
      assert.deepEqual(gateway.calls, ['replace one', 'read one']);
      assert.equal(looks, 0);
    });

    it('is written but not confirmed where reading back fails', async () => {
      gateway.meanwhile = () => (gateway.isMute = true);
      const end = await runReplace(replacing(), writing());
      assert.equal(end.kind === 'written' && end.readBack, 'failed');
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

    it('does not believe in between that it is gone, where it is still there', async () => {
      const lie = new GatewayError('notFound', 'none', { status: 404, gatewayText: 'no Route matched' });
      gateway.replace = () => Promise.reject(lie);
      gateway.remove = () => Promise.reject(lie);
      for (const end of [await runReplace(replacing(), writing()), await runRemove(expected, writing())]) {
        assert.ok(end.kind === 'failed' && end.error instanceof GatewayError);
        const { kind, message, explanation, status, gatewayText, mayHaveTakenEffect } = end.error;
        assert.deepEqual(
          { kind, message, explanation, status, gatewayText, mayHaveTakenEffect },
          {
            kind: 'unexpected',
            message: 'The answer says that the object is gone, and it is still there.',
            explanation:
              'Nothing was changed: the response says that the certificate does not exist, but the gateway still has it.',
            status: 404,
            gatewayText: 'no Route matched',
            mayHaveTakenEffect: false,
          },
        );
      }
    });

    const failures: readonly GatewayErrorKind[] = ['rejected', 'unauthorized', 'forbidden', 'throttled', 'cancelled'];
    for (const kind of failures)
      it(`does not look again after “${kind}”, which is certain`, async () => {
        gateway.trouble = { kind, when: 'before' };
        const end = await runReplace(replacing(), writing());
        assert.equal(end.kind === 'failed' && 'kind' in end.error && end.error.kind, kind);
        assert.equal(unfinished(), '');
        assert.deepEqual(gateway.calls, ['replace one']);
      });

    for (const kind of ['unreachable', 'timeout', 'unexpected', 'unavailable'] as const)
      it(`finds out that it took effect after “${kind}”`, async () => {
        gateway.trouble = { kind, when: 'after' };
        const end = await runReplace(replacing(), writing());
        assert.deepEqual(end, {
          kind: 'written',
          stored: gateway.objects.get('one'),
          readBack: 'same',
          wasInterrupted: true,
        });
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
      assert.equal(end.kind === 'unknown' && end.lookError?.kind, 'unreachable');
      assert.equal(unfinished(), 'replace');
      gateway.isMute = false;
      assert(end.kind === 'unknown');
      assert.equal((await lookAgain(end.note, { gateway, lookSignal: never })).kind, 'written');
      assert.deepEqual(writes(), ['replace one']);
      assert.equal(unfinished(), '');
    });

    it('stays unknown where the person stops the looking', async () => {
      gateway.trouble = { kind: 'timeout', when: 'after' };
      const end = await runReplace(replacing(), { ...writing(), lookSignal: AbortSignal.abort() });
      assert.equal(end.kind === 'unknown' && end.lookError?.kind, 'cancelled');
    });

    it('takes nothing for granted after a fault of ours', async () => {
      const broken = Object.assign(gateway, { replace: () => Promise.reject(new TypeError('a bug')) });
      const end = await runReplace(replacing(), { ...writing(), gateway: broken });
      assert.equal(end.kind, 'notWritten');
    });
  });

  describe('what reading back shows', () => {
    const cases: readonly [what: string, show: (object: StoredCertificate) => StoredCertificate, end: string][] = [
      ['what was sent', (object) => object, 'same'],
      ['nothing of the certificate', ({ certificatePem: _, ...object }) => object, 'cannotTell'],
      ['no type that we know', (object) => ({ ...object, type: undefined }), 'cannotTell'],
      ['another certificate', (object) => ({ ...object, certificatePem: old.pem }), 'changedOtherwise'],
      ['another type', (object) => ({ ...object, type: 'client' }), 'changedOtherwise'],
      ['other labels', (object) => ({ ...object, labels: [{ key: 'x', value: 'y' }] }), 'changedOtherwise'],
    ];
    const change = (): CertificateChange => ({
      certificate: fresh.pem,
      privateKey: fresh.keyPem,
      type: 'server',
      labels: [],
    });
    const bundle = (): CertificateBundle => creating().bundle;
    for (const [what, show, expectedEnd] of cases) {
      it(`${what}, of a replacement: ${expectedEnd}`, async () => {
        gateway.show = show;
        const end = await runReplace({ change: change(), expected }, writing());
        assert.equal(end.kind === 'written' ? end.readBack : end.kind, expectedEnd);
      });
      it(`${what}, of a new object: ${expectedEnd}`, async () => {
        gateway.show = show;
        const end = await runCreate({ bundle: bundle(), known: new Set() }, writing());
        assert.equal(end.kind === 'written' ? end.readBack : end.kind, expectedEnd);
      });
      it(`${what}, of a replacement without an answer: ${expectedEnd}`, async () => {
        gateway.show = show;
        gateway.trouble = { kind: 'timeout', when: 'after' };
        const end = await runReplace({ change: change(), expected }, writing());
        assert.equal(end.kind === 'written' ? end.readBack : end.kind, expectedEnd);
      });
    }

    it('other labels, of a new object without an answer: something else, unless what was sent is there as well', async () => {
      const labels = [{ key: 'x', value: 'y' }];
      const create = () => {
        gateway.trouble = { kind: 'timeout', when: 'after' };
        return runCreate({ bundle: bundle(), known: new Set() }, writing());
      };
      gateway.show = (object) => ({ ...object, labels });
      assert.equal((await create()).kind, 'changedOtherwise');
      gateway.objects.clear();
      gateway.put(stored('other', { certificatePem: fresh.pem, names: ['a.test'], labels }));
      gateway.show = (object) => object;
      const end = await create();
      assert.equal(end.kind === 'written' && end.stored.id, 'new-1');
    });

    it('of what the gateway answered, where it cannot be read back: something else is no success', async () => {
      gateway.meanwhile = () => (gateway.isMute = true);
      gateway.create = () => {
        gateway.isMute = true;
        return Promise.resolve(stored('new', { certificatePem: old.pem }));
      };
      assert.equal((await runCreate(creating(), writing())).kind, 'changedOtherwise');
    });
  });

  describe('the note', () => {
    it('is kept before anything is sent, and ends with the write', async () => {
      const seen: string[] = [];
      made.store.onUpdate = (_, value) => {
        seen.push(value === undefined ? 'ended' : 'kept', ...gateway.calls.splice(0));
        return Promise.resolve();
      };
      await runReplace(replacing(), writing());
      await runCreate(creating(), writing());
      await runRemove(gateway.put({ ...expected, id: 'two' }), { ...writing() });
      assert.deepEqual(seen, [
        'kept',
        'ended',
        'replace one',
        'read one',
        'kept',
        'ended',
        'create',
        'read new-1',
        'kept',
        'ended',
        'remove two',
      ]);
    });

    it('holds no key and no PEM, but what recognises the certificate', async () => {
      const texts: string[] = [];
      made.store.onUpdate = (_, value) => {
        if (value !== undefined) texts.push(JSON.stringify(value));
        return Promise.resolve();
      };
      await runCreate({ ...creating(), bundle: { ...creating().bundle, caCertificate: old.pem } }, writing());
      await runReplace(
        { ...replacing(), change: { ...replacing().change, ca: { kind: 'set', pem: old.pem } } },
        writing(),
      );
      assert.equal(texts.length, 2);
      const lines = [fresh.keyPem, fresh.pem, old.pem].flatMap((pem) =>
        pem.split('\n').filter((line) => line.length >= 16),
      );
      for (const text of texts) {
        for (const line of lines) assert(!text.includes(line.replace(/-/g, '')), line);
        assert.doesNotMatch(text, /BEGIN|PRIVATE/);
        assert.match(text, /"sha256":\["[0-9A-Fa-f:]{64,}"/);
      }
    });

    it('that cannot be kept: nothing is sent', async () => {
      made.store.onUpdate = () => Promise.reject(new Error('disk full'));
      for (const end of [
        await runCreate(creating(), writing()),
        await runReplace(replacing(), writing()),
        await runRemove(expected, writing()),
      ])
        assert.equal(end.kind === 'failed' && end.error.name, 'NotNoted');
      assert.deepEqual(gateway.calls, []);
    });

    it('that takes long can be waited for no longer: nothing is sent, and none is left', async () => {
      let keep = (): void => undefined;
      made.store.onUpdate = (_, value) =>
        value === undefined ? Promise.resolve() : new Promise((resolve) => (keep = resolve));
      const abort = new AbortController();
      const running = runReplace(replacing(), { ...writing(), signal: abort.signal });
      abort.abort();
      const end = await running;
      assert.ok(end.kind === 'failed' && 'kind' in end.error);
      assert.deepEqual(
        [end.error.kind, end.error.message],
        ['cancelled', 'The write was cancelled before it was sent.'],
      );
      keep();
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual([gateway.calls, made.store.texts.size], [[], 0]);
    });
  });

  describe('before it writes again', () => {
    const lose = async (when: 'before' | 'after', run: () => Promise<{ readonly kind: string }>) => {
      gateway.trouble = { kind: 'unavailable', when };
      gateway.isMute = true;
      assert.equal((await run()).kind, 'unknown');
      gateway.trouble = undefined;
    };
    const runs: readonly [what: string, run: () => Promise<{ readonly kind: string }>, call: string, done: string][] = [
      ['a new object', () => runCreate(creating(), writing()), 'create', 'written'],
      ['a replacement', () => runReplace(replacing(), writing()), 'replace one', 'written'],
      ['a removal', () => runRemove(expected, writing()), 'remove one', 'removed'],
    ];
    for (const [what, run, call, done] of runs) {
      it(`${what}: finds that the earlier one took effect, and sends nothing`, async () => {
        await lose('after', run);
        gateway.isMute = false;
        assert.equal((await run()).kind, done);
        assert.deepEqual(writes(), [call]);
        assert.equal(unfinished(), '');
      });
      it(`${what}: finds that it did not, and sends it`, async () => {
        await lose('before', run);
        gateway.isMute = false;
        assert.equal((await run()).kind, done);
        assert.deepEqual(writes(), [call, call]);
        assert.equal(unfinished(), '');
      });
      it(`${what}: sends nothing while that is unknown`, async () => {
        await lose('after', run);
        assert.equal((await run()).kind, 'unknown');
        assert.deepEqual(writes(), [call]);
        assert.notEqual(unfinished(), '');
      });
      it(`${what}: says that it looks`, async () => {
        await lose('before', run);
        looks = 0;
        gateway.isMute = false;
        await run();
        assert.equal(looks, 1);
      });
    }

    it('does not take an earlier replacement by something else for this one', async () => {
      await lose('after', () => runReplace({ change: { labels: [] }, expected }, writing()));
      gateway.isMute = false;
      assert.equal((await runReplace(replacing(), writing())).kind, 'changedBefore');
    });

    it('replaces nothing while it is unknown whether it was removed', async () => {
      await lose('after', () => runRemove(expected, writing()));
      assert.equal((await runReplace(replacing(), writing())).kind, 'unknown');
      assert.deepEqual(writes(), ['remove one']);
      assert.equal(unfinished(), 'remove');
    });

    it('removes nothing while it is unknown whether it was replaced', async () => {
      await lose('after', () => runReplace(replacing(), writing()));
      assert.equal((await runRemove(expected, writing())).kind, 'unknown');
      assert.deepEqual(writes(), ['replace one']);
      assert.equal(unfinished(), 'replace');
    });

    it('removes what an earlier replacement did not reach', async () => {
      await lose('before', () => runReplace(replacing(), writing()));
      gateway.isMute = false;
      assert.equal((await runRemove(expected, writing())).kind, 'removed');
      assert.deepEqual(writes(), ['replace one', 'remove one']);
    });

    it('asks the gateway to remove what it finds gone after an earlier replacement', async () => {
      await lose('after', () => runReplace(replacing(), writing()));
      gateway.isMute = false;
      gateway.objects.clear();
      assert.deepEqual(await runRemove(expected, writing()), { kind: 'gone' });
      assert.deepEqual(writes(), ['replace one', 'remove one']);
    });

    it('knows a change of labels alone from a replacement', async () => {
      await lose('after', () => runReplace({ change: { labels: [] }, expected }, writing()));
      assert.equal(unfinished(), 'labels');
    });

    const otherKinds: readonly (readonly [kind: string, change: CertificateChange])[] = [
      ['status', { isEnabled: false }],
      ['pairs', { furtherPairs: [] }],
    ];
    for (const [kind, change] of otherKinds)
      it(`notes a change of ${kind} as one`, async () => {
        await lose('after', () => runReplace({ change, expected }, writing()));
        assert.equal(unfinished(), kind);
      });
  });

  describe('looking for a new object', () => {
    const lost = async (known: readonly string[] = ['one'], unreadable?: number) => {
      gateway.trouble = { kind: 'unreachable', when: 'before' };
      return runCreate(
        { ...creating(), known: new Set(known), ...(unreadable === undefined ? {} : { unreadable }) },
        writing(),
      );
    };

    it('is not sure of one that says too little, if it is new', async () => {
      gateway.put(stored('quiet'));
      const end = await lost();
      assert.equal(end.kind === 'unknown' && end.lookError, undefined);
      assert.equal(end.kind, 'unknown');
      assert.equal(unfinished(), 'create');
    });

    it('leaves out what says too little and was there before', async () => {
      gateway.put(stored('quiet'));
      assert.equal((await lost(['one', 'quiet'])).kind, 'notWritten');
    });

    it('does not take the same certificate of another type for it', async () => {
      gateway.put(stored('other', { certificatePem: fresh.pem, type: 'client' }));
      assert.equal((await lost()).kind, 'notWritten');
    });

    it('is not sure where more cannot be read than before', async () => {
      gateway.unreadable = ['ssls/9 has no id'];
      assert.equal((await lost()).kind, 'unknown');
      made = makeJournal();
      assert.equal((await lost(['one'], 1)).kind, 'notWritten');
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
      assert.equal(looks, 1);
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
      assert.equal(end.kind === 'written' && end.readBack, 'same');
      assert.deepEqual(writes(), ['create']);
    });

    it('finds what was stored though the answer got lost, and creates nothing twice', async () => {
      gateway.trouble = { kind: 'unreachable', when: 'after' };
      const end = await runCreate(creating(), writing());
      assert.equal(end.kind === 'written' && end.wasInterrupted && end.stored.id, 'new-1');
      assert.equal(looks, 1);
      assert.equal(gateway.objects.size, 2);
    });

    it('finds what was stored, and does not call it confirmed where reading it says too little', async () => {
      gateway.trouble = { kind: 'unreachable', when: 'after' };
      gateway.read = (id) => Promise.resolve(stored(id, { type: 'server', names: ['a.test'] }));
      const end = await runCreate(creating(), writing());
      assert.deepEqual(end.kind === 'written' && [end.readBack, end.wasInterrupted], ['cannotTell', true]);
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
