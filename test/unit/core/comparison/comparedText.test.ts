import assert from 'node:assert/strict';
import { comparedTexts, normalText } from '../../../../src/core/comparison/comparedText';
import type { Compared } from '../../../../src/core/comparison/facts';
import type { DetailOptions } from '../../../../src/core/details/input';
import type { Certificate, CertificateMetadata } from '../../../../src/core/model';
import { english } from '../../../../src/shared/translate';
import { makeAuthority } from '../../../fixtures/certificates';
import { makeParsed } from '../../../fixtures/parsed';

const now = Date.UTC(2026, 10, 23, 12);
const options: DetailOptions = { now, warningDays: null, translate: english };
const compare = (left: Compared, right: Compared, notes?: readonly string[]) =>
  comparedTexts({ left, right, ...(notes ? { notes } : {}) }, options);
/** The lines that one side has and the other has not. */
const differences = (left: Compared, right: Compared): readonly string[] => {
  const texts = compare(left, right);
  const [one, other] = [texts.left.split('\n'), texts.right.split('\n')];
  return [
    ...one.filter((line) => !other.includes(line)).map((line) => `- ${line.trim()}`),
    ...other.filter((line) => !one.includes(line)).map((line) => `+ ${line.trim()}`),
  ];
};

describe('comparedTexts', () => {
  let certificate: Certificate;
  let other: Certificate;
  before(async () => {
    const { intermediate } = await makeAuthority(now);
    const subject = [{ C: ['DE'] }, { O: ['Example, Inc.'] }, { CN: ['Bücher Shop'] }];
    certificate = await makeParsed({
      now,
      subject,
      dns: ['shop.example.com', '*.shop.example.com'],
      ips: ['192.0.2.1', '2001:db8::1'],
      serial: '0a1b2c',
      issuer: intermediate,
      key: 'RSA 2048',
    });
    other = await makeParsed({ now, commonName: 'other', dns: ['other.example.com'], serial: '0a1b2d' });
  });

  /** Metadata in the spelling of a Go service; RFC 4514 names, decimal serial number. */
  const metadata = (change: Partial<CertificateMetadata> = {}): CertificateMetadata => ({
    subject: 'CN=Bücher Shop,O=Example\\, Inc.,C=DE',
    issuer: certificate.issuer.text,
    serial: String(0x0a1b2c),
    signatureAlgorithm: 'ECDSA-SHA256',
    validity: certificate.validity,
    names: ['shop.example.com', '*.shop.example.com', '192.0.2.1', '2001:db8::1'],
    extensions: Object.fromEntries(certificate.extensions.map(({ oid, hex }) => [oid, hex])),
    ...change,
  });

  it('says all of two certificates that are at hand, and nothing else', () => {
    const texts = compare({ certificate }, { certificate: other });
    assert.deepEqual(texts, { left: normalText(certificate, options), right: normalText(other, options) });
  });

  const spellings: readonly [what: string, change: () => Partial<CertificateMetadata>][] = [
    ['as a Go service writes it', () => ({})],
    ['a serial number in hex', () => ({ serial: '0A:1B:2C' })],
    ['a serial number behind 0x, without its zero', () => ({ serial: '0xa1b2c' })],
    ['a serial number that is none', () => ({ serial: 'none' })],
    ['names of old', () => ({ subject: '/C=DE/O=Example, Inc./CN=bücher  shop' })],
    ['names with spaces and quotes', () => ({ subject: 'C = DE, O = "Example, Inc.", CN = Bücher Shop' })],
    ['a name of fewer parts', () => ({ subject: 'CN=Bücher Shop' })],
    ['a name of more parts', () => ({ subject: 'CN=Bücher Shop,OU=Sales,O=Example\\, Inc.,C=DE' })],
    ['a name that is no name', () => ({ subject: 'Bücher Shop' })],
    [
      'names in another order and case',
      () => ({ names: ['2001:0DB8:0:0::1', '*.SHOP.example.com', '192.0.2.1', 'Shop.Example.com.'] }),
    ],
    ['no addresses', () => ({ names: ['*.shop.example.com', 'shop.example.com'] })],
    ['no names', () => ({ names: [] })],
    ['OpenSSL’s word for the signature', () => ({ signatureAlgorithm: 'ecdsa-with-SHA256' })],
    ['a word for the signature that is none', () => ({ signatureAlgorithm: '7' })],
    [
      'a fraction of a second',
      () => ({
        validity: { notBefore: certificate.validity.notBefore + 400, notAfter: certificate.validity.notAfter },
      }),
    ],
    ['no dates', () => ({ validity: undefined as never })],
    ['extensions in words', () => ({ extensions: { 'X509v3 Key Usage': 'Digital Signature' } })],
    [
      'extensions in hex with colons',
      () => ({
        extensions: Object.fromEntries(
          certificate.extensions.map(({ oid, hex }) => [oid, hex.toUpperCase().replace(/..(?=.)/g, '$&:')]),
        ),
      }),
    ],
    ['no extensions', () => ({ extensions: {} })],
    [
      'nothing at all',
      () => ({
        subject: '',
        issuer: '',
        serial: '',
        signatureAlgorithm: '',
        validity: undefined as never,
        names: [],
        extensions: {},
      }),
    ],
  ];
  for (const [what, change] of spellings)
    it(`finds no difference between a certificate and its own metadata: ${what}`, () => {
      assert.deepEqual(differences({ metadata: metadata(change()) }, { certificate }), []);
      assert.deepEqual(differences({ certificate }, { metadata: metadata(change()) }), []);
      assert.deepEqual(differences({ metadata: metadata(change()) }, { metadata: metadata() }), []);
    });

  const changes: readonly [what: string, change: () => Partial<CertificateMetadata>, expected: readonly string[]][] = [
    [
      'the serial number',
      () => ({ serial: '661291' }),
      ['- Serial number: 661291', '+ Serial number: 0A1B2C (662316)'],
    ],
    [
      'the serial number in hex',
      () => ({ serial: '0a:1b:2f' }),
      ['- Serial number: 0A1B2F', '+ Serial number: 0A1B2C'],
    ],
    ['the subject', () => ({ subject: 'CN=Old Shop,O=Example\\, Inc.,C=DE' }), ['- CN: Old Shop', '+ CN: Bücher Shop']],
    [
      'a name',
      () => ({ names: ['shop.example.com', 'www.example.com', '192.0.2.1', '2001:db8::1'] }),
      ['- DNS name: www.example.com', '+ DNS name: *.shop.example.com'],
    ],
    [
      'an address',
      () => ({ names: ['shop.example.com', '*.shop.example.com', '192.0.2.9', '2001:db8::1'] }),
      ['- IP address: 192.0.2.9', '+ IP address: 192.0.2.1'],
    ],
    [
      'the end',
      () => ({ validity: { ...certificate.validity, notAfter: Date.UTC(2026, 11, 1) } }),
      ['- Not after: 2026-12-01 00:00:00 UTC', '+ Not after: 2027-01-22 12:00:00 UTC'],
    ],
    [
      'an end that is none',
      () => ({ validity: { ...certificate.validity, notAfter: Date.UTC(9999, 11, 31, 23, 59, 59) } }),
      ['- Not after: no expiration date', '+ Not after: 2027-01-22 12:00:00 UTC'],
    ],
    [
      'the signature',
      () => ({ signatureAlgorithm: 'SHA1-RSA' }),
      ['- Signed with: SHA1-RSA', '+ Signed with: ecdsa-with-SHA256'],
    ],
    [
      'an extension',
      () => ({ extensions: { '2.5.29.15': '030207ff' } }),
      ['- Key Usage: 030207ff', '+ Key Usage: Digital signature', '+ Key Usage: Key encipherment'],
    ],
  ];
  for (const [what, change, expected] of changes)
    it(`finds a true difference: ${what}`, () =>
      assert.deepEqual(differences({ metadata: metadata(change()) }, { certificate }), expected));

  it('says on both sides that a certificate does not expire', () => {
    const validity = { ...certificate.validity, notAfter: Date.UTC(9999, 11, 31, 23, 59, 59) };
    const { left, right } = compare(
      { metadata: metadata({ validity }) },
      { certificate: { ...certificate, validity } },
    );
    for (const text of [left, right]) assert.match(text, /Not after: no expiration date/);
  });

  it('names what the gateway does not tell, on both sides alike', () => {
    const { left, right } = compare(
      { metadata: metadata({ names: ['shop.example.com'], serial: 'x', extensions: {} }) },
      { certificate },
      ['Leaf certificates alone.'],
    );
    const omitted = ['IP address', 'Serial number', 'Extensions', 'Public key', 'Fingerprints'].map(
      (each) => `# - ${each}`,
    );
    const head = [
      '# Leaf certificates alone.',
      '# Not returned by the gateway, or not comparable:',
      ...omitted,
      '',
      'Validity',
    ];
    assert.deepEqual(
      [left, right].map((text) => text.split('\n').slice(0, head.length)),
      [head, head],
    );
  });

  it('writes out what hides', () =>
    assert.doesNotMatch(compare({ metadata: metadata({ subject: 'CN=a\u202Eb' }) }, { certificate }).left, /\u202E/));
});
