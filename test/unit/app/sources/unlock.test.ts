import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { inspect } from 'node:util';
import type { UnlockOptions } from '../../../../src/app/sources/unlock';
import { unlock, unlockSentence } from '../../../../src/app/sources/unlock';
import type { EncryptedContainer } from '../../../../src/core/encrypted/decryptResult';
import { english } from '../../../../src/shared/translate';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import type { Pkcs12Parts } from '../../../fixtures/pkcs12';
import { makePkcs12 } from '../../../fixtures/pkcs12';
import { makeUnlockers } from '../fakes/fakeFiles';

const unlockers = makeUnlockers();
const patient: UnlockOptions = { start: unlockers.start, trigger: 'asked', signal: new AbortController().signal };

describe('unlock', () => {
  let made: MadeCertificate;
  before(async () => {
    made = await makeCertificate({ now: Date.UTC(2026, 10, 23) });
  });
  const file = (change: Partial<Pkcs12Parts> = {}): EncryptedContainer => ({
    form: 'pkcs12',
    der: makePkcs12({
      certificates: [made.der],
      keys: [made.keyPem],
      password: 'tiger',
      encryption: 'aes-256-cbc/sha256',
      ...change,
    }),
  });

  /** Seconds of native code, as far as limits allow. */
  const slow = (): EncryptedContainer => file({ mac: 'pbmac1', iterations: 1, claimedIterations: 9_000_000 });
  afterEach(() => assert.equal(unlockers.count, 0, 'A process is left.'));

  it('opens in a process of its own', async () => {
    const unlocking = await unlock(file(), 'tiger', patient);
    assert.ok(unlocking.status === 'opened');
    assert.deepEqual(
      unlocking.certificates.map((der) => Buffer.from(der).equals(made.der)),
      [true],
    );
    assert.equal(unlocking.keys.length, 1);
  });
  it('says that a password is wrong', async () =>
    assert.deepEqual(await unlock(file(), 'lion', patient), { status: 'wrongPassword' }));
  it('opens again and again, keeping what is sealed', async () => {
    const encrypted = file();
    for (const [password, status] of [
      ['lion', 'wrongPassword'],
      ['tiger', 'opened'],
      ['tiger', 'opened'],
    ] as const)
      assert.equal((await unlock(encrypted, password, patient)).status, status);
  });
  it('ends after its time', async () =>
    assert.deepEqual(await unlock(slow(), 'tiger', { ...patient, timeLimit: 1_500 }), { status: 'tooSlow' }));
  it('ends when it is left', async () => {
    const abort = new AbortController();
    const answer = unlock(slow(), 'tiger', { ...patient, signal: abort.signal });
    abort.abort();
    assert.deepEqual(await answer, { status: 'cancelled' });
    assert.deepEqual(await unlock(slow(), 'tiger', { ...patient, signal: abort.signal }), { status: 'cancelled' });
  });
  it('ends with the window, and starts no more', async () => {
    const own = makeUnlockers();
    const work = Array.from({ length: 3 }, () => unlock(slow(), 'tiger', { ...patient, start: own.start }));
    assert.equal(own.count, 3);
    own.dispose();
    assert.deepEqual(
      (await Promise.all(work)).map(({ status }) => status),
      ['cannotOpenHere', 'cannotOpenHere', 'cannotOpenHere'],
    );
    assert.equal(own.count, 0);
    assert.equal((await unlock(file(), 'tiger', { ...patient, start: own.start })).status, 'cannotOpenHere');
  });
  it('ends with the process that started it, in the midst of native code, however that ends', async function () {
    if (!existsSync('/proc/self/stat')) return this.skip();
    const parent = spawn(
      process.execPath,
      ['--require', resolve(__dirname, '../../../host/register.cjs'), resolve(__dirname, 'unlockOrphan.ts')],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const encrypted = slow();
    assert.ok(encrypted.form === 'pkcs12');
    parent.stdin.end(encrypted.der);
    const ended = once(parent, 'exit');
    const [said] = (await Promise.race([once(parent.stdout, 'data'), ended])) as [unknown];
    assert.ok(Buffer.isBuffer(said), 'It ended before it started anything.');
    const pid = Number(said.toString());
    await until(() => ticksOf(pid) > 100);
    parent.kill('SIGKILL');
    await ended;
    await until(() => !isRunning(pid));
  });
  it('starts nothing that inherits secrets or a debugger', async () => {
    process.env['API7_CANARY'] = 'canary';
    try {
      const child = unlockers.start();
      const argv = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8');
      const env = readFileSync(`/proc/${child.pid}/environ`, 'utf8');
      child.kill('SIGKILL');
      await once(child, 'exit');
      assert.doesNotMatch(argv, /inspect/);
      assert.deepEqual(
        env
          .split('\0')
          .map((line) => line.split('=')[0])
          .filter(
            (name) =>
              name &&
              !/^(NODE_CHANNEL_(FD|SERIALIZATION_MODE)|ELECTRON_RUN_AS_NODE|LD_LIBRARY_PATH|SystemRoot)$/.test(name),
          ),
        [],
      );
    } finally {
      delete process.env['API7_CANARY'];
    }
  });
  it('says so where no process can be started', async () => {
    const failing: readonly (() => ChildProcess)[] = [
      () => spawn('/no/such/program', { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }),
      () => spawn(process.execPath, ['-e', 'throw new Error("no")'], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }),
      () => spawn(process.execPath, ['-e', 'process.disconnect()'], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }),
      () => {
        throw new Error('no');
      },
    ];
    for (const start of failing)
      assert.equal((await unlock(file(), 'tiger', { ...patient, start })).status, 'cannotOpenHere');
  });
  it('of what nobody asked for ends before it begins, where that is more than little work', async () => {
    const unasked: UnlockOptions = { ...patient, trigger: 'unasked', timeLimit: 60_000 };
    const hostile = await Promise.all(Array.from({ length: 8 }, () => unlock(slow(), '', unasked)));
    assert.deepEqual(
      hostile,
      hostile.map(() => ({ status: 'tooSlow' })),
    );
    assert.equal(
      (await unlock(file({ password: '', iterations: 2_048, mac: 'sha256' }), '', unasked)).status,
      'opened',
    );
    assert.equal((await unlock(file({ iterations: 10_000, mac: 'sha256' }), '', unasked)).status, 'wrongPassword');
  });
  it('has a sentence for every end but leaving, without the password', async () => {
    const endings = [
      await unlock(file(), 'canary', patient),
      await unlock(file({ claimedIterations: 0x7fffffff }), 'canary', patient),
      await unlock({ form: 'pkcs12', der: Buffer.from('canary') }, 'canary', patient),
      await unlock({ form: 'legacy', cipher: 'NONE', iv: Buffer.alloc(8), data: Buffer.alloc(8) }, 'canary', patient),
    ];
    const sentences = endings.map((each) =>
      each.status === 'opened' ? '' : unlockSentence(each, { place: 'a.p12', translate: english }),
    );
    assert.deepEqual(
      sentences.map((each) => each?.slice(0, 24)),
      ['Wrong password for “a.p1', 'Opening “a.p12” takes mo', '“a.p12” is damaged. Its ', '“a.p12” cannot be opened'],
    );
    assert.doesNotMatch(inspect({ endings, sentences }), /canary/);
    assert.equal(unlockSentence({ status: 'cancelled' }, { place: 'a.p12', translate: english }), undefined);
  });
});

/** A process that is no more than a record of its end does not run. */
function isRunning(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Hundredths of a second that a process has computed: beyond what starting takes, it is in native code. */
const ticksOf = (pid: number): number =>
  Number(
    readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')[11],
  );

/** Nothing tells of the end of a process that is not one's own: it is asked for until the test's time is over. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
