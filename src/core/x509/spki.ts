import type { DerValue } from '../asn1/der';
import { DerError, parseDer, parseWithin } from '../asn1/der';
import { bitLength, decimalText } from '../asn1/integer';
import { oidText } from '../asn1/oid';
import { reading } from '../asn1/reading';
import { checkBits, sequenceOf, tags } from '../asn1/values';
import type { KeyAlgorithm, KeyInfo, Reading } from '../model';
import { curves } from './curves';
import { signatureAlgorithms } from './signatureAlgorithms';

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

const mlDsa = (name: string): KeyReader => named('ml-dsa', name);

/** One row a key algorithm; what is not here is named where it is known, and else by OID. */
const keyReaders: ReadonlyMap<string, KeyReader> = new Map([
  ['1.2.840.113549.1.1.1', rsa('rsa', 'RSA')],
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
  ['2.16.840.1.101.3.4.3.17', mlDsa('ML-DSA-44')],
  ['2.16.840.1.101.3.4.3.18', mlDsa('ML-DSA-65')],
  ['2.16.840.1.101.3.4.3.19', mlDsa('ML-DSA-87')],
  ...[...signatureAlgorithms]
    .filter(([, { name }]) => name.startsWith('SLH-DSA-'))
    .map(([oid, { name }]): [string, KeyReader] => [oid, named('slh-dsa', name)]),
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
