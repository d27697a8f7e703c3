import assert from 'node:assert/strict';
import { contentsOf } from '../../../../src/core/details/detail';
import type { DetailOptions, FileCertificateInput } from '../../../../src/core/details/input';
import type { KeyReading } from '../../../../src/core/keys/keys';
import { readPrivateKeyDer } from '../../../../src/core/keys/keys';
import type { Certificate, Reading } from '../../../../src/core/model';
import { english } from '../../../../src/shared/translate';
import { makeCertificate } from '../../../fixtures/certificates';
import { parse } from '../../../fixtures/parsed';

const now = Date.UTC(2026, 10, 23, 12);
const options: DetailOptions = { now, warningDays: null, translate: english };
const keyOf = (pem: string): KeyReading =>
  readPrivateKeyDer(Buffer.from(pem.replace(/-----.*-----|\s/g, ''), 'base64'));

describe('contentsOf', () => {
  let one: Reading<Certificate>;
  let other: Reading<Certificate>;
  let keys: readonly [KeyReading, KeyReading, KeyReading];
  before(async () => {
    const made = await Promise.all(
      ['one.example', 'other.example', 'third.example'].map((name) =>
        makeCertificate({ now, dns: [name], commonName: name, toDays: 12 }),
      ),
    );
    const [first, second, third] = made.map((each) => ({
      reading: { ok: true, value: parse(each) } as const,
      key: keyOf(each.keyPem),
    }));
    assert(first && second && third);
    [one, other, keys] = [first.reading, second.reading, [first.key, second.key, third.key]];
  });
  const contents = (certificates: readonly Reading<Certificate>[], held: readonly KeyReading[], index = 0) => {
    assert(one.ok);
    const input: FileCertificateInput = {
      from: 'file',
      file: 'a.p12',
      index,
      count: certificates.length,
      certificate: one.value,
      chain: [],
      contents: { certificates, keys: held },
    };
    return contentsOf(input, options).contents;
  };
  const broken: Reading<Certificate> = { ok: false, reason: 'Its PEM block is broken.' };

  it('says nothing of a file that holds one certificate, nor where it was not asked for', () => {
    assert.equal(contents([one], []), undefined);
    assert(one.ok);
    assert.deepEqual(
      contentsOf({ from: 'file', file: 'a', index: 0, count: 2, certificate: one.value, chain: [] }, options),
      {},
    );
  });

  it('lists every certificate, marks the shown one, and says what cannot be read', () =>
    assert.deepEqual(
      contents([one, other, broken], [], 1)?.certificates.map(({ text, note, isShown, isReadable }) => [
        text,
        note,
        isShown,
        isReadable,
      ]),
      [
        ['1: one.example', 'Expiring · in 12 days', false, true],
        ['2: other.example', 'Expiring · in 12 days', true, true],
        ['3: cannot be read', 'Its PEM block is broken.', false, false],
      ],
    ));

  const fits: readonly [
    what: string,
    certificates: () => readonly Reading<Certificate>[],
    key: () => KeyReading,
    expected: string,
  ][] = [
    ['one it fits', () => [other, one], () => keys[0], 'Private key: EC P-256 · fits certificate 2'],
    ['several it fits', () => [one, other, one], () => keys[0], 'Private key: EC P-256 · fits certificate 1, 3'],
    ['none it fits', () => [one, other], () => keys[2], 'Private key: EC P-256 · fits no certificate here'],
    ['one that cannot be read', () => [broken], () => keys[2], 'Private key: EC P-256 · cannot be compared here'],
    [
      'a password',
      () => [one],
      () => ({ status: 'encrypted', format: 'pkcs8', scheme: 'x' }),
      'Private key: protected with a password',
    ],
    [
      'another format',
      () => [one],
      () => ({ status: 'unsupported', reason: 'No.' }),
      'Private key: cannot be read here',
    ],
    ['damage', () => [one], () => ({ status: 'broken', reason: 'No.' }), 'Private key: broken'],
  ];
  for (const [what, certificates, key, expected] of fits)
    it(`says of a key before ${what}: ${expected}`, () =>
      assert.deepEqual(contents(certificates(), [key()])?.keys, [expected]));

  it('does not hold a key against more certificates than costs no time, and is not sure then', () =>
    assert.deepEqual(
      contents(
        Array.from({ length: 30 }, () => other),
        [keys[2]],
      )?.keys,
      ['Private key: EC P-256 · cannot be compared here'],
    ));
});
