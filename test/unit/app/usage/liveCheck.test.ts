import assert from 'node:assert/strict';
import { toEntry } from '../../../../src/app/inventory/certificateEntry';
import type { LiveCheck } from '../../../../src/app/usage/liveCheck';
import {
  isOfObject,
  judgeShown,
  liveAddressText,
  parseLiveAddress,
  shownChain,
  waitUntilShown,
} from '../../../../src/app/usage/liveCheck';
import type { Certificate } from '../../../../src/core/model';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import type { Authority, CertificateOptions, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { inEnglish } from '../../../fixtures/inEnglish';
import { connection, stored } from '../fakes/fakeConnections';
import { FakeScheduler } from '../fakes/fakeScheduler';

const now = Date.UTC(2026, 10, 28);
const host = 'shop.example.com';

describe('the address of a live check', () => {
  for (const [text, expected] of [
    ['shop.example.com', 'shop.example.com:443'],
    [' Shop.Example.com:8443 ', 'shop.example.com:8443'],
    ['localhost:9443', 'localhost:9443'],
    ['127.0.0.1:9443', '127.0.0.1:9443'],
    ['127.0.0.1', '127.0.0.1:443'],
    ['::1', '[::1]:443'],
    ['[::1]:9443', '[::1]:9443'],
    ['shop.example.com:0', undefined],
    ['shop.example.com:65536', undefined],
    ['shop.example.com:x', undefined],
    ['https://shop.example.com', 'shop.example.com:443'],
    ['https://[::1]:8443/cart?a#b', '[::1]:8443'],
    ['http://shop.example.com', undefined],
    ['https://', undefined],
    ['a b', undefined],
    ['', undefined],
  ] as const)
    it(text, () => {
      const parsed = parseLiveAddress(text);
      assert.equal(parsed && liveAddressText(parsed), expected);
    });
});

describe('what a server shows', () => {
  let authority: Authority;
  let right: MadeCertificate;
  let other: MadeCertificate;
  const make = (more: Partial<CertificateOptions>) =>
    makeCertificate({ now, issuer: authority.intermediate, dns: [host], ...more });
  const read = ({ der }: MadeCertificate): Certificate => {
    const reading = parseCertificate(der);
    return reading.ok ? reading.value : assert.fail(inEnglish(reading.reason));
  };

  before(async () => {
    authority = await makeAuthority(now);
    right = await make({});
    other = await make({});
  });

  it('is judged as a client does that trusts its issuer', async () => {
    const judged = (made: MadeCertificate) => {
      const verdict = judgeShown([read(made), read(authority.intermediate)], { host, now });
      return verdict?.kind === 'refused' ? verdict.reasons.map(({ code }) => code) : verdict?.kind;
    };
    assert.equal(judged(right), 'accepted');
    assert.deepEqual(judged(await make({ dns: ['x.test'] })), ['hostMismatch']);
    assert.deepEqual(judged(await make({ fromDays: -9, toDays: -1 })), ['expired']);
    assert.deepEqual(judged(await make({ purpose: 'client' })), ['purposeForbidden']);
    assert.equal(judgeShown([], { host, now }), undefined);
  });

  it('is one of an object’s certificates, or is not, or cannot be told', () => {
    const entryOf = (more: Parameters<typeof stored>[1]) => toEntry(connection('a'), stored('1', more));
    const leaf = read(right);
    const metadata = (serial: string) => ({
      names: [],
      serial,
      issuer: leaf.issuer.text,
      extensions: {},
      validity: leaf.validity,
    });
    for (const [expected, more] of [
      ['same', { certificatePem: right.chainPem }],
      ['different', { certificatePem: other.chainPem }],
      // A second pair, for clients that take another kind of key.
      ['same', { certificatePem: other.chainPem, extraCertificates: [right.pem] }],
      ['different', { certificatePem: other.chainPem, extraCertificates: [other.pem] }],
      ['cannotTell', { certificatePem: '$secret://vault/1/cert' }],
      ['cannotTell', { certificatePem: other.chainPem, extraCertificates: ['$env://CERT'] }],
      ['same', { metadata: metadata(leaf.serial) }],
      ['different', { metadata: metadata('1234') }],
      ['cannotTell', {}],
    ] as const)
      assert.equal(isOfObject(leaf, entryOf(more)), expected, JSON.stringify(more).slice(0, 60));
  });

  describe('is waited for', () => {
    const checkOf = (made: MadeCertificate): LiveCheck => ({
      asked: { host, port: 443 },
      address: '127.0.0.1',
      client: undefined,
      at: now,
      result: {
        kind: 'shown',
        protocol: 'TLSv1.3',
        cipher: '',
        chain: [made.der],
        trust: { isTrusted: true },
        end: 'kept',
      },
    });
    const wait = (answers: (count: number) => MadeCertificate, abort = new AbortController()) => {
      const scheduler = new FakeScheduler();
      let count = 0;
      const seen: string[] = [];
      const end = waitUntilShown({
        check: () => Promise.resolve(checkOf(answers(count++))),
        isDone: ({ result }) => shownChain(result)[0]?.fingerprints.sha256 === read(right).fingerprints.sha256,
        onDidCheck: (check) => void seen.push(shownChain(check.result)[0]?.serial ?? ''),
        scheduler,
        now: scheduler.now,
        signal: abort.signal,
      });
      return { end, scheduler, seen, tries: () => count };
    };

    /** Moves the clock to whatever is waited for next, until the end. */
    const run = async (scheduler: FakeScheduler, end: Promise<unknown>): Promise<void> => {
      let isOver = false;
      void end.then(() => (isOver = true));
      for (;;) {
        await new Promise(setImmediate);
        if (isOver) return;
        const [due] = scheduler.due;
        if (due !== undefined) scheduler.advance(due - scheduler.now());
      }
    };

    it('until it is there', async () => {
      const { end, scheduler, seen } = wait((count) => (count < 3 ? other : right));
      await run(scheduler, end);
      assert.equal(await end, 'shown');
      assert.equal(seen.length, 4);
    });

    it('for a minute, and no longer', async () => {
      const { end, scheduler, tries } = wait(() => other);
      await run(scheduler, end);
      assert.equal(await end, 'tooLong');
      assert.ok(scheduler.now() <= 60_000 && tries() === 31, `${scheduler.now()} ms, ${tries()} tries`);
    });

    it('until it is told to stop', async () => {
      const abort = new AbortController();
      const { end, tries } = wait(() => other, abort);
      await new Promise(setImmediate);
      abort.abort();
      assert.equal(await end, 'cancelled');
      assert.equal(tries(), 1);
    });
  });
});
