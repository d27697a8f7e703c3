import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { Worker } from 'node:worker_threads';
import { unlock } from '../../../src/app/unlock';
import { unlockSentence } from '../../../src/app/unlockText';
import type { Sealed } from '../../../src/core/locked/sealed';
import { english } from '../../../src/shared/translate';
import { makeCertificate } from '../../fixtures/certificates';
import type { MadeCertificate } from '../../fixtures/certificates';
import { makePkcs12 } from '../../fixtures/pkcs12';
import type { Pkcs12Parts } from '../../fixtures/pkcs12';

const register = resolve(__dirname, '../../host/register.cjs');
const startWorker = (): Worker => new Worker(resolve(__dirname, '../../../src/app/unlockWorker.ts'), { execArgv: ['--require', register] });
const patient = { startWorker, signal: new AbortController().signal };

describe('unlock', () => {
  let made: MadeCertificate;
  before(async () => {
    made = await makeCertificate({ now: Date.UTC(2026, 10, 23) });
  });
  const file = (change: Partial<Pkcs12Parts> = {}): Sealed => ({
    form: 'pkcs12',
    der: makePkcs12({ certificates: [made.der], keys: [made.keyPem], password: 'tiger', encryption: 'aes-256-cbc/sha256', ...change }),
  });

  it('opens on a thread of its own', async () => {
    const unlocking = await unlock(file(), 'tiger', patient);
    assert.ok(unlocking.status === 'opened');
    assert.deepEqual(unlocking.certificates.map((der) => Buffer.from(der).equals(made.der)), [true]);
    assert.equal(unlocking.keys.length, 1);
  });
  it('says that a password is wrong', async () => assert.deepEqual(await unlock(file(), 'lion', patient), { status: 'wrongPassword' }));
  it('opens again and again, keeping what is sealed', async () => {
    const sealed = file();
    for (const [password, status] of [['lion', 'wrongPassword'], ['tiger', 'opened'], ['tiger', 'opened']] as const)
      assert.equal((await unlock(sealed, password, patient)).status, status);
  });
  it('ends after its time', async () => {
    const slow = file({ mac: 'sha256', iterations: 1, claimedIterations: 10_000_000 });
    assert.deepEqual(await unlock(slow, 'tiger', { ...patient, timeLimit: 50 }), { status: 'tooSlow' });
  });
  it('ends when it is left', async () => {
    const slow = file({ mac: 'sha256', iterations: 1, claimedIterations: 10_000_000 });
    const abort = new AbortController();
    const answer = unlock(slow, 'tiger', { startWorker, signal: abort.signal });
    abort.abort();
    assert.deepEqual(await answer, { status: 'cancelled' });
    assert.deepEqual(await unlock(slow, 'tiger', { startWorker, signal: abort.signal }), { status: 'cancelled' });
  });
  it('says so where no thread can be started', async () => {
    const failing = [
      () => new Worker('throw new Error("no")', { eval: true }),
      () => new Worker('process.exit(0)', { eval: true }),
      (): Worker => {
        throw new Error('no');
      },
    ];
    for (const start of failing) assert.equal((await unlock(file(), 'tiger', { ...patient, startWorker: start })).status, 'cannotOpenHere');
  });
  it('has a sentence for every end but leaving, without the password', async () => {
    const endings = [
      await unlock(file(), 'canary', patient),
      await unlock(file({ claimedIterations: 0x7fffffff }), 'canary', patient),
      await unlock({ form: 'pkcs12', der: Buffer.from('canary') }, 'canary', patient),
      await unlock({ form: 'legacy', cipher: 'NONE', iv: Buffer.alloc(8), data: Buffer.alloc(8) }, 'canary', patient),
    ];
    const sentences = endings.map((each) => (each.status === 'opened' ? '' : unlockSentence(each, { place: 'a.p12', translate: english })));
    assert.deepEqual(
      sentences.map((each) => each?.slice(0, 24)),
      ['Wrong password for “a.p1', 'Opening “a.p12” takes mo', '“a.p12” is damaged. Not ', '“a.p12” cannot be opened'],
    );
    assert.doesNotMatch(inspect({ endings, sentences }), /canary/);
    assert.equal(unlockSentence({ status: 'cancelled' }, { place: 'a.p12', translate: english }), undefined);
  });
});
