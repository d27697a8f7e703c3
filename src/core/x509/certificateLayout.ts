/**
 * Where the parts of a certificate lie (RFC 5280 §4.1). All that makes a certificate unreadable is found here, so that who
 * reads a few of its fields and who reads all of them agree on which can be read.
 */
import { checkDer, contentEndOf, contentOf, DerError, DerValue, endOf, toBuffer } from '../asn1/der';
import { serialText, smallInteger } from '../asn1/integer';
import { checkOid } from '../asn1/oid';
import type { Time } from '../asn1/time';
import { timeOf } from '../asn1/time';
import { bits, boolean, checkOctets, contextTag, expectTag, onlyChild, sequenceOf, tags } from '../asn1/values';

export interface CertificateLayout {
  readonly root: DerValue;
  /** 1 to 3, or whatever the certificate says. */
  readonly version: number;
  readonly serial: string;
  /** The algorithm that is signed, and the one beside the signature. */
  readonly algorithm: DerValue | undefined;
  readonly outerAlgorithm: DerValue | undefined;
  readonly issuer: DerValue;
  readonly notBefore: Time;
  readonly notAfter: Time;
  readonly subject: DerValue;
  readonly spki: DerValue;
  /** The sequence of all; undefined where there is none. */
  readonly extensions: DerValue | undefined;
}

/** @throws DerError where the certificate cannot be read. An extension whose value is malformed does not keep it from that. */
export function toLayout(der: Uint8Array): CertificateLayout {
  const bytes = toBuffer(der);
  checkDer(bytes);
  const root = new DerValue(bytes, 0);
  const [tbs, outerAlgorithm, signature, ...rest] = sequenceOf(root, 'The certificate');
  if (signature === undefined || rest.length > 0) {
    throw new DerError('The certificate is not made of content, algorithm and signature.', root.start);
  }
  bits(signature, 'The signature');
  checkAlgorithm(outerAlgorithm, 'The signature algorithm');
  return { root, outerAlgorithm, ...toFields(expectTag(tbs, tags.sequence, 'The content of the certificate')) };
}

/** TBSCertificate: seven fields, the first optional, and three optional ones under tags behind them. */
function toFields(tbs: DerValue): Omit<CertificateLayout, 'root' | 'outerAlgorithm'> {
  const parts = tbs.children;
  const [version] = parts;
  const hasVersion = version?.tag === contextTag(0, 'constructed');
  const [serial, algorithm, issuer, validityValue, subject, spki, ...optional] = hasVersion ? parts.slice(1) : parts;
  expectTag(serial, tags.integer, 'The serial number');
  const validity = sequenceOf(validityValue, 'The validity');
  if (validity.length !== 2) {
    throw new DerError('The validity is no pair of times.', validityValue?.start ?? tbs.start);
  }
  checkAlgorithm(algorithm, 'The signature algorithm');
  const extensions = extensionsOf(optional);
  return {
    version: hasVersion ? smallInteger(onlyChild(version, 'The version'), 'The version') + 1 : 1,
    serial: serialText(serial, 'The serial number'),
    algorithm,
    issuer: checkName(issuer, 'The issuer'),
    notBefore: timeOf(validity[0], 'notBefore'),
    notAfter: timeOf(validity[1], 'notAfter'),
    subject: checkName(subject, 'The subject'),
    spki: checkKey(spki),
    extensions: extensions && checkExtensions(extensions),
  };
}

/** Behind the key: issuerUniqueID [1], subjectUniqueID [2], extensions [3], each at most once and in this order. */
function extensionsOf(optional: readonly DerValue[]): DerValue | undefined {
  let last = 0;
  for (const value of optional) {
    const number = value.tag & 0x1f;
    if ((value.tag & 0xc0) !== 0x80 || number <= last || number > 3) {
      throw new DerError('There is unexpected data after the public key.', value.start);
    }
    last = number;
  }
  const extensions = optional.find((each) => each.tag === contextTag(3, 'constructed'));
  return extensions && expectTag(onlyChild(extensions, 'The extensions'), tags.sequence, 'The extensions');
}

/** An AlgorithmIdentifier; its parameters are looked at by who knows them. */
function checkAlgorithm(value: DerValue | undefined, what: string): void {
  const found = expectTag(value, tags.sequence, what);
  checkOidAt(found.bytes, found.content, { end: found.contentEnd, what });
}

function checkKey(value: DerValue | undefined): DerValue {
  const spki = expectTag(value, tags.sequence, 'The public key');
  const [algorithm, key, ...rest] = spki.children;
  if (key === undefined || rest.length > 0) {
    throw new DerError('The public key is no pair of algorithm and key.', spki.start);
  }
  checkAlgorithm(algorithm, "The public key's algorithm");
  bits(key, 'The public key');
  return spki;
}

/** A Name: a SEQUENCE of SETs of type and value (RFC 5280 §4.1.2.4). Walked by offsets: there are many parts to it. */
function checkName(value: DerValue | undefined, what: string): DerValue {
  const name = expectTag(value, tags.sequence, what);
  const { bytes } = name;
  for (let rdn = name.content; rdn < name.contentEnd; rdn = endOf(bytes, rdn)) {
    expectTagAt(bytes, rdn, { tag: tags.set, what: () => `A part of ${what.toLowerCase()}` });
    const rdnEnd = contentEndOf(bytes, rdn);
    for (let pair = contentOf(bytes, rdn); pair < rdnEnd; pair = endOf(bytes, pair)) {
      expectTagAt(bytes, pair, { tag: tags.sequence, what: () => `An attribute of ${what.toLowerCase()}` });
      const type = contentOf(bytes, pair);
      const end = contentEndOf(bytes, pair);
      const text = type < end ? endOf(bytes, type) : end;
      if (text === end || endOf(bytes, text) !== end) {
        throw new DerError(`An attribute of ${what.toLowerCase()} is no pair of type and value.`, pair);
      }
      checkOidAt(bytes, type, { end, what: `An attribute type of ${what.toLowerCase()}` });
    }
  }
  return name;
}

/** Each Extension: OID, criticality, value. What the value holds is not looked at. */
function checkExtensions(list: DerValue): DerValue {
  const { bytes } = list;
  for (let at = list.content; at < list.contentEnd; at = endOf(bytes, at)) {
    expectTagAt(bytes, at, { tag: tags.sequence, what: () => 'An extension' });
    const end = contentEndOf(bytes, at);
    const oid = contentOf(bytes, at);
    checkOidAt(bytes, oid, { end, what: 'The OID of an extension' });
    const second = endOf(bytes, oid);
    const third = second < end ? endOf(bytes, second) : end;
    if (second === end || (third < end && endOf(bytes, third) < end)) {
      throw new DerError('An extension is not made of OID, criticality and value.', at);
    }
    if (third < end) boolean(new DerValue(bytes, second), 'The criticality of an extension');
    checkOctets(new DerValue(bytes, third < end ? third : second), tags.octetString, 'The value of an extension');
  }
  return list;
}

function expectTagAt(
  bytes: Buffer,
  at: number,
  { tag, what }: { readonly tag: number; readonly what: () => string },
): void {
  if (bytes[at] !== tag) throw new DerError(`${what()} is missing or of another type.`, at);
}

function checkOidAt(bytes: Buffer, at: number, { end, what }: { readonly end: number; readonly what: string }): void {
  if (at >= end || bytes[at] !== tags.oid) throw new DerError(`${what} is missing or of another type.`, at);
  checkOid(bytes, contentOf(bytes, at), endOf(bytes, at));
}
