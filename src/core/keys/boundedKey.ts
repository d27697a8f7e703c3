/**
 * Decides, from the parsed form alone, which keys `node:crypto` may see. Decoding a key can be work without end:
 * OpenSSL computes g^x mod p for a DSA key of any size, and a point of any curve that is written out.
 */
import type { DerValue } from '../asn1/der';
import { DerError, parseDer, reading } from '../asn1/der';
import { oidText } from '../asn1/oid';
import { bits, contentBytes, explicitPart, octets, sequenceOf, tags } from '../asn1/values';
import type { Bounded } from '../crypto';
import { limits } from '../limits';
import type { Certificate } from '../model';
import { curves } from '../x509/spki';

/**
 * Returns a private key in DER that may be passed to `node:crypto`. Undefined for one whose form or size it must not
 * see.
 */
export const toBoundedKey = (der: Uint8Array, format: 'pkcs1' | 'pkcs8' | 'sec1'): Bounded | undefined =>
  boundedIf(der, () => isBoundedKey(sequenceOf(parseDer(der), 'The key'), format));

/**
 * A certificate in DER that may be handed to `node:crypto`, which decodes its key at once. Undefined for another one.
 *
 * @param role the key of a `signed` one is not computed with, and may be of an algorithm that is not known here
 */
export const toBoundedCertificate = (
  { der, spki }: Pick<Certificate, 'der' | 'spki'>,
  role: 'signed' | 'signer',
): Bounded | undefined => boundedIf(der, () => isBoundedSpki(parseDer(spki), role));

/** Marks bytes as bounded: nowhere else is a key called so. */
function boundedIf(der: Uint8Array, isBounded: () => boolean): Bounded | undefined {
  const checked = der.length > limits.objectBytes ? undefined : reading(isBounded);
  return checked?.ok && checked.value ? (der as Bounded) : undefined;
}

function isBoundedKey(parts: readonly DerValue[], format: 'pkcs1' | 'pkcs8' | 'sec1'): boolean {
  switch (format) {
    case 'pkcs1':
      return isBoundedRsaKey(parts);
    case 'sec1':
      return isBoundedEcKey(parts, undefined);
    case 'pkcs8':
      return isBoundedPkcs8(parts);
  }
}

/** The OIDs of RSA. X.509's own is for public keys alone. */
const rsaOids: ReadonlySet<string> = new Set(['1.2.840.113549.1.1.1', '1.2.840.113549.1.1.10', '2.5.8.1.1']);
const ecOid = '1.2.840.10045.2.1';
const dsaOid = '1.2.840.10040.4.1';
/** The OIDs of DH in PKCS#3 and X9.42. */
const dhOids: ReadonlySet<string> = new Set(['1.2.840.113549.1.3.1', '1.2.840.10046.2.1']);

/**
 * Algorithms whose keys have one size, or a few, and the largest of their private keys in bytes (RFC 8410, FIPS 204).
 */
const fixedSizes: ReadonlyMap<string, number> = new Map([
  ...['1.3.101.110', '1.3.101.111', '1.3.101.112', '1.3.101.113'].map((oid): [string, number] => [oid, 64]),
  ...['2.16.840.1.101.3.4.3.17', '2.16.840.1.101.3.4.3.18', '2.16.840.1.101.3.4.3.19'].map((oid): [string, number] => [
    oid,
    8192,
  ]),
]);

/** Checks a OneAsymmetricKey (RFC 5958 §2): version, algorithm, key. */
function isBoundedPkcs8([, algorithm, key]: readonly DerValue[]): boolean {
  const [oidValue, parameters] = sequenceOf(algorithm, 'The algorithm');
  const oid = oidText(oidValue, 'The algorithm');
  const content = octets(key, tags.octetString, 'The key');
  if (rsaOids.has(oid)) return isBoundedRsaKey(sequenceOf(parseDer(content), 'The RSA key'));
  if (oid === ecOid) return isBoundedEcKey(sequenceOf(parseDer(content), 'The EC key'), parameters);
  if (oid === dsaOid || dhOids.has(oid))
    return isBoundedGroup(parameters) && bitsOf(parseDer(content)) <= limits.primeBits;
  return content.length <= (fixedSizes.get(oid) ?? -1);
}

/** Checks an RSAPrivateKey (RFC 8017 §A.1.2). Version 1 brings further primes, of which OpenSSL takes three. */
function isBoundedRsaKey([version, ...numbers]: readonly DerValue[]): boolean {
  const [, exponent] = numbers;
  const further = numbers.slice(8).flatMap((each) => sequenceOf(each, 'The further primes'));
  const all = [...numbers.slice(0, 8), ...further.flatMap((each) => sequenceOf(each, 'A further prime'))];
  return (
    bitsOf(version) <= 8 &&
    numbers.length <= 9 &&
    further.length <= 3 &&
    all.every((each) => bitsOf(each) <= limits.rsaBits) &&
    isBoundedExponent(exponent)
  );
}

/** Returns whether the exponent is small enough: beyond that, checking one signature takes as long as making one. */
const isBoundedExponent = (value: DerValue | undefined): boolean => bitsOf(value) <= limits.rsaExponentBits;

/** Checks an ECPrivateKey (RFC 5915 §3). OpenSSL believes the curve inside it before the one around it. */
function isBoundedEcKey(parts: readonly DerValue[], outer: DerValue | undefined): boolean {
  const [inner, point] = [explicitPart(parts, 0), explicitPart(parts, 1)];
  const spoken = [outer, inner].filter((each) => each !== undefined);
  const number = octets(parts[1], tags.octetString, 'The EC key');
  return (
    spoken.length > 0 &&
    spoken.every(isNamedCurve) &&
    number.length <= maxPointBytes &&
    (point === undefined || contentBytes(point).length <= maxPointBytes)
  );
}

/** The size of a point: two coordinates of the largest curve, sect571, and what says how they are written. */
const maxPointBytes = 2 * 72 + 2;

const isNamedCurve = (value: DerValue | undefined): boolean =>
  value?.tag === tags.oid && curves.has(oidText(value, 'The curve'));

/** Checks a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
function isBoundedSpki(spki: DerValue, role: 'signed' | 'signer'): boolean {
  const [algorithm, keyValue] = sequenceOf(spki, 'The public key');
  const [oidValue, parameters] = sequenceOf(algorithm, 'The algorithm');
  const oid = oidText(oidValue, 'The algorithm');
  const key = bits(keyValue, 'The public key').bytes;
  if (rsaOids.has(oid)) {
    const [modulus, exponent] = sequenceOf(parseDer(key), 'The RSA key');
    return bitsOf(modulus) <= limits.rsaBits && isBoundedExponent(exponent);
  }
  if (oid === ecOid) return isNamedCurve(parameters) && key.length <= maxPointBytes;
  // The parameters of DSA may be the issuer's (RFC 3279 §2.3.2): nothing can be computed without them.
  if (oid === dsaOid || dhOids.has(oid))
    return (parameters === undefined || isBoundedGroup(parameters)) && bitsOf(parseDer(key)) <= limits.primeBits;
  return key.length <= (fixedSizes.get(oid) ?? (role === 'signed' ? maxOtherBytes : -1));
}

/**
 * Largest public key of an algorithm that is not known here: of those of FIPS 203 to 205, the largest has 2,592 bytes.
 */
const maxOtherBytes = 8_192;

/** Checks p, q and g of DSA, or p, g and more of DH: p is the largest of them. */
const isBoundedGroup = (parameters: DerValue | undefined): boolean =>
  sequenceOf(parameters, 'The parameters').every(
    (each) => each.tag !== tags.integer || bitsOf(each) <= limits.primeBits,
  );

/** Returns the size of an INTEGER in bits, rounded up to whole bytes. */
function bitsOf(value: DerValue | undefined): number {
  if (value?.tag !== tags.integer) throw new DerError('An integer is missing.', value?.start ?? 0);
  const bytes = contentBytes(value);
  return (bytes[0] === 0 ? bytes.length - 1 : bytes.length) * 8;
}
