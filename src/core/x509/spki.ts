import type { DerValue } from '../asn1/der';
import { DerError, parseDer, parseWithin, reading } from '../asn1/der';
import { bitLength, decimalText } from '../asn1/integer';
import { oidText } from '../asn1/oid';
import { bits, checkBits, sequenceOf, tags } from '../asn1/values';
import type { KeyAlgorithm, KeyInfo, Reading } from '../model';
import { signatureAlgorithms } from './signature';

interface Curve {
  /** NIST's name where it is what everyone says (`P-256`), else SECG's, X9.62's or that of the RFC. */
  readonly name: string;
  /**
   * Bits of the group's order: the key's size as OpenSSL prints it. Some differ from the field's (`secp160r1`: 161).
   */
  readonly bits: number;
}

/** Named curves by OID (SEC 2, X9.62, RFC 5639, WTLS, GB/T 32918). */
export const curves: ReadonlyMap<string, Curve> = new Map([
  ['1.3.132.0.6', { name: 'secp112r1', bits: 112 }],
  ['1.3.132.0.7', { name: 'secp112r2', bits: 110 }],
  ['1.3.132.0.28', { name: 'secp128r1', bits: 128 }],
  ['1.3.132.0.29', { name: 'secp128r2', bits: 126 }],
  ['1.3.132.0.9', { name: 'secp160k1', bits: 161 }],
  ['1.3.132.0.8', { name: 'secp160r1', bits: 161 }],
  ['1.3.132.0.30', { name: 'secp160r2', bits: 161 }],
  ['1.3.132.0.31', { name: 'secp192k1', bits: 192 }],
  ['1.3.132.0.32', { name: 'secp224k1', bits: 225 }],
  ['1.3.132.0.33', { name: 'P-224', bits: 224 }],
  ['1.3.132.0.10', { name: 'secp256k1', bits: 256 }],
  ['1.3.132.0.34', { name: 'P-384', bits: 384 }],
  ['1.3.132.0.35', { name: 'P-521', bits: 521 }],
  ['1.2.840.10045.3.1.1', { name: 'P-192', bits: 192 }],
  ['1.2.840.10045.3.1.2', { name: 'prime192v2', bits: 192 }],
  ['1.2.840.10045.3.1.3', { name: 'prime192v3', bits: 192 }],
  ['1.2.840.10045.3.1.4', { name: 'prime239v1', bits: 239 }],
  ['1.2.840.10045.3.1.5', { name: 'prime239v2', bits: 239 }],
  ['1.2.840.10045.3.1.6', { name: 'prime239v3', bits: 239 }],
  ['1.2.840.10045.3.1.7', { name: 'P-256', bits: 256 }],
  ['1.3.132.0.4', { name: 'sect113r1', bits: 113 }],
  ['1.3.132.0.5', { name: 'sect113r2', bits: 113 }],
  ['1.3.132.0.22', { name: 'sect131r1', bits: 131 }],
  ['1.3.132.0.23', { name: 'sect131r2', bits: 131 }],
  ['1.3.132.0.1', { name: 'sect163k1', bits: 163 }],
  ['1.3.132.0.2', { name: 'sect163r1', bits: 162 }],
  ['1.3.132.0.15', { name: 'sect163r2', bits: 163 }],
  ['1.3.132.0.24', { name: 'sect193r1', bits: 193 }],
  ['1.3.132.0.25', { name: 'sect193r2', bits: 193 }],
  ['1.3.132.0.26', { name: 'sect233k1', bits: 232 }],
  ['1.3.132.0.27', { name: 'sect233r1', bits: 233 }],
  ['1.3.132.0.3', { name: 'sect239k1', bits: 238 }],
  ['1.3.132.0.16', { name: 'sect283k1', bits: 281 }],
  ['1.3.132.0.17', { name: 'sect283r1', bits: 282 }],
  ['1.3.132.0.36', { name: 'sect409k1', bits: 407 }],
  ['1.3.132.0.37', { name: 'sect409r1', bits: 409 }],
  ['1.3.132.0.38', { name: 'sect571k1', bits: 570 }],
  ['1.3.132.0.39', { name: 'sect571r1', bits: 570 }],
  ['1.2.840.10045.3.0.1', { name: 'c2pnb163v1', bits: 163 }],
  ['1.2.840.10045.3.0.2', { name: 'c2pnb163v2', bits: 162 }],
  ['1.2.840.10045.3.0.3', { name: 'c2pnb163v3', bits: 162 }],
  ['1.2.840.10045.3.0.4', { name: 'c2pnb176v1', bits: 161 }],
  ['1.2.840.10045.3.0.5', { name: 'c2tnb191v1', bits: 191 }],
  ['1.2.840.10045.3.0.6', { name: 'c2tnb191v2', bits: 190 }],
  ['1.2.840.10045.3.0.7', { name: 'c2tnb191v3', bits: 189 }],
  ['1.2.840.10045.3.0.10', { name: 'c2pnb208w1', bits: 193 }],
  ['1.2.840.10045.3.0.11', { name: 'c2tnb239v1', bits: 238 }],
  ['1.2.840.10045.3.0.12', { name: 'c2tnb239v2', bits: 237 }],
  ['1.2.840.10045.3.0.13', { name: 'c2tnb239v3', bits: 236 }],
  ['1.2.840.10045.3.0.16', { name: 'c2pnb272w1', bits: 257 }],
  ['1.2.840.10045.3.0.17', { name: 'c2pnb304w1', bits: 289 }],
  ['1.2.840.10045.3.0.18', { name: 'c2tnb359v1', bits: 353 }],
  ['1.2.840.10045.3.0.19', { name: 'c2pnb368w1', bits: 353 }],
  ['1.2.840.10045.3.0.20', { name: 'c2tnb431r1', bits: 418 }],
  ['2.23.43.1.4.1', { name: 'wap-wsg-idm-ecid-wtls1', bits: 112 }],
  ['2.23.43.1.4.3', { name: 'wap-wsg-idm-ecid-wtls3', bits: 163 }],
  ['2.23.43.1.4.4', { name: 'wap-wsg-idm-ecid-wtls4', bits: 113 }],
  ['2.23.43.1.4.5', { name: 'wap-wsg-idm-ecid-wtls5', bits: 163 }],
  ['2.23.43.1.4.6', { name: 'wap-wsg-idm-ecid-wtls6', bits: 112 }],
  ['2.23.43.1.4.7', { name: 'wap-wsg-idm-ecid-wtls7', bits: 161 }],
  ['2.23.43.1.4.8', { name: 'wap-wsg-idm-ecid-wtls8', bits: 113 }],
  ['2.23.43.1.4.9', { name: 'wap-wsg-idm-ecid-wtls9', bits: 161 }],
  ['2.23.43.1.4.10', { name: 'wap-wsg-idm-ecid-wtls10', bits: 232 }],
  ['2.23.43.1.4.11', { name: 'wap-wsg-idm-ecid-wtls11', bits: 233 }],
  ['2.23.43.1.4.12', { name: 'wap-wsg-idm-ecid-wtls12', bits: 224 }],
  ['1.3.36.3.3.2.8.1.1.1', { name: 'brainpoolP160r1', bits: 160 }],
  ['1.3.36.3.3.2.8.1.1.2', { name: 'brainpoolP160t1', bits: 160 }],
  ['1.3.36.3.3.2.8.1.1.3', { name: 'brainpoolP192r1', bits: 192 }],
  ['1.3.36.3.3.2.8.1.1.4', { name: 'brainpoolP192t1', bits: 192 }],
  ['1.3.36.3.3.2.8.1.1.5', { name: 'brainpoolP224r1', bits: 224 }],
  ['1.3.36.3.3.2.8.1.1.6', { name: 'brainpoolP224t1', bits: 224 }],
  ['1.3.36.3.3.2.8.1.1.7', { name: 'brainpoolP256r1', bits: 256 }],
  ['1.3.36.3.3.2.8.1.1.8', { name: 'brainpoolP256t1', bits: 256 }],
  ['1.3.36.3.3.2.8.1.1.9', { name: 'brainpoolP320r1', bits: 320 }],
  ['1.3.36.3.3.2.8.1.1.10', { name: 'brainpoolP320t1', bits: 320 }],
  ['1.3.36.3.3.2.8.1.1.11', { name: 'brainpoolP384r1', bits: 384 }],
  ['1.3.36.3.3.2.8.1.1.12', { name: 'brainpoolP384t1', bits: 384 }],
  ['1.3.36.3.3.2.8.1.1.13', { name: 'brainpoolP512r1', bits: 512 }],
  ['1.3.36.3.3.2.8.1.1.14', { name: 'brainpoolP512t1', bits: 512 }],
  ['1.2.156.10197.1.301', { name: 'SM2', bits: 256 }],
]);

/** Reads the public facts of the key in a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
export function parseSpki(der: Uint8Array): Reading<KeyInfo> {
  return reading(() => toKeyInfo(parseDer(der)));
}

/**
 * `bits`, `curve` and `exponent` are absent where the key's own parameters are absent or malformed: the certificate
 * around it still reads.
 */
export function toKeyInfo(spki: DerValue | undefined): KeyInfo {
  const parts = sequenceOf(spki, 'The public key');
  const [algorithm, key] = parts;
  const [oidValue, parameters] = sequenceOf(algorithm, "The public key's algorithm");
  if (key === undefined || parts.length > 2) {
    throw new DerError('The public key is not a pair of algorithm and key.', spki?.start ?? 0);
  }
  checkBits(key, 'The public key');
  const oid = oidText(oidValue, "The public key's algorithm");
  const read =
    keyReaders.get(oid) ?? named('unknown', unreadKeys.get(oid) ?? signatureAlgorithms.get(oid)?.name ?? oid);
  return read(parameters, key, oid);
}

/** Returns whether there are no parameters beside rsaEncryption, which has to have NULL (RFC 3279 §2.3.1). */
export function lacksRsaParameters(spki: Uint8Array): boolean {
  const algorithm = reading(() => {
    const [oid, ...parameters] = sequenceOf(sequenceOf(parseDer(spki), 'The public key')[0], 'The algorithm');
    return { oid: oidText(oid, 'The algorithm'), parameters };
  });
  return algorithm.ok && algorithm.value.oid === rsaEncryption && algorithm.value.parameters.length === 0;
}

/** Returns whether the point of an EC key is written otherwise than with both coordinates (SEC 1 §2.3.3). */
export function hasCompressedPoint(spki: Uint8Array): boolean {
  const point = reading(() => {
    const der = parseDer(spki);
    return toKeyInfo(der).algorithm === 'ec' ? bits(der.children[1], 'The public key').bytes[0] : undefined;
  });
  return point.ok && [2, 3, 6, 7].includes(point.value ?? 0);
}

type KeyReader = (parameters: DerValue | undefined, key: DerValue, oid: string) => KeyInfo;

const named =
  (algorithm: KeyAlgorithm, name: string): KeyReader =>
  (_parameters, _key, oid) => ({ oid, algorithm, name });

/** Reads an RSA key. Where its own parts cannot be read, only the family is known. */
const rsa =
  (algorithm: 'rsa' | 'rsa-pss', family: string): KeyReader =>
  (_parameters, { bytes, content, contentEnd }, oid) => {
    const size = reading(() => {
      const [modulus, exponent] = sequenceOf(parseWithin(bytes, content + 1, contentEnd), 'The RSA key');
      return { bits: bitLength(modulus, 'The RSA modulus'), exponent: decimalText(exponent, 'The RSA exponent') };
    });
    if (!size.ok) return { oid, algorithm, name: family };
    const { bits, exponent } = size.value;
    return { oid, algorithm, name: `${family} ${bits}`, bits, exponent };
  };

/** Reads a DSA or Diffie-Hellman key: the size is that of p, the first of the parameters. */
const ofPrime =
  (algorithm: 'dsa' | 'dh', family: string): KeyReader =>
  (parameters, _key, oid) => {
    const size = reading(() => bitLength(sequenceOf(parameters, 'The parameters')[0], 'The prime p'));
    return size.ok
      ? { oid, algorithm, name: `${family} ${size.value}`, bits: size.value }
      : { oid, algorithm, name: family };
  };

/** Reads an EC key (RFC 5480 §2.1.1): a named curve, the curve written out (X9.62), or nothing said. */
const ec: KeyReader = (parameters, _key, oid) => {
  const algorithm = 'ec';
  if (parameters?.tag === tags.oid) {
    const named = reading(() => oidText(parameters, 'The curve'));
    if (!named.ok) return { oid, algorithm, name: 'EC' };
    const curve = curves.get(named.value);
    return curve === undefined
      ? { oid, algorithm, name: `EC ${named.value}`, curve: named.value }
      : { oid, algorithm, name: `EC ${curve.name}`, curve: curve.name, bits: curve.bits };
  }
  if (parameters?.tag === tags.sequence) {
    const order = reading(() => bitLength(parameters.children[4], 'The order of the curve'));
    const known = { oid, algorithm, name: 'EC, explicit curve', curve: 'explicit' } as const;
    return order.ok ? { ...known, bits: order.value } : known;
  }
  return { oid, algorithm, name: 'EC' };
};

const rsaEncryption = '1.2.840.113549.1.1.1';

/** One row a key algorithm; what is not here is named where it is known, and else by OID. */
const keyReaders: ReadonlyMap<string, KeyReader> = new Map([
  [rsaEncryption, rsa('rsa', 'RSA')],
  ['2.5.8.1.1', rsa('rsa', 'RSA')],
  ['1.2.840.113549.1.1.10', rsa('rsa-pss', 'RSA-PSS')],
  ['1.2.840.10045.2.1', ec],
  ['1.3.101.110', named('x25519', 'X25519')],
  ['1.3.101.111', named('x448', 'X448')],
  ['1.3.101.112', named('ed25519', 'Ed25519')],
  ['1.3.101.113', named('ed448', 'Ed448')],
  ['1.2.840.10040.4.1', ofPrime('dsa', 'DSA')],
  ['1.2.840.113549.1.3.1', ofPrime('dh', 'DH')],
  ['1.2.840.10046.2.1', ofPrime('dh', 'DH')],
  // These keys are named like their signatures.
  ...[...signatureAlgorithms].flatMap(([oid, { name }]): [string, KeyReader][] => {
    const algorithm = name.startsWith('ML-DSA-') ? 'ml-dsa' : name.startsWith('SLH-DSA-') ? 'slh-dsa' : undefined;
    return algorithm ? [[oid, named(algorithm, name)]] : [];
  }),
]);

/** Keys that are named and no more. */
const unreadKeys: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.7', 'RSAES-OAEP'],
  ['1.3.14.3.2.12', 'DSA (OIW)'],
  ['1.2.643.2.2.19', 'GOST R 34.10-2001'],
  ['1.2.643.2.2.20', 'GOST R 34.10-94'],
  ['1.2.643.7.1.1.1.1', 'GOST R 34.10-2012 256'],
  ['1.2.643.7.1.1.1.2', 'GOST R 34.10-2012 512'],
  ['2.16.840.1.101.3.4.4.1', 'ML-KEM-512'],
  ['2.16.840.1.101.3.4.4.2', 'ML-KEM-768'],
  ['2.16.840.1.101.3.4.4.3', 'ML-KEM-1024'],
]);
