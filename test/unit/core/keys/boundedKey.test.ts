import assert from 'node:assert/strict';
import type { KeyObject } from 'node:crypto';
import { generateKeyPairSync } from 'node:crypto';
import { linkState } from '../../../../src/core/chain/links';
import { keyFit, readPrivateKeyDer } from '../../../../src/core/keys/keys';
import type { Certificate } from '../../../../src/core/model';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import { makeCertificate } from '../../../fixtures/certificates';
import { watchCrypto } from '../../../fixtures/cryptoCalls';
import type { Der } from '../../../fixtures/der';
import {
  bitString,
  certificate,
  explicit,
  integer,
  name,
  nil,
  octetString,
  oid,
  sequence,
  tlv,
} from '../../../fixtures/der';

const dsa = '1.2.840.10040.4.1';
const dh = '1.2.840.113549.1.3.1';
const ec = '1.2.840.10045.2.1';
const rsa = '1.2.840.113549.1.1.1';
const p256 = oid('1.2.840.10045.3.1.7');

/** A positive INTEGER of so many bits, all of them ones. */
const ones = (bits: number): Der => tlv(2, Buffer.from([0]), Buffer.alloc(Math.ceil(bits / 8), 0xff));
const pkcs8 = (algorithm: Der, key: Der): Der => sequence(integer(0), algorithm, octetString(key));
const group = (algorithm: string, bits: number): Der =>
  sequence(oid(algorithm), sequence(ones(bits), ones(256), integer(2)));
const rsaKey = (bits: number, exponent = integer('010001')): Der =>
  sequence(integer(0), ones(bits), exponent, ...[bits, bits / 2, bits / 2, bits / 2, bits / 2, bits / 2].map(ones));
const explicitCurve = sequence(
  integer(1),
  sequence(oid('1.2.840.10045.1.1'), ones(8192)),
  sequence(octetString(), octetString()),
  octetString(),
  ones(8192),
);

const read = (der: Der) => watchCrypto(['createPrivateKey', 'createPublicKey'], () => readPrivateKeyDer(der));

describe('A key that would be work without end', () => {
  const keys: readonly [what: string, key: Der][] = [
    ['DSA of 20 kB', pkcs8(group(dsa, 80_000), ones(80_000))],
    ['DSA with a prime just too large', pkcs8(group(dsa, 4_104), ones(256))],
    ['DSA with a number just too large', pkcs8(group(dsa, 2_048), ones(4_104))],
    [
      'DSA with a generator of 20 kB',
      pkcs8(sequence(oid(dsa), sequence(ones(2_048), ones(256), ones(160_000))), ones(256)),
    ],
    ['DH of 9,992 bits', pkcs8(group(dh, 9_992), ones(9_992))],
    ['X9.42 DH of 9,992 bits', pkcs8(group('1.2.840.10046.2.1', 9_992), ones(9_992))],
    [
      'a curve that is written out',
      pkcs8(sequence(oid(ec), explicitCurve), sequence(integer(1), octetString(Buffer.alloc(32, 1)))),
    ],
    [
      'a curve that is written out inside of a named one',
      pkcs8(
        sequence(oid(ec), p256),
        sequence(integer(1), octetString(Buffer.alloc(32, 1)), explicit(0, explicitCurve)),
      ),
    ],
    [
      'an EC number of 20 kB',
      pkcs8(sequence(oid(ec), p256), sequence(integer(1), octetString(Buffer.alloc(20_000, 1)))),
    ],
    [
      'a SEC1 key of a curve that is written out',
      sequence(integer(1), octetString(Buffer.alloc(32, 1)), explicit(0, explicitCurve)),
    ],
    ['RSA of 16,392 bits', rsaKey(16_392)],
    ['RSA with a long exponent, in PKCS#8', pkcs8(sequence(oid(rsa), nil), rsaKey(2_048, ones(2_048)))],
    [
      'RSA with a prime of 20 kB',
      sequence(
        integer(0),
        ones(2_048),
        integer('010001'),
        ones(2_048),
        ones(160_000),
        ...[1, 1, 1, 1].map(() => ones(1_024)),
      ),
    ],
    [
      'RSA with many primes',
      sequence(
        integer(1),
        ...[2_048, 17, 2_048, 512, 512, 512, 512, 512].map(ones),
        sequence(...Array.from({ length: 4 }, () => sequence(integer(3), integer(3), integer(3)))),
      ),
    ],
    ['an algorithm that nobody knows', pkcs8(sequence(oid('1.2.3.4')), Buffer.alloc(100))],
    ['an Ed25519 key of 20 kB', pkcs8(sequence(oid('1.3.101.112')), octetString(Buffer.alloc(20_000)))],
  ];
  for (const [what, key] of keys) {
    it(`is not shown to node:crypto: ${what}`, () => {
      const { result, calls } = read(key);
      assert.deepEqual(
        calls.map((call) => call.name),
        [],
      );
      assert.notEqual(result.status, 'encrypted');
    });
  }

  it('is one of which it cannot be told what it fits', async () => {
    const made = parseCertificate((await makeCertificate({ now: Date.UTC(2026, 10, 23) })).der);
    assert.ok(made.ok);
    const key = readPrivateKeyDer(pkcs8(group(dsa, 80_000), ones(80_000)));
    assert.deepEqual([key.status, keyFit(made.value, key)], ['unsupported', 'cannotTell']);
  });

  it('signs nothing that is checked', () => {
    const signedBy = (spki: Der): Certificate => {
      const made = parseCertificate(
        certificate({ issuer: name(['2.5.4.3', 'CA']), subject: name(['2.5.4.3', 'CA']), spki }),
      );
      assert.ok(made.ok);
      return made.value;
    };
    const spkis: readonly Der[] = [
      sequence(group(dsa, 80_000), bitString(ones(80_000))),
      sequence(sequence(oid(rsa), nil), bitString(sequence(ones(16_392), integer('010001')))),
      sequence(sequence(oid(rsa), nil), bitString(sequence(ones(2_048), ones(2_048)))),
      sequence(sequence(oid('2.5.8.1.1'), nil), bitString(sequence(ones(16_392), integer(3)))),
      sequence(sequence(oid(ec), explicitCurve), bitString(Buffer.alloc(65, 4))),
      sequence(sequence(oid('1.2.3.4')), bitString(Buffer.alloc(20))),
    ];
    for (const spki of spkis) {
      const one = signedBy(spki);
      const { result, calls } = watchCrypto(['X509Certificate'], () => linkState(one, one));
      assert.deepEqual([result, calls.length], ['cannotTell', 0]);
    }
  });
});

describe('A key of a usual size', () => {
  const pairs: readonly (readonly [kind: string, make: () => Record<'privateKey' | 'publicKey', KeyObject>])[] = [
    ['rsa', () => generateKeyPairSync('rsa', { modulusLength: 2_048 })],
    ['rsa-pss', () => generateKeyPairSync('rsa-pss', { modulusLength: 1_024 })],
    ['dsa', () => generateKeyPairSync('dsa', { modulusLength: 1_024, divisorLength: 160 })],
    ...['prime256v1', 'secp521r1', 'secp256k1', 'brainpoolP512r1', 'sect571r1'].map(
      (namedCurve) => [`ec ${namedCurve}`, () => generateKeyPairSync('ec', { namedCurve })] as const,
    ),
    ['ed25519', () => generateKeyPairSync('ed25519')],
    ['ed448', () => generateKeyPairSync('ed448')],
    ['x25519', () => generateKeyPairSync('x25519')],
    ['x448', () => generateKeyPairSync('x448')],
  ];
  for (const [kind, make] of pairs) {
    it(`is read with node:crypto: ${kind}`, () => {
      const { privateKey, publicKey } = make();
      const { result, calls } = read(privateKey.export({ type: 'pkcs8', format: 'der' }));
      assert.deepEqual(
        calls.map((call) => call.name),
        ['createPrivateKey', 'createPublicKey'],
      );
      assert.ok(result.status === 'plain');
      assert.deepEqual(Buffer.from(result.spki), publicKey.export({ type: 'spki', format: 'der' }));
    });
  }
  it('is shown to node:crypto up to the limits', () => {
    const largest = [
      pkcs8(sequence(oid(rsa), nil), rsaKey(16_384)),
      pkcs8(group(dsa, 4_096), ones(256)),
      pkcs8(group(dh, 4_096), ones(4_096)),
    ];
    for (const key of largest) assert.equal(read(key).calls[0]?.name, 'createPrivateKey');
  });
});
