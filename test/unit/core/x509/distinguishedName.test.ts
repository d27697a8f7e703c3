import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { parseDer } from '../../../../src/core/asn1/der';
import { attributeTypes } from '../../../../src/core/x509/attributeTypes';
import { toName } from '../../../../src/core/x509/distinguishedName';
import { certificate, hex, integer, name, oid, sequence, set, text, tlv, utf8 } from '../../../fixtures/der';

const read = (der: Uint8Array): ReturnType<typeof toName> => toName(parseDer(der), 'The subject');
const cn = '2.5.4.3';

describe('toName', () => {
  it('keeps parts, text and bytes', () => {
    const der = name(['2.5.4.6', 'DE'], ['2.5.4.10', 'Example, Inc.'], [cn, 'a.example']);
    assert.deepEqual(read(der), {
      rdns: [
        [{ oid: '2.5.4.6', type: 'C', value: 'DE' }],
        [{ oid: '2.5.4.10', type: 'O', value: 'Example, Inc.' }],
        [{ oid: cn, type: 'CN', value: 'a.example' }],
      ],
      text: 'CN=a.example,O=Example\\, Inc.,C=DE',
      der: Buffer.from(der).toString('hex'),
    });
  });

  it('reads an RDN of two attributes', () => {
    const der = sequence(set(sequence(oid(cn), utf8('a')), sequence(oid('0.9.2342.19200300.100.1.1'), utf8('b'))));
    assert.equal(read(der).text, 'UID=b+CN=a');
    assert.equal(read(der).rdns[0]?.length, 2);
  });

  it('shows the DER of a type without a name in the text, its string in the parts', () => {
    const { text: shown, rdns } = read(name(['1.3.6.1.4.1.36914', 'example']));
    assert.equal(shown, '1.3.6.1.4.1.36914=#0C076578616D706C65');
    assert.equal(rdns[0]?.[0]?.value, 'example');
  });

  it('shows the DER of what is no string', () => {
    const { text: shown, rdns } = read(sequence(set(sequence(oid(cn), integer(5)))));
    assert.equal(shown, 'CN=#020105');
    assert.equal(rdns[0]?.[0]?.value, '#020105');
  });

  it('calls each type that has a name what OpenSSL calls it', () => {
    const subject = name(...[...attributeTypes.keys()].map((type): [string, string] => [type, 'x']));
    const words = new X509Certificate(Buffer.from(certificate({ subject }))).subject.split('\n');
    assert.deepEqual(
      read(subject).rdns.map(([part]) => `${part?.type ?? ''}=x`),
      words,
    );
  });

  it('reads an empty name', () => assert.deepEqual(read(sequence()), { rdns: [], text: '', der: '3000' }));

  const refused: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['no sequence', set(), /The subject is missing/],
    ['an RDN that is no set', sequence(sequence()), /A part of the subject/],
    ['an attribute without a value', sequence(set(sequence(oid(cn)))), /not a pair/],
    ['an attribute with two values', sequence(set(sequence(oid(cn), utf8('a'), utf8('b')))), /not a pair/],
    ['a type that is no OID', sequence(set(sequence(text(0x13, 'CN'), utf8('a')))), /attribute type/],
    ['a type that is cut off', sequence(set(sequence(tlv(0x06, hex('55 84')), utf8('a')))), /cut off/],
  ];
  for (const [what, der, reason] of refused) {
    it(`refuses ${what}`, () => assert.throws(() => read(der), reason));
  }
});
