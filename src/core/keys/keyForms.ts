import type { DerValue } from '../asn1/der';
import { DerError, parseDer } from '../asn1/der';
import { oidText } from '../asn1/oid';
import {
  bits,
  contentBytes,
  contextTag,
  explicitPart,
  octets,
  rawBytes,
  sequenceOf,
  tags,
  writeDer,
} from '../asn1/values';
import { limits } from '../limits';

/** The encoding of a private key. `dsa` is OpenSSL's own form of DSA keys. */
export type KeyFormat = 'pkcs1' | 'pkcs8' | 'sec1' | 'dsa';

/** The form of a private key, read without any cryptography. Holds nothing private. */
export interface PlainForm {
  readonly form: 'plain';
  readonly format: KeyFormat;
  /** OID of the key's algorithm. */
  readonly algorithm: string;
  /** OID of the curve, or `explicit`, where the key is of an elliptic curve and says. */
  readonly curve: string | undefined;
  /** The SubjectPublicKeyInfo, where the public half is written beside the private one. */
  readonly spki: Uint8Array | undefined;
}

export type KeyForm =
  | PlainForm
  /** PKCS#8 EncryptedPrivateKeyInfo (RFC 5958 §3). */
  | { readonly form: 'encrypted'; readonly scheme: string }
  | { readonly form: 'pkcs12' };

const rsaEncryption = '1.2.840.113549.1.1.1';
const rsaPss = '1.2.840.113549.1.1.10';
const ecPublicKey = '1.2.840.10045.2.1';
const dsa = '1.2.840.10040.4.1';

/** @throws DerError where the bytes are none of the forms. */
export function toKeyForm(der: Uint8Array): KeyForm {
  const root = parseDer(der);
  const parts = sequenceOf(root, 'The key');
  const [first, second, third] = parts;
  if (first?.tag === tags.sequence && isOctets(second) && parts.length === 2) {
    return { form: 'encrypted', scheme: oidText(first.children[0], 'The encryption') };
  }
  if (first?.tag !== tags.integer) throw new DerError('It is not a private key.', root.start);
  const isPkcs8 = second?.tag === tags.sequence && isOctets(third);
  if (!isPkcs8 && second?.tag === tags.sequence && (contentBytes(first)[0] === 3 || isContentInfo(second)))
    return { form: 'pkcs12' };
  if (der.length > limits.keyBytes)
    throw new DerError({ text: 'It is larger than {count} bytes.', values: { count: limits.keyBytes } }, root.start);
  if (isPkcs8) return pkcs8(parts);
  if (second?.tag === tags.octetString) return ecForm('sec1', parts, undefined);
  const isIntegers = parts.every(({ tag }) => tag === tags.integer);
  if (isIntegers && parts.length === 6) return dsaForm(parts);
  if (parts.length >= 9 && parts.slice(0, 9).every(({ tag }) => tag === tags.integer))
    return rsaForm('pkcs1', parts, rsaAlgorithm);
  throw new DerError('It is not a private key in a known form.', root.start);
}

/** Returns whether it is an OCTET STRING, also in segments. */
const isOctets = (value: DerValue | undefined): boolean =>
  value?.tag === tags.octetString || value?.tag === (tags.octetString | 0x20);

/** Returns whether it is PKCS#7, which names its content by OIDs under 1.2.840.113549.1.7 (RFC 2315 §7). */
const isContentInfo = ({ children: [type] }: DerValue): boolean =>
  type?.tag === tags.oid && oidText(type, 'The content').startsWith('1.2.840.113549.1.7.');

/** Reads a OneAsymmetricKey (RFC 5958 §2): version, algorithm, key, attributes [0], public key [1]. */
function pkcs8([, algorithm, key, ...rest]: readonly DerValue[]): PlainForm {
  const [oidValue, parameters] = sequenceOf(algorithm, 'The algorithm');
  const oid = oidText(oidValue, 'The algorithm');
  const content = octets(key, tags.octetString, 'The key');
  if (oid === rsaEncryption || oid === rsaPss) {
    return rsaForm('pkcs8', sequenceOf(parseDer(content), 'The RSA key'), rawBytes(algorithmOf(algorithm)));
  }
  if (oid === ecPublicKey) return ecForm('pkcs8', sequenceOf(parseDer(content), 'The EC key'), parameters);
  const publicKey = rest.find(({ tag }) => tag === contextTag(1, 'primitive'));
  const spki =
    publicKey &&
    writeDer(tags.sequence, rawBytes(algorithmOf(algorithm)), writeDer(tags.bitString, contentBytes(publicKey)));
  return { form: 'plain', format: 'pkcs8', algorithm: oid, curve: undefined, spki };
}

/** Returns the same PKCS#8 key without attributes and public key, which some libraries refuse. @throws DerError */
export function withoutAttributes(der: Uint8Array): Buffer {
  const [, algorithm, key] = sequenceOf(parseDer(der), 'The key');
  return writeDer(
    tags.sequence,
    Buffer.from([tags.integer, 1, 0]),
    rawBytes(algorithmOf(algorithm)),
    writeDer(tags.octetString, octets(key, tags.octetString, 'The key')),
  );
}

/**
 * Returns the same key as PKCS#8 (RFC 5958 §2), in memory of its own: without a library, which may spell its curve
 * anew. Undefined for a DSA key in OpenSSL's form, and for an EC key that does not say its curve. @throws DerError
 */
export function toPkcs8(der: Uint8Array, format: KeyFormat): Uint8Array | undefined {
  if (format === 'pkcs8') return new Uint8Array(der);
  const algorithm = format === 'pkcs1' ? rsaAlgorithm : format === 'sec1' ? ecAlgorithm(parseDer(der)) : undefined;
  return (
    algorithm &&
    new Uint8Array(
      writeDer(tags.sequence, Buffer.from([tags.integer, 1, 0]), algorithm, writeDer(tags.octetString, der)),
    )
  );
}

/** Builds the algorithm from the curve inside an ECPrivateKey (RFC 5915 §3). */
function ecAlgorithm({ children }: DerValue): Buffer | undefined {
  const curve = children.find(({ tag }) => tag === contextTag(0, 'constructed'))?.children[0];
  return curve && writeDer(tags.sequence, writeDer(tags.oid, Buffer.from('2a8648ce3d0201', 'hex')), rawBytes(curve));
}

function algorithmOf(value: DerValue | undefined): DerValue {
  if (!value) throw new DerError('The algorithm is missing.', 0);
  return value;
}

/** AlgorithmIdentifier of rsaEncryption with its NULL (RFC 3279 §2.3.1). */
export const rsaAlgorithm = Buffer.from('300d06092a864886f70d0101010500', 'hex');

/** Reads an RSAPrivateKey (RFC 8017 §A.1.2): version, n, e, then what is private. */
function rsaForm(format: KeyFormat, parts: readonly DerValue[], algorithm: Uint8Array): PlainForm {
  const [version, modulus, exponent, privateExponent] = parts;
  if (modulus?.tag !== tags.integer || exponent?.tag !== tags.integer || parts.length < 9) {
    throw new DerError('The RSA key is incomplete.', modulus?.start ?? 0);
  }
  // RFC 8017 §A.1.2: two primes, or more, which stand behind the others then.
  if (!isVersion(version, parts[9]?.tag === tags.sequence ? 1 : 0))
    throw new DerError('The RSA key is of a version that does not exist.', version?.start ?? 0);
  if (!areRsaNumbers(modulus, exponent, privateExponent))
    throw new DerError('Its numbers do not make a valid key.', modulus.start);
  const key = writeDer(tags.sequence, rawBytes(modulus), rawBytes(exponent));
  const isPss = algorithm !== rsaAlgorithm && sequenceOf(parseDer(algorithm), 'The algorithm')[0];
  return {
    form: 'plain',
    format,
    algorithm: isPss ? oidText(isPss, 'The algorithm') : rsaEncryption,
    curve: undefined,
    spki: spkiOf(algorithm, key),
  };
}

const isVersion = (value: DerValue | undefined, version: number): boolean => {
  const bytes = value?.tag === tags.integer ? contentBytes(value) : undefined;
  return bytes?.length === 1 && bytes[0] === version;
};

/** Smallest modulus with which anything can be signed: a SHA-1 hash and what stands around it (RFC 8017 §9.2). */
const minModulusBits = 368;

/** Checks sizes and signs alone, to refuse what no key can have. */
function areRsaNumbers(modulus: DerValue, exponent: DerValue, privateExponent: DerValue | undefined): boolean {
  const [n, e, d] = [modulus, exponent, privateExponent].map((value) => value && positiveBytes(value));
  const isOdd = (bytes: Buffer): boolean => ((bytes.at(-1) ?? 0) & 1) === 1;
  if (!n || !e || !d || !isOdd(n) || !isOdd(e)) return false;
  const size = n.length * 8 - Math.clz32(n[0] ?? 0) + 24;
  const isOne = e.length === 1 && e[0] === 1;
  return size >= minModulusBits && !isOne && e.length <= n.length && d.length <= n.length;
}

/** Returns the bytes without leading zeros; undefined for zero and negative numbers. */
function positiveBytes(value: DerValue): Buffer | undefined {
  const bytes = contentBytes(value);
  if (((bytes[0] ?? 0) & 0x80) !== 0) return undefined;
  const start = bytes.findIndex((byte) => byte !== 0);
  return start < 0 ? undefined : bytes.subarray(start);
}

/**
 * Reads an ECPrivateKey (RFC 5915 §3): version, key, curve [0], public key [1]; inside PKCS#8 the curve stands outside.
 */
function ecForm(format: KeyFormat, parts: readonly DerValue[], outer: DerValue | undefined): PlainForm {
  if (parts[1]?.tag !== tags.octetString) throw new DerError('The EC key is incomplete.', parts[0]?.start ?? 0);
  const parameters = outer ?? explicitPart(parts, 0);
  const publicKey = explicitPart(parts, 1);
  const oid = writeDer(tags.oid, Buffer.from('2a8648ce3d0201', 'hex'));
  return {
    form: 'plain',
    format,
    algorithm: ecPublicKey,
    curve: parameters && (parameters.tag === tags.oid ? oidText(parameters, 'The curve') : 'explicit'),
    spki:
      parameters && publicKey
        ? spkiOf(writeDer(tags.sequence, oid, rawBytes(parameters)), bits(publicKey, 'The public key').bytes)
        : undefined,
  };
}

/** Reads OpenSSL's DSAPrivateKey: version, p, q, g, y, x. */
function dsaForm([, p, q, g, y]: readonly DerValue[]): PlainForm {
  const parameters = [p, q, g].map((value) => (value ? rawBytes(value) : Buffer.alloc(0)));
  const oid = writeDer(tags.oid, Buffer.from('2a8648ce380401', 'hex'));
  const algorithm = writeDer(tags.sequence, oid, writeDer(tags.sequence, ...parameters));
  return { form: 'plain', format: 'dsa', algorithm: dsa, curve: undefined, spki: y && spkiOf(algorithm, rawBytes(y)) };
}

const spkiOf = (algorithm: Uint8Array, key: Uint8Array): Uint8Array =>
  writeDer(tags.sequence, algorithm, writeDer(tags.bitString, Buffer.from([0]), key));
