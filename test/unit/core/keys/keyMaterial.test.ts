import assert from 'node:assert/strict';
import { createPublicKey, ECDH } from 'node:crypto';
import { writeDer } from '../../../../src/core/asn1/values';
import { isSameKey, toKeyMaterial } from '../../../../src/core/keys/keyMaterial';
import { oid } from '../../../fixtures/der';
import { makeKeyPair } from '../../../fixtures/keyPairs';

const ecKey = Buffer.from('06072a8648ce3d0201', 'hex');
const p256 = Buffer.from('06082a8648ce3d030107', 'hex');
const p384 = Buffer.from('06052b81040022', 'hex');
const bitString = (bytes: Uint8Array) => writeDer(0x03, Buffer.from([0]), bytes);
const ecSpki = (curve: Uint8Array, point: Uint8Array) => writeDer(0x30, writeDer(0x30, ecKey, curve), bitString(point));
const pointOf = (spki: Uint8Array) => Buffer.from(spki.subarray(spki.length - 65));
const converted = (point: Buffer, form: 'compressed' | 'hybrid') =>
  ECDH.convertKey(point, 'prime256v1', undefined, undefined, form) as Buffer;

/** P-256 written out (SEC 1 §C.2), with the base point given. */
const explicitP256 = (basePoint: string) =>
  writeDer(
    0x30,
    Buffer.from('020101', 'hex'),
    writeDer(
      0x30,
      Buffer.from('06072a8648ce3d0101', 'hex'),
      integer('00ffffffff00000001000000000000000000000000ffffffffffffffffffffffff'),
    ),
    writeDer(0x30, writeDer(0x04, Buffer.alloc(32, 1)), writeDer(0x04, Buffer.alloc(32, 2))),
    writeDer(0x04, Buffer.from(basePoint, 'hex')),
    integer('00ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'),
  );
const integer = (hex: string) => writeDer(0x02, Buffer.from(hex, 'hex'));
const base = '036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296';

describe('isSameKey', () => {
  const compare = (a: Uint8Array, b: Uint8Array) => isSameKey(toKeyMaterial(a), toKeyMaterial(b));
  let spki: Uint8Array;
  let other: Uint8Array;
  before(async () => {
    spki = (await makeKeyPair('EC P-256', 'material')).spki;
    other = (await makeKeyPair('EC P-256', 'other material')).spki;
  });

  const ec: readonly [name: string, respell: (point: Buffer) => Uint8Array, same: boolean | undefined][] = [
    ['a compressed point', (point) => ecSpki(p256, converted(point, 'compressed')), true],
    ['a hybrid point', (point) => ecSpki(p256, converted(point, 'hybrid')), true],
    ['the curve written out', (point) => ecSpki(explicitP256(base), point), true],
    ['the curve left out', (point) => ecSpki(Buffer.alloc(0), point), true],
    [
      'another base point on the written curve',
      (point) => ecSpki(explicitP256(base.replace('6b', '6c')), point),
      undefined,
    ],
    ['another curve of the same point', (point) => ecSpki(p384, point), undefined],
    ['the mirrored point', (point) => mirrored(point), false],
  ];
  const mirrored = (point: Buffer) => {
    const compressed = converted(point, 'compressed');
    compressed[0] = (compressed[0] ?? 2) ^ 1;
    return ecSpki(p256, compressed);
  };
  for (const [name, respell, same] of ec) {
    it(`${name}: ${same}`, () => assert.equal(compare(spki, respell(pointOf(spki))), same));
  }

  it('another point of the same curve: false', () => assert.equal(compare(spki, other), false));

  it('RSA with a modulus that lost its leading zero: true', async () => {
    const rsa = (await makeKeyPair('RSA 2048', 'material')).spki;
    const jwk = createPublicKey({ key: Buffer.from(rsa), format: 'der', type: 'spki' }).export({ format: 'jwk' });
    const numbers = [jwk.n, jwk.e].map((part) => writeDer(0x02, Buffer.from(part ?? '', 'base64url')));
    const algorithm = Buffer.from('300d06092a864886f70d0101010500', 'hex');
    assert.equal(compare(rsa, writeDer(0x30, algorithm, bitString(writeDer(0x30, ...numbers)))), true);
    const pss = Buffer.from('300b06092a864886f70d01010a', 'hex');
    assert.equal(
      compare(rsa, writeDer(0x30, pss, bitString(writeDer(0x30, ...numbers)))),
      undefined,
      'a key for RSA-PSS alone',
    );
    assert.equal(compare(rsa, spki), false, 'another family');
  });

  const spkiOf = (algorithm: Uint8Array, key: Uint8Array): Buffer => writeDer(0x30, algorithm, bitString(key));
  const oidValue = (hexOid: string): Buffer => writeDer(0x06, Buffer.from(hexOid, 'hex'));
  const x957 = '1.2.840.10040.4.1';
  const sm2 = oidValue('2a811ccf5501822d');
  const point = (byte: number): Buffer => Buffer.concat([Buffer.from([4]), Buffer.alloc(64, byte)]);
  const dsaGroup = writeDer(0x30, integer('61'), integer('0b'), integer('03'));
  const row = (name: string, a: Uint8Array, b: Uint8Array, same: boolean | undefined): void => {
    it(`${String(same)}: ${name}`, () => assert.equal(compare(a, b), same));
  };
  describe('of other algorithms', () => {
    const ecSm2 = (byte: number): Buffer => spkiOf(writeDer(0x30, ecKey, sm2), point(byte));
    const ownSm2 = (byte: number): Buffer => spkiOf(writeDer(0x30, sm2), point(byte));
    row('SM2 by the OID of its curve and as a curve', ownSm2(1), ecSm2(1), true);
    row('SM2 by the OID of its curve and another key as a curve', ownSm2(1), ecSm2(2), false);
    const dsa = (hexOid: string, y: string): Buffer => spkiOf(writeDer(0x30, oidValue(hexOid), dsaGroup), integer(y));
    row('DSA by OIW and by X9.57', dsa('2b0e03020c', '05'), dsa('2a8648ce380401', '05'), true);
    row('another DSA key by OIW', dsa('2b0e03020c', '05'), dsa('2a8648ce380401', '06'), false);
    const unknown = (arc: string, byte: number): Buffer =>
      spkiOf(writeDer(0x30, oidValue(`2a0304${arc}`)), Buffer.alloc(32, byte));
    row('an unknown algorithm, the same bytes', unknown('05', 1), unknown('05', 1), true);
    row('an unknown algorithm, other bytes', unknown('05', 1), unknown('05', 2), undefined);
    row('two unknown algorithms', unknown('05', 1), unknown('06', 1), undefined);
    row('an unknown algorithm and a known one', unknown('05', 1), ecSm2(1), undefined);
    const ed25519 = (byte: number): Buffer => spkiOf(writeDer(0x30, oidValue('2b6570')), Buffer.alloc(32, byte));
    row('two Ed25519 keys', ed25519(1), ed25519(2), false);
    row('Ed25519 and EC', ed25519(1), ecSm2(1), false);
    const bare = (name: string, byte: number): Buffer => spkiOf(writeDer(0x30, oid(name)), Buffer.alloc(32, byte));
    const known = [
      ['finite field Diffie-Hellman by PKCS#3', '1.2.840.113549.1.3.1'],
      ['finite field Diffie-Hellman by X9.42', '1.2.840.10046.2.1'],
      ['X25519', '1.3.101.110'],
      ['X448', '1.3.101.111'],
      ['Ed448', '1.3.101.113'],
      ['ML-DSA-44', '2.16.840.1.101.3.4.3.17'],
      ['ML-DSA-65', '2.16.840.1.101.3.4.3.18'],
      ['ML-DSA-87', '2.16.840.1.101.3.4.3.19'],
    ] as const;
    for (const [name, type] of known) row(`two keys of ${name}`, bare(type, 1), bare(type, 2), false);
    const rsa = (type: string, modulus: string): Buffer =>
      spkiOf(writeDer(0x30, oid(type)), writeDer(0x30, integer(modulus), integer('03')));
    for (const [name, type] of [
      ['X.500', '2.5.8.1.1'],
      ['RSAES-OAEP', '1.2.840.113549.1.1.7'],
    ] as const)
      row(`RSA by the OID of ${name}, without its leading zero`, rsa(type, '00c5'), rsa(type, 'c5'), true);
    const ecdh = (key: Uint8Array): Buffer => spkiOf(writeDer(0x30, oid('1.3.132.1.12'), p256), key);
    row('ECDH, the point compressed', ecdh(point(1)), ecdh(Buffer.from(`03${'01'.repeat(32)}`, 'hex')), true);
    row('DSA without its group', dsa('2a8648ce380401', '05'), spkiOf(writeDer(0x30, oid(x957)), integer('05')), true);
  });
});
