import type { DerValue } from '../asn1/der';
import { DerError, parseDer } from '../asn1/der';
import { serialText, smallInteger } from '../asn1/integer';
import { reading } from '../asn1/reading';
import type { Time } from '../asn1/time';
import { timeOf } from '../asn1/time';
import { bits, contextTag, expectTag, onlyChild, rawBytes, sequenceOf, tags } from '../asn1/values';
import { sha1, sha256 } from '../crypto';
import type { Certificate, CertificateOddity, Reading } from '../model';
import { hasOddText, toName } from './distinguishedName';
import { toExtension } from './extensions';
import { extensionNotes, summary } from './extensionSummary';
import { toSignatureAlgorithm } from './signature';
import { toKeyInfo } from './spki';

/**
 * An X.509 certificate from its DER (RFC 5280 §4.1). Bytes behind the certificate are left out and noted; an extension
 * whose value is malformed is kept as such. Never throws; linear in the length of the input, which is capped.
 */
export function parseCertificate(der: Uint8Array): Reading<Certificate> {
  return reading(() => toCertificate(der));
}

function toCertificate(input: Uint8Array): Certificate {
  const root = parseDer(input);
  const [tbs, signatureAlgorithm, signature, ...rest] = sequenceOf(root, 'The certificate');
  if (signature === undefined || rest.length > 0) {
    throw new DerError('The certificate is not made of content, algorithm and signature.', root.start);
  }
  bits(signature, 'The signature');
  const fields = toFields(expectTag(tbs, tags.sequence, 'The content of the certificate'));
  const notBefore = timeOf(fields.validity[0], 'notBefore');
  const notAfter = timeOf(fields.validity[1], 'notAfter');
  const issuer = toName(fields.issuer, 'The issuer');
  const subject = toName(fields.subject, 'The subject');
  const extensions = fields.extensions.map(toExtension);
  const der = input.subarray(0, root.end);
  const spki = rawBytes(fields.spki);
  const key = toKeyInfo(fields.spki);
  const algorithm = toSignatureAlgorithm(fields.algorithm);
  return {
    der,
    version: fields.version,
    serial: serialText(fields.serial, 'The serial number'),
    issuer,
    subject,
    validity: { notBefore: notBefore.time, notAfter: notAfter.time },
    key,
    signatureAlgorithm: algorithm,
    extensions,
    ...summary(extensions),
    fingerprints: { sha1: sha1(der), sha256: sha256(der), spkiSha256: sha256(spki) },
    spki,
    oddities: odditiesOf([notBefore, notAfter], [fields.algorithm, signatureAlgorithm]),
    notes: [
      ...(root.end < input.length ? [`${input.length - root.end} bytes behind the certificate are ignored.`] : []),
      ...(fields.version > 3 || fields.version < 1 ? [`The certificate says it is of version ${fields.version}.`] : []),
      ...[notBefore.leniency, notAfter.leniency].filter((each) => each !== undefined),
      ...(hasOddText(fields.issuer) || hasOddText(fields.subject)
        ? ['A name holds text that is not of the type it says.']
        : []),
      ...(toSignatureAlgorithm(signatureAlgorithm).oid === algorithm.oid
        ? []
        : ['The signature algorithm inside differs from the one beside the signature.']),
      ...(sizedKeys.has(key.algorithm) && key.bits === undefined ? ['The size of the public key cannot be read.'] : []),
      ...extensionNotes(extensions),
    ],
  };
}

function odditiesOf(
  times: readonly Time[],
  [inner, outer]: readonly (DerValue | undefined)[],
): readonly CertificateOddity[] {
  return [
    ...(times.some(({ leniency }) => leniency !== undefined) ? (['timeForm'] as const) : []),
    ...(times.some(({ isOfWrongType }) => isOfWrongType) ? (['timeType'] as const) : []),
    ...(inner && outer && rawBytes(inner).equals(rawBytes(outer)) ? [] : (['signatureAlgorithms'] as const)),
  ];
}

const sizedKeys: ReadonlySet<string> = new Set(['rsa', 'rsa-pss', 'ec', 'dsa', 'dh']);

interface Fields {
  readonly version: number;
  readonly serial: DerValue | undefined;
  readonly algorithm: DerValue | undefined;
  readonly issuer: DerValue | undefined;
  readonly validity: readonly DerValue[];
  readonly subject: DerValue | undefined;
  readonly spki: DerValue;
  readonly extensions: readonly DerValue[];
}

/** TBSCertificate (RFC 5280 §4.1): seven fields, the first optional, and three optional ones under tags behind them. */
function toFields(tbs: DerValue): Fields {
  const parts = tbs.children;
  const hasVersion = parts[0]?.tag === contextTag(0, 'constructed');
  const [serial, algorithm, issuer, validityValue, subject, spki, ...optional] = hasVersion ? parts.slice(1) : parts;
  expectTag(serial, tags.integer, 'The serial number');
  const validity = sequenceOf(validityValue, 'The validity');
  if (validity.length !== 2) {
    throw new DerError('The validity is no pair of times.', validityValue?.start ?? tbs.start);
  }
  return {
    version: hasVersion && parts[0] ? smallInteger(onlyChild(parts[0], 'The version'), 'The version') + 1 : 1,
    serial,
    algorithm,
    issuer,
    validity,
    subject,
    spki: expectTag(spki, tags.sequence, 'The public key'),
    extensions: toExtensions(optional),
  };
}

/** Behind the key: issuerUniqueID [1], subjectUniqueID [2], extensions [3], each at most once and in this order. */
function toExtensions(optional: readonly DerValue[]): readonly DerValue[] {
  let last = 0;
  for (const value of optional) {
    const number = value.tag & 0x1f;
    if ((value.tag & 0xc0) !== 0x80 || number <= last || number > 3) {
      throw new DerError('There is unexpected data after the public key.', value.start);
    }
    last = number;
  }
  const extensions = optional.find((each) => each.tag === contextTag(3, 'constructed'));
  return extensions === undefined ? [] : sequenceOf(onlyChild(extensions, 'The extensions'), 'The extensions');
}
