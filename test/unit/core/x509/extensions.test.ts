import assert from 'node:assert/strict';
import { parseDer } from '../../../../src/core/asn1/der';
import type { Extension, ExtensionContent } from '../../../../src/core/model';
import { checkExtensions, readExtensions } from '../../../../src/core/x509/extensions';
import {
  bitString,
  boolean,
  explicit,
  extension,
  hex,
  ia5,
  implicit,
  integer,
  nil,
  octetString,
  oid,
  sequence,
  tlv,
  utf8,
} from '../../../fixtures/der';
import { inEnglish } from '../../../fixtures/inEnglish';

const ascii = (value: string): Uint8Array => Buffer.from(value, 'latin1');
const uri = (value: string): Uint8Array => implicit(6, ascii(value));
const dns = (value: string): Uint8Array => implicit(2, ascii(value));
const sct = hex(`00 ${'ab'.repeat(32)} 0000018f00000000 0000 0403 0000`);
const u16 = (length: number): Uint8Array => hex(length.toString(16).padStart(4, '0'));
const scts = (...entries: readonly Uint8Array[]): Uint8Array => {
  const list = Buffer.concat(entries.flatMap((each) => [u16(each.length), each]));
  return octetString(u16(list.length), list);
};

const contents: readonly (readonly [name: string, oid: string, value: Uint8Array, content: ExtensionContent])[] = [
  ['Subject Key Identifier', '2.5.29.14', octetString(hex('0102')), { kind: 'subjectKeyIdentifier', keyId: '0102' }],
  [
    'Key Usage',
    '2.5.29.15',
    tlv(0x03, hex('05 a0')),
    { kind: 'keyUsage', usages: ['digitalSignature', 'keyEncipherment'] },
  ],
  [
    'Key Usage',
    '2.5.29.15',
    tlv(0x03, hex('07 0680')),
    { kind: 'keyUsage', usages: ['keyCertSign', 'cRLSign', 'decipherOnly'] },
  ],
  ['Key Usage', '2.5.29.15', bitString(), { kind: 'keyUsage', usages: [] }],
  [
    'Subject Alternative Name',
    '2.5.29.17',
    sequence(dns('a.example')),
    { kind: 'subjectAltName', entries: [{ kind: 'dns', value: 'a.example' }] },
  ],
  ['Issuer Alternative Name', '2.5.29.18', sequence(), { kind: 'issuerAltName', entries: [] }],
  ['Basic Constraints', '2.5.29.19', sequence(), { kind: 'basicConstraints', isCa: false }],
  [
    'Basic Constraints',
    '2.5.29.19',
    sequence(boolean(true), integer(3)),
    { kind: 'basicConstraints', isCa: true, pathLength: 3 },
  ],
  ['Basic Constraints', '2.5.29.19', sequence(boolean(false)), { kind: 'basicConstraints', isCa: false }],
  ['Basic Constraints', '2.5.29.19', sequence(integer(0)), { kind: 'basicConstraints', isCa: false, pathLength: 0 }],
  ['Basic Constraints', '2.5.29.19', sequence(boolean(true), integer('fb')), { kind: 'basicConstraints', isCa: true }],
  [
    'Name Constraints',
    '2.5.29.30',
    sequence(
      explicit(0, sequence(dns('example.com')), sequence(implicit(7, hex('0a000000ff000000')))),
      explicit(1, sequence(implicit(1, ascii('example.org')), implicit(0, hex('00')))),
    ),
    { kind: 'nameConstraints', permitted: ['DNS:example.com', 'IP:10.0.0.0/8'], excluded: ['email:example.org'] },
  ],
  [
    // A name relative to the issuer is no address (RFC 5280 §4.2.1.13).
    'CRL Distribution Points',
    '2.5.29.31',
    sequence(sequence(explicit(0, explicit(1, uri('http://relative'))))),
    { kind: 'crlDistributionPoints', addresses: [] },
  ],
  [
    'CRL Distribution Points',
    '2.5.29.31',
    sequence(
      sequence(explicit(0, explicit(0, uri('http://a/1'), uri('ldap://b')))),
      sequence(explicit(0, explicit(1))),
      sequence(explicit(0, explicit(0, uri('http://a/2'))), implicit(1, hex('0780'))),
    ),
    { kind: 'crlDistributionPoints', addresses: ['http://a/1', 'ldap://b', 'http://a/2'] },
  ],
  [
    'Certificate Policies',
    '2.5.29.32',
    sequence(
      sequence(oid('2.23.140.1.2.1')),
      sequence(
        oid('2.999'),
        sequence(
          sequence(oid('1.3.6.1.5.5.7.2.1'), ia5('http://cps')),
          sequence(oid('1.3.6.1.5.5.7.2.2'), sequence(utf8('notice'))),
        ),
      ),
    ),
    {
      kind: 'certificatePolicies',
      policies: [
        { oid: '2.23.140.1.2.1', cps: [] },
        { oid: '2.999', cps: ['http://cps'] },
      ],
    },
  ],
  [
    'Authority Key Identifier',
    '2.5.29.35',
    sequence(implicit(0, hex('0a0b')), explicit(1, dns('ca.example')), implicit(2, hex('00ff'))),
    { kind: 'authorityKeyIdentifier', keyId: '0a0b', issuer: [{ kind: 'dns', value: 'ca.example' }], serial: 'FF' },
  ],
  ['Authority Key Identifier', '2.5.29.35', sequence(), { kind: 'authorityKeyIdentifier' }],
  [
    'Extended Key Usage',
    '2.5.29.37',
    sequence(oid('1.3.6.1.5.5.7.3.1'), oid('2.999')),
    { kind: 'extendedKeyUsage', oids: ['1.3.6.1.5.5.7.3.1', '2.999'] },
  ],
  [
    'Freshest CRL',
    '2.5.29.46',
    sequence(sequence(explicit(0, explicit(0, uri('http://d'))))),
    { kind: 'crlDistributionPoints', addresses: ['http://d'] },
  ],
  [
    'Authority Information Access',
    '1.3.6.1.5.5.7.1.1',
    sequence(
      sequence(oid('1.3.6.1.5.5.7.48.1'), uri('http://ocsp')),
      sequence(oid('1.3.6.1.5.5.7.48.2'), uri('http://ca')),
    ),
    {
      kind: 'authorityInfoAccess',
      access: [
        { method: '1.3.6.1.5.5.7.48.1', address: 'http://ocsp' },
        { method: '1.3.6.1.5.5.7.48.2', address: 'http://ca' },
      ],
    },
  ],
  ['Subject Information Access', '1.3.6.1.5.5.7.1.11', sequence(), { kind: 'subjectInfoAccess', access: [] }],
  ['TLS Feature', '1.3.6.1.5.5.7.1.24', sequence(integer(5), integer(17)), { kind: 'tlsFeature', features: [5, 17] }],
  ['OCSP No Check', '1.3.6.1.5.5.7.48.1.5', nil, { kind: 'marker' }],
  ['Precertificate Poison', '1.3.6.1.4.1.11129.2.4.3', nil, { kind: 'marker' }],
  [
    'Signed Certificate Timestamps',
    '1.3.6.1.4.1.11129.2.4.2',
    scts(sct, sct),
    {
      kind: 'sctList',
      scts: Array.from({ length: 2 }, () => ({ version: 0, logId: 'ab'.repeat(32), time: 0x18f00000000 })),
    },
  ],
  ['Private Key Usage Period', '2.5.29.16', sequence(), { kind: 'unknown' }],
  ['2.999.1', '2.999.1', hex('deadbeef'), { kind: 'unknown' }],
];

const malformed: readonly (readonly [what: string, oid: string, value: Uint8Array, reason: RegExp])[] = [
  ['names that are no list', '2.5.29.17', ascii('example.com'), /ends beyond|list of names/],
  ['a purpose that is no OID', '2.5.29.37', sequence(integer(1)), /A purpose/],
  ['a key usage that is no bit string', '2.5.29.15', integer(1), /Key Usage/],
  ['a CA flag of two bytes', '2.5.29.19', sequence(tlv(0x01, hex('ff00'))), /CA flag/],
  ['a list of timestamps that is cut off', '1.3.6.1.4.1.11129.2.4.2', octetString(hex('0020 0001 00')), /cut off/],
  ['a timestamp longer than its list', '1.3.6.1.4.1.11129.2.4.2', octetString(hex('0003 ffff 00')), /cut off/],
  ['a timestamp too short', '1.3.6.1.4.1.11129.2.4.2', scts(hex('00')), /cut off/],
  ['one byte of a length', '1.3.6.1.4.1.11129.2.4.2', octetString(hex('0001 00')), /cut off/],
  ['a marker with a value', '1.3.6.1.5.5.7.48.1.5', integer(1), /another type/],
  ['a constraint without a name', '2.5.29.30', sequence(explicit(0, sequence())), /has no name/],
  ['nothing', '2.5.29.14', Buffer.alloc(0), /cut short/],
];

function readOne(der: Uint8Array): Extension {
  const [one] = readExtensions(checkExtensions(parseDer(sequence(der))));
  assert.ok(one);
  return one;
}

describe('readExtensions', () => {
  for (const [name, type, value, content] of contents) {
    it(`reads ${name}: ${JSON.stringify(content).slice(0, 70)}`, () => {
      assert.deepEqual(readOne(extension(type, value)), {
        oid: type,
        name,
        isCritical: false,
        content,
        hex: Buffer.from(value).toString('hex'),
      });
    });
  }

  for (const [what, type, value, reason] of malformed) {
    it(`says that ${what} is malformed, and keeps the bytes`, () => {
      const { content, hex: bytes } = readOne(extension(type, value));
      assert.equal(content.kind, 'malformed');
      assert.match(content.kind === 'malformed' ? inEnglish(content.reason) : '', reason);
      assert.equal(bytes, Buffer.from(value).toString('hex'));
    });
  }

  it('reads criticality', () => assert.equal(readOne(extension('2.999', nil, true)).isCritical, true));
  it('reads a criticality of false that DER would leave out', () => {
    assert.equal(readOne(sequence(oid('2.999'), boolean(false), octetString())).isCritical, false);
  });

  const refused: readonly (readonly [string, Uint8Array])[] = [
    ['without a value', sequence(oid('2.999'))],
    ['with a value that is no OCTET STRING', sequence(oid('2.999'), nil)],
    ['with four parts', sequence(oid('2.999'), boolean(true), octetString(), nil)],
    ['without an OID', sequence(octetString(), octetString())],
  ];
  for (const [what, der] of refused) {
    it(`refuses one ${what}`, () => assert.throws(() => readOne(der), { name: 'Error' }));
  }
});
