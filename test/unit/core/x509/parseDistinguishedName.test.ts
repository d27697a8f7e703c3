import assert from 'node:assert/strict';
import { parseDer } from '../../../../src/core/asn1/der';
import { readName } from '../../../../src/core/x509/distinguishedName';
import { partsOfName, partsOfText } from '../../../../src/core/x509/parseDistinguishedName';
import { name } from '../../../fixtures/der';

/** The parts of a certificate's name, by OID and value. */
const own = (...attributes: readonly [string, string][]) => partsOfName(readName(parseDer(name(...attributes))));

describe('partsOfText', () => {
  const cases: readonly (readonly [text: string, attributes: readonly [string, string][]])[] = [
    [
      'CN=R3,O=Example',
      [
        ['2.5.4.3', 'R3'],
        ['2.5.4.10', 'Example'],
      ],
    ],
    [
      'C = US, O = "Example, Inc."',
      [
        ['2.5.4.6', 'US'],
        ['2.5.4.10', 'Example, Inc.'],
      ],
    ],
    [
      '/C=US/CN=R3',
      [
        ['2.5.4.6', 'US'],
        ['2.5.4.3', 'R3'],
      ],
    ],
    [
      'O=Example\\, Inc.;CN=a\\"b+OU=c',
      [
        ['2.5.4.10', 'Example, Inc.'],
        ['2.5.4.3', 'a"b'],
        ['2.5.4.11', 'c'],
      ],
    ],
    ['CN=\\d0\\94om', [['2.5.4.3', 'Дom']]],
    ['CN=#0c025233', [['2.5.4.3', 'R3']]],
    [
      'CN=two   spaces,O= Wide ',
      [
        ['2.5.4.3', 'two spaces'],
        ['2.5.4.10', 'wide'],
      ],
    ],
    [
      '2.5.4.3=R3,OID.2.5.4.10=Example',
      [
        ['2.5.4.3', 'R3'],
        ['2.5.4.10', 'Example'],
      ],
    ],
    // Spellings of Java, Windows, Go and OpenSSL.
    ['E=a@b.test', [['1.2.840.113549.1.9.1', 'a@b.test']]],
    ['Email=a@b.test', [['1.2.840.113549.1.9.1', 'a@b.test']]],
    ['emailAddress=a@b.test', [['1.2.840.113549.1.9.1', 'a@b.test']]],
    ['S=Bavaria', [['2.5.4.8', 'Bavaria']]],
    ['SP=Bavaria', [['2.5.4.8', 'Bavaria']]],
    ['ST=Bavaria', [['2.5.4.8', 'Bavaria']]],
    ['T=Dr', [['2.5.4.12', 'Dr']]],
    ['G=Ada', [['2.5.4.42', 'Ada']]],
    [
      'givenName=Ada,surname=Byron',
      [
        ['2.5.4.42', 'Ada'],
        ['2.5.4.4', 'Byron'],
      ],
    ],
  ];
  for (const [text, attributes] of cases)
    it(`reads ${text}`, () => assert.deepEqual(partsOfText(text), own(...attributes)));

  it('finds nothing where there is no type with a value', () => {
    for (const text of ['', 'R3', '=R3', `CN=${'a'.repeat(4_094)}`]) assert.deepEqual(partsOfText(text), [], text);
    assert.equal(partsOfText(`CN=${'a'.repeat(4_093)}`).length, 1);
  });

  it('leaves hex that is no short string as it is', () => {
    for (const value of ['#', '#0c', '#0c03aabb', `#0c80${'61'.repeat(128)}`, `#0c81${'61'.repeat(127)}`])
      assert.deepEqual(partsOfText(`CN=${value}`), [['cn', value]]);
    assert.deepEqual(partsOfText('CN=#0c00'), [['cn', '']]);
  });
});
