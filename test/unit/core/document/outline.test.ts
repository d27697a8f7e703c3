import assert from 'node:assert/strict';
import { readPemDocument } from '../../../../src/core/document/document';
import { toOutlineSteps } from '../../../../src/core/document/outline';
import { toPem } from '../../../../src/core/pem/scan';
import { runSync } from '../../../../src/shared/cooperative';
import { english } from '../../../../src/shared/translate';
import type { Authority, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { keyPemAs } from '../../../fixtures/keyPairs';
import { makeRequest } from '../../../fixtures/requests';

const now = Date.UTC(2026, 10, 23);

const outlineOf = (text: string) =>
  runSync(toOutlineSteps(readPemDocument(text), { now, warningDays: null, translate: english }));

describe('toOutlineInPieces', () => {
  it('yields at each block', async () => {
    const { keyPem } = await makeCertificate({ now, commonName: 'leaf' });
    assert.equal(
      [...toOutlineSteps(readPemDocument(keyPem.repeat(5)), { now, warningDays: null, translate: english })].length,
      5,
    );
  });

  let authority: Authority;
  let leaf: MadeCertificate;
  let other: MadeCertificate;
  let request: string;
  before(async () => {
    authority = await makeAuthority(now, 'Outline');
    leaf = await makeCertificate({
      now,
      commonName: 'leaf',
      dns: ['shop.example.com', 'b.example'],
      issuer: authority.intermediate,
      toDays: 12.5,
    });
    other = await makeCertificate({ now, commonName: 'other', key: 'RSA 2048' });
    request = await makeRequest({ commonName: 'asked', dns: ['asked.example.com'] });
  });
  const lines = (text: string) => outlineOf(text).map(({ name, detail }) => `${name} · ${detail}`);

  const cases: readonly [what: string, text: () => string | Promise<string>, lines: readonly string[]][] = [
    ['nothing', () => 'hello', []],
    ['a leaf', () => leaf.pem, ['shop.example.com · issued by Outline Issuing CA 1 · 12 d']],
    ['a root', () => authority.root.pem, ['Outline Root CA · self-issued · 5475 d']],
    [
      'a key that fits the first block',
      () => leaf.pem + leaf.keyPem,
      ['shop.example.com · issued by Outline Issuing CA 1 · 12 d', 'private key · EC P-256 · fits block 1'],
    ],
    [
      'a key before two that it fits',
      () => leaf.keyPem + leaf.pem + leaf.pem,
      [
        'private key · EC P-256 · fits block 2, 3',
        'shop.example.com · issued by Outline Issuing CA 1 · 12 d',
        'shop.example.com · issued by Outline Issuing CA 1 · 12 d',
      ],
    ],
    [
      'a key that fits nothing',
      () => other.keyPem + leaf.pem,
      ['private key · RSA 2048 · fits no certificate here', 'shop.example.com · issued by Outline Issuing CA 1 · 12 d'],
    ],
    ['a key alone', () => other.keyPem, ['private key · RSA 2048']],
    [
      'a key behind a password',
      () => keyPemAs(other.keys, 'encryptedPkcs8'),
      ['private key · protected with a password'],
    ],
    ['a broken certificate', () => leaf.pem.slice(0, 200), ['certificate · cannot be read']],
    ['a request', () => request, ['certificate request · asked.example.com · EC P-256']],
    [
      'a request that is none',
      () => toPem('CERTIFICATE REQUEST', Buffer.from([0x30, 0])),
      ['certificate request · cannot be read'],
    ],
    ['a label nobody knows', () => toPem('WHAT\u202EEVER', Buffer.from('x')), ['WHAT\\u{202E}EVER · ']],
    [
      'an expired one',
      async () => (await makeCertificate({ now, commonName: 'old', toDays: -3.5 })).pem,
      ['old · self-issued · expired 3 d ago'],
    ],
    [
      'one that is not valid yet',
      async () => (await makeCertificate({ now, commonName: 'soon', fromDays: 2.5 })).pem,
      ['soon · self-issued · valid in 3 d'],
    ],
    [
      'one that is valid within the day',
      async () => (await makeCertificate({ now, commonName: 'today', fromDays: 0.5 })).pem,
      ['today · self-issued · valid in 1 d'],
    ],
    [
      'one that expired within the day',
      async () => (await makeCertificate({ now, commonName: 'just', toDays: -0.5 })).pem,
      ['just · self-issued · expired less than a day ago'],
    ],
    [
      'one that expired a day ago, for which its last second counts',
      async () => (await makeCertificate({ now, commonName: 'gone', toDays: -1 })).pem,
      ['gone · self-issued · expired 1 d ago'],
    ],
    [
      'one that has a day left',
      async () => (await makeCertificate({ now, commonName: 'next', toDays: 1 })).pem,
      ['next · self-issued · 1 d'],
    ],
    ['a revocation list', () => toPem('X509 CRL', Buffer.from([0x30, 0])), ['certificate revocation list · ']],
    ['a public key', () => toPem('PUBLIC KEY', Buffer.from([0x30, 0])), ['public key · ']],
    ['a PKCS#7 message', () => toPem('PKCS7', Buffer.from([0x30, 0])), ['PKCS#7 message · ']],
    ['parameters', () => toPem('EC PARAMETERS', Buffer.from([0x06, 0])), ['key parameters · ']],
    ['a broken public key', () => '-----BEGIN PUBLIC KEY-----\nMAA', ['public key · cannot be read']],
    [
      'the last hours',
      async () => (await makeCertificate({ now, commonName: 'last', toDays: 0.5 })).pem,
      ['last · self-issued · less than a day'],
    ],
    [
      'a name that hides something',
      async () => (await makeCertificate({ now, commonName: 'a\u202Eb' })).pem,
      ['a\\u{202E}b · self-issued · 60 d'],
    ],
  ];
  for (const [what, text, expected] of cases)
    it(`${what}: ${expected.join(' | ') || 'no line'}`, async () => assert.deepEqual(lines(await text()), expected));

  it('names a certificate without names by its serial number', async () => {
    const { pem } = await makeCertificate({ now, subject: [] });
    assert.match(lines(pem)[0] ?? '', /^[0-9A-F]+ · self-issued · 60 d$/);
  });

  it('covers each block, and names its BEGIN line', () => {
    const text = `# first\n${leaf.pem}between\n${leaf.keyPem}`;
    const [first, second] = outlineOf(text);
    assert.equal(text.slice(first?.span.start, first?.span.end), leaf.pem.trim());
    assert.equal(text.slice(second?.begin.start, second?.begin.end), '-----BEGIN PRIVATE KEY-----');
    assert.deepEqual([first?.state, second?.state], ['expiring', undefined]);
  });

  it('tells nothing of a key but what is public', () => {
    const secret = leaf.keyPem.split('\n')[1] ?? '';
    assert.ok(!JSON.stringify(outlineOf(leaf.keyPem)).includes(secret.slice(4, 40)));
  });
});
