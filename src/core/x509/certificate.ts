import type { Sentence } from '../../shared/translate';
import { DerError, parseDer, reading } from '../asn1/der';
import { oidText } from '../asn1/oid';
import { contextTag, isSameValue, rawBytes, sequenceOf } from '../asn1/values';
import { sha1, sha256 } from '../crypto';
import { limits } from '../limits';
import type { Certificate, CertificateOddity, Extension, KeyInfo, Reading } from '../model';
import type { CertificateLayout } from './certificateLayout';
import { toLayout } from './certificateLayout';
import { nameOddity, readName } from './distinguishedName';
import { readExtensions } from './extensions';
import { extensionNotes, summary } from './extensionSummary';
import { toSignatureAlgorithm } from './signature';
import { toKeyInfo } from './spki';

/**
 * Parses an X.509 certificate from its DER (RFC 5280 §4.1). Bytes behind the certificate are left out and noted; an
 * extension whose value is malformed is kept as such. Never throws; linear in the length of the input, which is capped.
 */
export function parseCertificate(der: Uint8Array): Reading<Certificate> {
  return reading(() => toCertificate(der));
}

function toCertificate(input: Uint8Array): Certificate {
  const layout = toLayout(input);
  const extensions = layout.extensions ? readExtensions(layout.extensions) : [];
  const der = layout.root.end === input.length ? input : input.subarray(0, layout.root.end);
  const spki = rawBytes(layout.spki);
  const key = toKeyInfo(layout.spki);
  const facts = summary(extensions);
  const subject = readName(layout.subject);
  const oddities = odditiesOf(layout);
  return {
    der,
    version: layout.version,
    serial: layout.serial,
    issuer: isSameValue(layout.issuer, layout.subject) ? subject : readName(layout.issuer),
    subject,
    validity: { notBefore: layout.notBefore.time, notAfter: layout.notAfter.time },
    key,
    signatureAlgorithm: toSignatureAlgorithm(layout.algorithm),
    extensions,
    // One by one: spreading them costs more than reading most of them.
    sans: facts.sans,
    extendedKeyUsage: facts.extendedKeyUsage,
    keyUsage: facts.keyUsage,
    isCa: facts.isCa,
    pathLength: facts.pathLength,
    subjectKeyId: facts.subjectKeyId,
    authorityKeyId: facts.authorityKeyId,
    fingerprints: new Fingerprints(der, spki),
    spki,
    oddities,
    notes: notesOf({ layout, input, key, extensions, oddities }),
  };
}

/** Fingerprints, computed when they are asked for: a hash costs as much as a third of all the fields. */
class Fingerprints {
  readonly #der: Uint8Array;
  readonly #spki: Uint8Array;
  #ofDer: string | undefined;
  #ofDerInSha1: string | undefined;
  #ofSpki: string | undefined;

  constructor(der: Uint8Array, spki: Uint8Array) {
    this.#der = der;
    this.#spki = spki;
  }

  get sha1(): string {
    return (this.#ofDerInSha1 ??= sha1(this.#der));
  }

  get sha256(): string {
    return (this.#ofDer ??= sha256(this.#der));
  }

  get spkiSha256(): string {
    return (this.#ofSpki ??= sha256(this.#spki));
  }
}

function odditiesOf({
  notBefore,
  notAfter,
  algorithm,
  outerAlgorithm,
  issuer,
  subject,
}: CertificateLayout): readonly CertificateOddity[] {
  const oddities: CertificateOddity[] = [];
  if (notBefore.leniency !== undefined || notAfter.leniency !== undefined) oddities.push('timeForm');
  if (notBefore.isOfWrongType || notAfter.isOfWrongType) oddities.push('timeType');
  if (!isSameValue(algorithm, outerAlgorithm)) oddities.push('signatureAlgorithms');
  const names = [nameOddity(subject), nameOddity(issuer)];
  for (const oddity of ['nameText', 'nameCharacters'] as const) if (names.includes(oddity)) oddities.push(oddity);
  return oddities;
}

interface Noted {
  readonly layout: CertificateLayout;
  readonly input: Uint8Array;
  readonly key: KeyInfo;
  readonly extensions: readonly Extension[];
  readonly oddities: readonly CertificateOddity[];
}

function notesOf({ layout, input, key, extensions, oddities }: Noted): readonly Sentence[] {
  const { root, version, notBefore, notAfter } = layout;
  const notes: Sentence[] = [];
  if (root.end < input.length)
    notes.push({
      text: '{count} bytes after the certificate are ignored.',
      values: { count: input.length - root.end },
    });
  if (version > 3 || version < 1)
    notes.push({ text: 'The certificate says it is of version {version}.', values: { version } });
  if (notBefore.leniency !== undefined) notes.push(notBefore.leniency);
  if (notAfter.leniency !== undefined) notes.push(notAfter.leniency);
  if (oddities.includes('nameText')) notes.push('A name holds text that is not of the type it says.');
  if (hasOtherAlgorithm(layout))
    notes.push('The signature algorithm inside differs from the one beside the signature.');
  if (sizedKeys.has(key.algorithm) && key.bits === undefined) notes.push('The size of the public key cannot be read.');
  notes.push(...extensionNotes(extensions));
  return notes;
}

/** Returns whether the two algorithms differ. Different parameters are an oddity, and no more. */
const hasOtherAlgorithm = ({ algorithm, outerAlgorithm }: CertificateLayout): boolean =>
  !isSameValue(algorithm, outerAlgorithm) &&
  toSignatureAlgorithm(algorithm).oid !== toSignatureAlgorithm(outerAlgorithm).oid;

const sizedKeys: ReadonlySet<string> = new Set(['rsa', 'rsa-pss', 'ec', 'dsa', 'dh']);

/**
 * Returns the DER of the certificates that a PKCS#7 message (RFC 2315 §9.1; .p7b, .p7c) carries, in its order: one more
 * than a text may have blocks, at most. Signatures are not looked at.
 */
export const parsePkcs7 = (der: Uint8Array): Reading<readonly Uint8Array[]> =>
  reading(() => {
    const root = parseDer(der);
    const [type, content] = sequenceOf(root, 'The PKCS#7 message');
    if (oidText(type, 'The PKCS#7 message') !== '1.2.840.113549.1.7.2')
      throw new DerError('It is not a PKCS#7 message with certificates.', root.start);
    const certificates = sequenceOf(content?.children[0], 'The PKCS#7 message').find(
      ({ tag }) => tag === contextTag(0, 'constructed'),
    );
    return (certificates?.children ?? []).slice(0, limits.blocks + 1).map(rawBytes);
  });
