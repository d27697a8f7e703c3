import type { DerValue } from '../asn1/der';
import { reading } from '../asn1/reading';
import type { Time } from '../asn1/time';
import { rawBytes } from '../asn1/values';
import { sha1, sha256 } from '../crypto';
import type { Certificate, CertificateOddity, Reading } from '../model';
import { toLayout } from './certificateLayout';
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
  const { root, ...fields } = toLayout(input);
  const { notBefore, notAfter } = fields;
  const extensions = fields.extensions?.children.map(toExtension) ?? [];
  const der = input.subarray(0, root.end);
  const spki = rawBytes(fields.spki);
  const key = toKeyInfo(fields.spki);
  const algorithm = toSignatureAlgorithm(fields.algorithm);
  return {
    der,
    version: fields.version,
    serial: fields.serial,
    issuer: toName(fields.issuer, 'The issuer'),
    subject: toName(fields.subject, 'The subject'),
    validity: { notBefore: notBefore.time, notAfter: notAfter.time },
    key,
    signatureAlgorithm: algorithm,
    extensions,
    ...summary(extensions),
    fingerprints: { sha1: sha1(der), sha256: sha256(der), spkiSha256: sha256(spki) },
    spki,
    oddities: odditiesOf([notBefore, notAfter], [fields.algorithm, fields.outerAlgorithm]),
    notes: [
      ...(root.end < input.length ? [`${input.length - root.end} bytes behind the certificate are ignored.`] : []),
      ...(fields.version > 3 || fields.version < 1 ? [`The certificate says it is of version ${fields.version}.`] : []),
      ...[notBefore.leniency, notAfter.leniency].filter((each) => each !== undefined),
      ...(hasOddText(fields.issuer) || hasOddText(fields.subject)
        ? ['A name holds text that is not of the type it says.']
        : []),
      ...(toSignatureAlgorithm(fields.outerAlgorithm).oid === algorithm.oid
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
