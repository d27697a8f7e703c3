import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, getCurves } from 'node:crypto';
import type { KeyInfo } from '../../../../src/core/model';
import { curves, hasCompressedPoint, lacksRsaParameters, parseSpki } from '../../../../src/core/x509/spki';
import { bitString, ed25519Spki, hex, integer, nil, oid, sequence } from '../../../fixtures/der';
import { inEnglish } from '../../../fixtures/inEnglish';

const read = (der: Uint8Array): KeyInfo => {
  const reading = parseSpki(der);
  assert.ok(reading.ok, reading.ok ? '' : inEnglish(reading.reason));
  return reading.value;
};

const spki = (algorithm: string, parameters: readonly Uint8Array[] = [], key: Uint8Array = hex('00')): Uint8Array =>
  sequence(sequence(oid(algorithm), ...parameters), bitString(key));

const rsa = '1.2.840.113549.1.1.1';
const ec = '1.2.840.10045.2.1';
const number = (bits: number): Uint8Array => integer(`00${'80'.padEnd(bits / 4, '0')}`);
const curveOid = (name: string): string => [...curves].find(([, curve]) => curve.name === name)?.[0] ?? '';
const explicitCurve = sequence(integer(1), sequence(), sequence(), hex('0400'), number(256), integer(1));

describe('parseSpki', () => {
  const cases: readonly (readonly [der: Uint8Array, key: Omit<KeyInfo, 'oid'>])[] = [
    [
      spki(rsa, [nil], sequence(number(2048), integer('010001'))),
      { algorithm: 'rsa', name: 'RSA 2048', bits: 2048, exponent: '65537' },
    ],
    [
      spki('1.2.840.113549.1.1.10', [], sequence(number(3072), integer(3))),
      { algorithm: 'rsa-pss', name: 'RSA-PSS 3072', bits: 3072, exponent: '3' },
    ],
    [spki(rsa, [nil], hex('ff')), { algorithm: 'rsa', name: 'RSA' }],
    [spki(ec, [oid(curveOid('P-256'))]), { algorithm: 'ec', name: 'EC P-256', bits: 256, curve: 'P-256' }],
    [spki(ec, [oid(curveOid('secp256k1'))]), { algorithm: 'ec', name: 'EC secp256k1', bits: 256, curve: 'secp256k1' }],
    [
      spki(ec, [oid(curveOid('brainpoolP384r1'))]),
      { algorithm: 'ec', name: 'EC brainpoolP384r1', bits: 384, curve: 'brainpoolP384r1' },
    ],
    [spki(ec, [oid('2.999')]), { algorithm: 'ec', name: 'EC 2.999', curve: '2.999' }],
    [spki(ec, [explicitCurve]), { algorithm: 'ec', name: 'EC, explicit curve', bits: 256, curve: 'explicit' }],
    [spki(ec, [sequence()]), { algorithm: 'ec', name: 'EC, explicit curve', curve: 'explicit' }],
    [spki(ec, [nil]), { algorithm: 'ec', name: 'EC' }],
    [spki(ec), { algorithm: 'ec', name: 'EC' }],
    [ed25519Spki, { algorithm: 'ed25519', name: 'Ed25519' }],
    [spki('1.3.101.113'), { algorithm: 'ed448', name: 'Ed448' }],
    [spki('1.3.101.110'), { algorithm: 'x25519', name: 'X25519' }],
    [spki('1.3.101.111'), { algorithm: 'x448', name: 'X448' }],
    [
      spki('1.2.840.10040.4.1', [sequence(number(1024), integer(1), integer(1))]),
      { algorithm: 'dsa', name: 'DSA 1024', bits: 1024 },
    ],
    [spki('1.2.840.10040.4.1'), { algorithm: 'dsa', name: 'DSA' }],
    [
      spki('1.2.840.113549.1.3.1', [sequence(number(2048), integer(2))]),
      { algorithm: 'dh', name: 'DH 2048', bits: 2048 },
    ],
    [spki('2.16.840.1.101.3.4.3.17'), { algorithm: 'ml-dsa', name: 'ML-DSA-44' }],
    [spki('2.16.840.1.101.3.4.3.18'), { algorithm: 'ml-dsa', name: 'ML-DSA-65' }],
    [spki('2.16.840.1.101.3.4.3.19'), { algorithm: 'ml-dsa', name: 'ML-DSA-87' }],
    [spki('2.16.840.1.101.3.4.3.20'), { algorithm: 'slh-dsa', name: 'SLH-DSA-SHA2-128s' }],
    [spki('2.16.840.1.101.3.4.3.31'), { algorithm: 'slh-dsa', name: 'SLH-DSA-SHAKE-256f' }],
    [spki('2.16.840.1.101.3.4.4.2'), { algorithm: 'unknown', name: 'ML-KEM-768' }],
    [spki('2.16.840.1.101.3.4.4.1'), { algorithm: 'unknown', name: 'ML-KEM-512' }],
    [spki('2.16.840.1.101.3.4.4.3'), { algorithm: 'unknown', name: 'ML-KEM-1024' }],
    [spki('1.2.840.113549.1.1.7'), { algorithm: 'unknown', name: 'RSAES-OAEP' }],
    [spki('1.3.14.3.2.12'), { algorithm: 'unknown', name: 'DSA (OIW)' }],
    [spki('1.2.643.2.2.19'), { algorithm: 'unknown', name: 'GOST R 34.10-2001' }],
    [spki('1.2.643.2.2.20'), { algorithm: 'unknown', name: 'GOST R 34.10-94' }],
    [spki('1.2.643.7.1.1.1.1'), { algorithm: 'unknown', name: 'GOST R 34.10-2012 256' }],
    [spki('1.2.643.7.1.1.1.2'), { algorithm: 'unknown', name: 'GOST R 34.10-2012 512' }],
    [
      spki('2.5.8.1.1', [], sequence(number(1024), integer(3))),
      { algorithm: 'rsa', name: 'RSA 1024', bits: 1024, exponent: '3' },
    ],
    [spki('1.2.840.10046.2.1', [sequence(number(1024), integer(2))]), { algorithm: 'dh', name: 'DH 1024', bits: 1024 }],
    [spki('2.999.5'), { algorithm: 'unknown', name: '2.999.5' }],
  ];
  for (const [der, expected] of cases) {
    it(`reads ${expected.name}, ${expected.bits ?? 'no'} bits`, () => {
      const { oid: algorithm, ...key } = read(der);
      assert.deepEqual(key, expected);
      assert.match(algorithm, /^[\d.]+$/);
    });
  }

  it('agrees with node:crypto on keys that it makes', () => {
    for (const namedCurve of ['P-256', 'P-384', 'P-521']) {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve });
      assert.equal(read(publicKey.export({ type: 'spki', format: 'der' })).curve, namedCurve);
    }
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1031 });
    const der = publicKey.export({ type: 'spki', format: 'der' });
    assert.equal(
      read(der).bits,
      createPublicKey({ key: der, type: 'spki', format: 'der' }).asymmetricKeyDetails?.modulusLength,
    );
  });

  it('names each curve as OpenSSL does, or as NIST does', () => {
    const byNist: Readonly<Record<string, string>> = {
      prime192v1: 'P-192',
      secp224r1: 'P-224',
      prime256v1: 'P-256',
      secp384r1: 'P-384',
      secp521r1: 'P-521',
    };
    // Those have no OID.
    for (const namedCurve of getCurves().filter((each) => !each.startsWith('Oakley'))) {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve });
      assert.equal(read(publicKey.export({ type: 'spki', format: 'der' })).curve, byNist[namedCurve] ?? namedCurve);
    }
  });

  it('names the keys of signatures after quantum computers in the order of NIST’s arcs (RFC 9881, RFC 9909)', () => {
    const names = ['44', '65', '87'].map((each) => `ml-dsa ML-DSA-${each}`);
    for (const hash of ['SHA2', 'SHAKE'])
      for (const size of ['128s', '128f', '192s', '192f', '256s', '256f'])
        names.push(`slh-dsa SLH-DSA-${hash}-${size}`);
    for (const [at, expected] of names.entries()) {
      const { algorithm, name } = read(spki(`2.16.840.1.101.3.4.3.${17 + at}`));
      assert.equal(`${algorithm} ${name}`, expected);
    }
  });

  const refused: readonly (readonly [string, Uint8Array])[] = [
    ['nothing', hex('')],
    ['no sequence', nil],
    ['a key that is no bit string', sequence(sequence(oid(rsa)), nil)],
    ['no algorithm', sequence(bitString())],
    ['three parts', sequence(sequence(oid(rsa)), bitString(), nil)],
  ];
  for (const [what, der] of refused) {
    it(`refuses ${what}`, () => assert.equal(parseSpki(der).ok, false));
  }
});

describe('lacksRsaParameters', () => {
  const key = sequence(number(2048), integer('010001'));
  const cases: readonly (readonly [what: string, der: Uint8Array, isLacking: boolean])[] = [
    ['has NULL', spki(rsa, [nil], key), false],
    ['has none', spki(rsa, [], key), true],
    ['is short, and has none', spki(rsa, [], hex('00')), true],
    ['is of another algorithm', spki('1.2.840.113549.1.1.10', [], key), false],
    ['cannot be read', hex('3003'), false],
  ];
  for (const [what, der, isLacking] of cases)
    it(`is ${isLacking} of a key that ${what}`, () => assert.equal(lacksRsaParameters(der), isLacking));
});

describe('hasCompressedPoint', () => {
  const curve = [oid(curveOid('P-256'))];
  const cases: readonly (readonly [what: string, der: Uint8Array, isCompressed: boolean])[] = [
    ['both coordinates', spki(ec, curve, hex(`04${'11'.repeat(64)}`)), false],
    ['one coordinate', spki(ec, curve, hex(`02${'11'.repeat(32)}`)), true],
    ['hybrid coordinates', spki(ec, curve, hex(`07${'11'.repeat(64)}`)), true],
    ['no point', spki(rsa, [nil], hex('02')), false],
    ['nothing that can be read', hex('3003'), false],
  ];
  for (const [what, der, isCompressed] of cases)
    it(`is ${isCompressed} of a key with ${what}`, () => assert.equal(hasCompressedPoint(der), isCompressed));
});
