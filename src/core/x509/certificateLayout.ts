/**
 * Finds the parts of a certificate (RFC 5280 §4.1). Everything that makes a certificate unreadable is found here:
 * readers of a few fields and readers of all agree on which certificates can be read.
 */
import { checkCertificateDer, contentOf, DerError, DerValue, endOf, toBuffer } from '../asn1/der';
import { serialText, smallInteger } from '../asn1/integer';
import { checkOid } from '../asn1/oid';
import type { Time } from '../asn1/time';
import { timeOf } from '../asn1/time';
import { bits, checkBits, contextTag, expectTag, missing, onlyChild, sequenceOf, tags } from '../asn1/values';
import { checkName } from './distinguishedName';
import { checkExtensions } from './extensions';
import { plainLayout } from './plainLayout';

export interface CertificateLayout {
  readonly root: DerValue;
  /** 1 to 3, or whatever the certificate says. */
  readonly version: number;
  readonly serial: string;
  /** The algorithm that is signed, and the one beside the signature. */
  readonly algorithm: DerValue;
  readonly outerAlgorithm: DerValue;
  readonly issuer: DerValue;
  readonly notBefore: Time;
  readonly notAfter: Time;
  readonly subject: DerValue;
  readonly spki: DerValue;
  /** The sequence of all; undefined where there is none. */
  readonly extensions: DerValue | undefined;
}

/**
 * @throws DerError where the certificate cannot be read. An extension whose value is malformed does not keep it from
 * that.
 */
export function toLayout(der: Uint8Array): CertificateLayout {
  const bytes = toBuffer(der);
  checkCertificateDer(bytes);
  return plainLayout(bytes) ?? anyLayout(new DerValue(bytes, 0));
}

/**
 * Finds the bytes that are signed and the signature of a certificate that could be read. Undefined where the signature
 * does not end with a whole byte, as those of RSA and ECDSA do.
 */
export function signedParts(
  der: Uint8Array,
): { readonly content: Uint8Array; readonly signature: Uint8Array } | undefined {
  const bytes = toBuffer(der);
  const start = contentOf(bytes, 0);
  const end = endOf(bytes, start);
  const signature = bits(new DerValue(bytes, endOf(bytes, end)), 'The signature');
  if (signature.unused !== 0) return undefined;
  return { content: bytes.subarray(start, end), signature: signature.bytes };
}

/** Finds the parts of a certificate written in any way that BER allows. Says what is wrong with it. */
function anyLayout(root: DerValue): CertificateLayout {
  const parts = sequenceOf(root, 'The certificate');
  const [tbs, outerAlgorithm, signature] = parts;
  if (parts.length !== 3) {
    throw new DerError('The certificate is not made of content, algorithm and signature.', root.start);
  }
  checkBits(signature, 'The signature');
  const algorithm = checkAlgorithm(outerAlgorithm, 'The signature algorithm');
  return toFields(expectTag(tbs, tags.sequence, 'The content of the certificate'), root, algorithm);
}

/** Reads the TBSCertificate: seven fields, the first optional, and three optional ones under tags behind them. */
function toFields(tbs: DerValue, root: DerValue, outerAlgorithm: DerValue): CertificateLayout {
  const parts = tbs.children;
  const [version] = parts;
  const hasVersion = version?.tag === contextTag(0, 'constructed');
  const first = hasVersion ? 1 : 0;
  const serial = expectTag(parts[first], tags.integer, 'The serial number');
  const validity = sequenceOf(parts[first + 3], 'The validity');
  if (validity.length !== 2) {
    throw new DerError('The validity is not a pair of times.', parts[first + 3]?.start ?? tbs.start);
  }
  const extensions = extensionsOf(parts, first + 6);
  return {
    root,
    version: hasVersion ? smallInteger(onlyChild(version, 'The version'), 'The version') + 1 : 1,
    serial: serialText(serial, 'The serial number'),
    algorithm: checkAlgorithm(parts[first + 1], 'The signature algorithm'),
    outerAlgorithm,
    issuer: checkName(parts[first + 2], 'The issuer'),
    notBefore: timeOf(validity[0], 'notBefore'),
    notAfter: timeOf(validity[1], 'notAfter'),
    subject: checkName(parts[first + 4], 'The subject'),
    spki: checkKey(parts[first + 5]),
    extensions: extensions && checkExtensions(extensions),
  };
}

/**
 * Returns the extensions. Behind the key stand issuerUniqueID [1], subjectUniqueID [2], extensions [3], each at most
 * once and in this order.
 */
function extensionsOf(parts: readonly DerValue[], from: number): DerValue | undefined {
  let last = 0;
  let extensions: DerValue | undefined;
  for (let i = from; i < parts.length; i++) {
    const value = parts[i];
    const number = (value?.tag ?? 0) & 0x1f;
    if (((value?.tag ?? 0) & 0xc0) !== 0x80 || number <= last || number > 3) {
      throw new DerError('There is unexpected data after the public key.', value?.start ?? 0);
    }
    last = number;
    if (value?.tag === contextTag(3, 'constructed')) extensions = value;
  }
  return extensions && expectTag(onlyChild(extensions, 'The extensions'), tags.sequence, 'The extensions');
}

/** Checks an AlgorithmIdentifier; its parameters are checked by whoever knows them. */
function checkAlgorithm(value: DerValue | undefined, what: string): DerValue {
  const element = expectTag(value, tags.sequence, what);
  const { bytes, content, contentEnd } = element;
  if (content === contentEnd || bytes[content] !== tags.oid) throw missing(what, content);
  checkOid(bytes, contentOf(bytes, content), endOf(bytes, content));
  return element;
}

function checkKey(value: DerValue | undefined): DerValue {
  const spki = expectTag(value, tags.sequence, 'The public key');
  const [algorithm, key] = spki.children;
  if (spki.children.length !== 2) {
    throw new DerError('The public key is not a pair of algorithm and key.', spki.start);
  }
  checkAlgorithm(algorithm, "The public key's algorithm");
  checkBits(key, 'The public key');
  return spki;
}
