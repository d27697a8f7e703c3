import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { parseDer } from '../../../../src/core/asn1/der';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import { hasWeakSignature, signatureAlgorithms, toSignatureAlgorithm } from '../../../../src/core/x509/signature';
import { certificate, explicit, integer, name as nameOf, nil, oid, sequence } from '../../../fixtures/der';

const pss = '1.2.840.113549.1.1.10';

/** Returns OpenSSL's short names of OIDs, as it prints those of a subject. */
const shortNames = (types: readonly string[]): readonly string[] =>
  new X509Certificate(
    Buffer.from(certificate({ subject: nameOf(...types.map((type): [string, string] => [type, 'x'])) })),
  ).subject
    .split('\n')
    .map((line) => line.replace(/=x$/, ''));
const letters = (text: string): string => text.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
const hash = (type: string): Uint8Array => explicit(0, sequence(oid(type), nil));

describe('hasWeakSignature', () => {
  const weak = (type: string): boolean => {
    const read = parseCertificate(certificate({ algorithm: sequence(oid(type)) }));
    assert.ok(read.ok);
    return hasWeakSignature(read.value);
  };

  it('is so of every algorithm over MD2, MD4, MD5, SHA-0 and SHA-1, and of no other', () => {
    const found = [...signatureAlgorithms].filter(([type]) => weak(type)).map(([, { hash = '' }]) => hash);
    assert.deepEqual([...new Set(found)].sort(), ['MD2', 'MD4', 'MD5', 'SHA', 'SHA-1']);
    const others = [...signatureAlgorithms].filter(([type]) => !weak(type)).map(([, { hash = '' }]) => hash);
    assert.ok(others.every((hash) => !found.includes(hash)));
  });
});

describe('toSignatureAlgorithm', () => {
  const cases: readonly (readonly [der: Uint8Array, name: string, hash?: string])[] = [
    [sequence(oid('1.2.840.113549.1.1.11'), nil), 'sha256WithRSAEncryption', 'SHA-256'],
    [sequence(oid('1.2.840.10045.4.3.3')), 'ecdsa-with-SHA384', 'SHA-384'],
    [sequence(oid('1.3.101.112')), 'Ed25519'],
    [sequence(oid('2.16.840.1.101.3.4.3.18')), 'ML-DSA-65'],
    [sequence(oid('2.999.1')), '2.999.1'],
    [
      sequence(oid(pss), sequence(hash('2.16.840.1.101.3.4.2.1'), explicit(2, integer(32)))),
      'RSASSA-PSS with SHA-256',
      'SHA-256',
    ],
    [sequence(oid(pss), sequence(hash('2.16.840.1.101.3.4.2.3'))), 'RSASSA-PSS with SHA-512', 'SHA-512'],
    [sequence(oid(pss), sequence()), 'RSASSA-PSS with SHA-1', 'SHA-1'],
    [sequence(oid(pss), sequence(hash('2.999'))), 'RSASSA-PSS with 2.999', '2.999'],
    [sequence(oid(pss)), 'RSASSA-PSS'],
    [sequence(oid(pss), sequence(explicit(0, integer(1)))), 'RSASSA-PSS'],
  ];
  for (const [der, name, hash] of cases) {
    it(`names ${name}`, () => {
      const read = toSignatureAlgorithm(parseDer(der));
      assert.deepEqual([read.name, read.hash], [name, hash]);
    });
  }
  const types = [...signatureAlgorithms.keys()];
  const known = shortNames(types).map((word, at) => ({ type: types[at] ?? '', word }));
  const read = (type: string) => toSignatureAlgorithm(parseDer(sequence(oid(type))));

  it('says the hash that OpenSSL says, in the name as well', () => {
    const ending = /[-_](md\d|sha(?:3-)?\d*(?:\/\d+)?|ripemd160|mdc2|sm3)(?:-2|-old)?$/i;
    const hashed = known.flatMap(({ type, word }) => {
      const said = ending.exec(word)?.[1];
      return said === undefined ? [] : [{ type, said }];
    });
    assert.ok(hashed.length > 40);
    for (const { type, said } of hashed) {
      const { name, hash = 'none' } = read(type);
      assert.equal(letters(hash), letters(said), name);
      assert.ok(letters(name).includes(letters(hash)), name);
    }
  });

  it('says the algorithm of the key that OpenSSL says', () => {
    for (const { type, word } of known) {
      const [family = type] = /rsa|ecdsa|dsa|ed25519|ed448|sm2|gost/i.exec(word) ?? [];
      assert.match(
        read(type).name,
        word === type ? /^(ML|SLH)-DSA-/ : new RegExp(`(?<![a-z])${family}|With${family}`, 'i'),
      );
    }
  });

  it('says the algorithms of GOST as OpenSSL does', () => {
    const gost = known.filter(({ word }) => /gost/i.test(word));
    assert.deepEqual(
      gost.map(({ type }) => read(type).name),
      [
        'GOST R 34.11-94 with GOST R 34.10-2001',
        'GOST R 34.11-94 with GOST R 34.10-94',
        'GOST R 34.10-2012 with GOST R 34.11-2012 (256 bit)',
        'GOST R 34.10-2012 with GOST R 34.11-2012 (512 bit)',
      ],
    );
  });

  it('leaves the hash to the parameters of ECDSA where they have it, and says none', () =>
    assert.deepEqual(['1.2.840.10045.4.2', '1.2.840.10045.4.3'].map(read), [
      { oid: '1.2.840.10045.4.2', name: 'ecdsa-with-Recommended' },
      { oid: '1.2.840.10045.4.3', name: 'ecdsa-with-Specified' },
    ]));

  it('names each hash of RSASSA-PSS as OpenSSL does', () => {
    const arc = '2.16.840.1.101.3.4.2';
    const hashes = [
      '1.2.840.113549.2.5',
      '1.3.14.3.2.26',
      ...Array.from({ length: 12 }, (_, at) => `${arc}.${at + 1}`),
    ];
    const words = shortNames(hashes);
    for (const [at, type] of hashes.entries()) {
      const { name, hash: said = '' } = toSignatureAlgorithm(parseDer(sequence(oid(pss), sequence(hash(type)))));
      assert.equal(letters(said), letters(words[at] ?? ''));
      assert.equal(name, `RSASSA-PSS with ${said}`);
    }
  });

  it('refuses what is no algorithm', () =>
    assert.throws(() => toSignatureAlgorithm(parseDer(integer(1))), /signature algorithm/));
});
