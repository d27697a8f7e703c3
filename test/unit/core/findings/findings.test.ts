import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readPemDocument } from '../../../../src/core/document/document';
import { findFindings, findingSentence, rules } from '../../../../src/core/findings/findings';
import { toPem } from '../../../../src/core/pem/scan';
import { english } from '../../../../src/shared/translate';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { keyPemAs } from '../../../fixtures/keyPairs';

const now = Date.UTC(2026, 10, 23);

type Name =
  | 'root'
  | 'intermediate'
  | 'leaf'
  | 'other'
  | 'expired'
  | 'future'
  | 'expiring'
  | 'codeSigning'
  | 'codeSigningCa'
  | 'dev'
  | 'noCa'
  | 'underNoCa'
  | 'nameless'
  | 'byAddress'
  | 'byUri';

describe('findFindings', () => {
  let made: Readonly<Record<Name, MadeCertificate>>;
  before(async () => {
    const { root, intermediate } = await makeAuthority(now, 'Findings');
    const noCa = await makeCertificate({
      now,
      commonName: 'not a ca',
      dns: ['not-a-ca.example.com'],
      issuer: root,
      keyUsage: null,
    });
    made = {
      root,
      intermediate,
      leaf: await makeCertificate({ now, commonName: 'leaf', dns: ['leaf.example.com'], issuer: intermediate }),
      other: await makeCertificate({ now, commonName: 'other', dns: ['other.example.com'], issuer: intermediate }),
      expired: await makeCertificate({ now, commonName: 'expired', dns: ['expired.example.com'], toDays: -1 }),
      future: await makeCertificate({ now, commonName: 'future', dns: ['future.example.com'], fromDays: 2 }),
      expiring: await makeCertificate({ now, commonName: 'expiring', dns: ['expiring.example.com'], toDays: 12.5 }),
      codeSigning: await makeCertificate({
        now,
        commonName: 'code',
        dns: ['code.example.com'],
        purpose: 'neither',
        issuer: intermediate,
      }),
      codeSigningCa: await makeCertificate({
        now,
        commonName: 'code ca',
        purpose: 'neither',
        isCa: true,
        issuer: root,
      }),
      dev: await makeCertificate({ now, commonName: 'dev', isCa: true }),
      noCa,
      underNoCa: await makeCertificate({ now, commonName: 'under', dns: ['under.example.com'], issuer: noCa }),
      nameless: await makeCertificate({ now, subject: [{ O: ['evil\u202Eorg'] }], purpose: 'client', toDays: -1 }),
      byAddress: await makeCertificate({ now, subject: [], ips: ['192.0.2.1'], toDays: -1 }),
      byUri: await makeCertificate({
        now,
        subject: [],
        uris: ['spiffe://example.com/shop'],
        purpose: 'client',
        toDays: -1,
      }),
    };
  });

  /** `leaf` is a certificate, `leaf.key` its private key. */
  const text = (parts: string): string =>
    parts
      .split(' ')
      .filter(Boolean)
      .map((part) => {
        const [name, isKey] = part.split('.') as [Name, string | undefined];
        return isKey ? made[name].keyPem : made[name].pem;
      })
      .join('');

  /** Returns the findings as `code@part`, with the parts counted from 0. */
  const found = (given: string): readonly string[] => {
    const document = readPemDocument(given);
    return findFindings(document, { now, warningDays: null }).map(
      ({ code, span }) => `${code}@${document.parts.findIndex(({ block }) => block.begin.start === span.start)}`,
    );
  };

  const cases: readonly [parts: string, findings: readonly string[]][] = [
    ['', []],
    ['leaf', []],
    ['leaf intermediate', []],
    ['leaf intermediate root leaf.key', ['rootIncluded@2']],
    ['leaf.key', []],
    ['root intermediate', []],
    ['expired', ['expired@0']],
    ['leaf expired', ['expired@1']],
    ['future', ['notYetValid@0']],
    ['expiring', ['expiring@0']],
    ['leaf other.key', ['keyDoesNotMatch@1']],
    ['other.key leaf intermediate', ['keyDoesNotMatch@0']],
    ['leaf other leaf.key other.key', []],
    ['leaf leaf.key other.key', ['keyDoesNotMatch@2']],
    ['intermediate leaf', ['chainOutOfOrder@0']],
    ['leaf root intermediate', ['chainOutOfOrder@1', 'rootIncluded@1']],
    ['intermediate leaf leaf.key', ['chainOutOfOrder@0']],
    ['leaf intermediate leaf', ['duplicateCertificate@2']],
    ['intermediate intermediate leaf', ['chainOutOfOrder@0', 'duplicateCertificate@1']],
    ['dev', []],
    ['dev dev.key', ['caAsLeaf@0']],
    ['intermediate intermediate.key root', ['caAsLeaf@0', 'rootIncluded@2']],
    ['codeSigning', ['purposeFitsNoType@0']],
    ['codeSigning intermediate', ['purposeFitsNoType@0']],
    ['codeSigningCa', []],
    ['codeSigningCa codeSigningCa.key', ['caAsLeaf@0', 'purposeFitsNoType@0']],
    ['underNoCa noCa root', ['issuerMayNotSign@1', 'rootIncluded@2']],
  ];
  for (const [parts, findings] of cases)
    it(`${parts || 'nothing'}: ${findings.join(', ') || 'fine'}`, () => assert.deepEqual(found(text(parts)), findings));

  const texts: readonly [name: string, given: () => string, findings: readonly string[]][] = [
    ['a broken block', () => made.leaf.pem.replace('-----END', '----END'), ['misspeltBoundary@-1']],
    ['a missing END, once', () => made.leaf.pem.replace(/-----END.*\n/, ''), ['missingEnd@0']],
    [
      'a certificate that is none',
      () => toPem('CERTIFICATE', Buffer.from('3003020101', 'hex')),
      ['unreadableCertificate@0'],
    ],
    ['a key that is none', () => toPem('PRIVATE KEY', Buffer.from('3003020101', 'hex')), ['unreadableKey@0']],
    ['a PKCS#8 key under a label of its algorithm', () => made.leaf.keyPem.replaceAll('PRIVATE', 'EC PRIVATE'), []],
    [
      'a PKCS#8 key under a label of another',
      () => made.leaf.keyPem.replaceAll('PRIVATE', 'RSA PRIVATE'),
      ['keyLabelMismatch@0'],
    ],
    [
      'a SEC1 key under the label of PKCS#8',
      () => keyPemAs(made.leaf.keys, 'sec1').replaceAll('EC ', ''),
      ['keyLabelMismatch@0'],
    ],
    [
      'an encrypted key under the label of a plain one',
      () => keyPemAs(made.leaf.keys, 'encryptedPkcs8').replaceAll('ENCRYPTED ', ''),
      ['keyLabelMismatch@0', 'encryptedKey@0'],
    ],
    ['a key with RFC 1421 headers', () => keyPemAs(made.leaf.keys, 'legacyEncrypted'), ['encryptedKey@0']],
    ['a key behind a password', () => made.leaf.pem + keyPemAs(made.other.keys, 'encryptedPkcs8'), ['encryptedKey@1']],
    [
      'another key beside a certificate that cannot be read',
      () => made.leaf.pem + toPem('CERTIFICATE', Buffer.from([0x30, 0])) + made.other.keyPem,
      ['unreadableCertificate@1'],
    ],
  ];
  for (const [name, given, findings] of texts)
    it(`${name}: ${findings.join(', ') || 'fine'}`, () => assert.deepEqual(found(given()), findings));

  it('keeps fixed warning days', () => {
    const document = readPemDocument(text('expiring'));
    assert.deepEqual(findFindings(document, { now, warningDays: 7 }), []);
  });

  it('points from the key to the certificate', () => {
    const given = text('leaf intermediate other.key');
    const [finding] = findFindings(readPemDocument(given), { now, warningDays: null });
    assert.equal(given.slice(finding?.span.start, finding?.span.end), '-----BEGIN PRIVATE KEY-----');
    assert.deepEqual(finding?.related, [
      { span: { start: 0, end: 27 }, sentence: 'The certificate has a different key.' },
    ]);
  });

  const sentences: readonly [given: () => string, sentence: string][] = [
    [() => text('expired'), 'expired.example.com expired on 2026-11-22 00:00 UTC.'],
    [() => text('expiring'), 'expiring.example.com expires on 2026-12-05 12:00 UTC (12 d left).'],
    [() => text('leaf other.key'), 'This private key (EC P-256) matches no certificate in this file.'],
    [() => text('intermediate leaf'), 'The chain is out of order: Findings Issuing CA 1 belongs at place 2 of 2.'],
    [
      () => text('underNoCa noCa'),
      'not-a-ca.example.com signed a certificate of this chain, but is not allowed to: its basic constraints do not make it a CA.',
    ],
    [
      () => made.leaf.pem.replace('END CERTIFICATE', 'END X509 CRL'),
      'This block starts as “CERTIFICATE” and ends as “X509 CRL”.',
    ],
    [
      () => keyPemAs(made.leaf.keys, 'sec1').replaceAll('EC ', ''),
      'This key is in the SEC1 form, but its label “PRIVATE KEY” says otherwise: most programs refuse it.',
    ],
    [
      () => {
        const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString().replaceAll('RSA ', '');
      },
      'This key is in the PKCS#1 form, but its label “PRIVATE KEY” says otherwise: most programs refuse it.',
    ],
    [() => text('nameless'), 'evil\\u{202E}org expired on 2026-11-22 00:00 UTC.'],
    [() => text('byAddress'), '192.0.2.1 expired on 2026-11-22 00:00 UTC.'],
    [() => text('byUri'), 'spiffe://example.com/shop expired on 2026-11-22 00:00 UTC.'],
  ];
  for (const [given, sentence] of sentences) {
    it(sentence, () => {
      const findings = findFindings(readPemDocument(given()), { now, warningDays: null });
      assert.deepEqual(
        findings.map((finding) => findingSentence(finding, english)),
        [sentence],
      );
    });
  }

  it('has a sentence for every code, each of its own', () => {
    const all = rules.map(({ sentence }) => sentence);
    assert.equal(new Set(all).size, all.length);
    assert.equal(new Set(rules.map(({ code }) => code)).size, rules.length);
  });

  it('fills every place of every sentence it makes', () => {
    const given = [...cases.map(([parts]) => text(parts)), ...texts.map(([, make]) => make())];
    for (const each of given) {
      for (const finding of findFindings(readPemDocument(each), { now, warningDays: null })) {
        assert.doesNotMatch(findingSentence(finding, english), /\{\w+\}/);
      }
    }
  });
});
