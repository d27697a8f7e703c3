import { toShortText } from '../shared/visibleText';
import { isSelfIssued } from './chain';
import type { ChainReading } from './chain';
import type { PemDocument, PemPart } from './document';
import { daysLeft, expiryState } from './expiry';
import { keyFit } from './keys';
import type { Certificate, ExpiryState } from './model';
import { purposeOf } from './purpose';

export type FindingCode =
  | 'unreadableCertificate'
  | 'unreadableKey'
  | 'expired'
  | 'notYetValid'
  | 'expiring'
  | 'keyDoesNotMatch'
  | 'chainOutOfOrder'
  | 'issuerMayNotSign'
  | 'duplicateCertificate'
  | 'caAsLeaf'
  | 'purposeFitsNoType'
  | 'notAllRead';

export type FindingSeverity = 'error' | 'warning' | 'info' | 'hint';

export interface FindingOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** See `expiryState`. */
  readonly warningDays: number | null;
}

/** What a rule looks at. `chain` is of all certificates of the document that could be read. */
interface Subject extends FindingOptions {
  readonly document: PemDocument;
  readonly chain: ChainReading;
}

/** Where a rule found something: on the BEGIN line of a part. */
export interface Place {
  readonly part: PemPart;
  readonly facts?: Readonly<Record<string, string | number>>;
  readonly related?: readonly { readonly part: PemPart; readonly sentence: string }[];
}

export interface Rule {
  readonly code: FindingCode;
  readonly severity: FindingSeverity;
  /** English, with places for the facts. */
  readonly sentence: string;
  readonly find: (subject: Subject) => readonly Place[];
}

/** One row a rule. To add one: a code above, a row here, a line in the table of its test. */
export const rules: readonly Rule[] = [
  {
    code: 'unreadableCertificate',
    severity: 'error',
    sentence: 'This certificate cannot be read: {reason}',
    find: ({ document }) =>
      document.parts.flatMap((part) =>
        part.block.isIntact && part.certificate?.ok === false ? [{ part, facts: { reason: part.certificate.reason } }] : [],
      ),
  },
  {
    code: 'unreadableKey',
    severity: 'error',
    sentence: 'This private key cannot be read: {reason}',
    find: ({ document }) =>
      document.parts.flatMap((part) =>
        part.block.isIntact && part.key?.status === 'broken' ? [{ part, facts: { reason: part.key.reason } }] : [],
      ),
  },
  {
    code: 'expired',
    severity: 'error',
    sentence: '{name} expired on {date}.',
    find: (subject) => inState(subject, 'expired'),
  },
  {
    code: 'notYetValid',
    severity: 'warning',
    sentence: '{name} is not valid before {date}.',
    find: (subject) => inState(subject, 'notYetValid'),
  },
  {
    code: 'expiring',
    severity: 'warning',
    sentence: '{name} expires on {date}. Whole days left: {days}.',
    find: (subject) => inState(subject, 'expiring'),
  },
  {
    // RFC 5280 §4.1: the certificate's key is the public half of the private key that goes with it.
    code: 'keyDoesNotMatch',
    severity: 'error',
    sentence: 'This private key ({key}) belongs to no certificate of this file.',
    find: ({ document }) => keysOfNobody(document),
  },
  {
    // RFC 8446 §4.4.2: the end-entity certificate first, each following one certifying the one before.
    code: 'chainOutOfOrder',
    severity: 'warning',
    sentence: 'The chain is out of order: {name} belongs at place {place} of {count}.',
    find: outOfOrder,
  },
  {
    code: 'issuerMayNotSign',
    severity: 'warning',
    sentence: '{name} signed a certificate of this chain, but is not allowed to: {fault}.',
    find: ({ document, chain }) =>
      chain.faults.flatMap(({ certificate, fault }) =>
        partsOf(document, [certificate]).map((part) => ({ part, facts: { name: nameOf(certificate), fault: faults[fault] } })),
      ),
  },
  {
    code: 'duplicateCertificate',
    severity: 'info',
    sentence: 'This certificate is in the file more than once.',
    find: ({ document }) =>
      certificateParts(document).flatMap((each, index, all) => {
        const first = all.find((other) => isSame(other, each));
        if (!first || first === all[index]) return [];
        return [{ part: each.part, related: [{ part: first.part, sentence: 'The same certificate is here.' }] }];
      }),
  },
  {
    code: 'caAsLeaf',
    severity: 'warning',
    sentence: '{name} is the certificate of a CA, not of a server or client, though its private key is beside it.',
    find: ({ document, chain: { leaf } }) =>
      leaf?.isCa && holdsKeyOf(document, leaf) ? partsOf(document, [leaf]).map((part) => ({ part, facts: { name: nameOf(leaf) } })) : [],
  },
  {
    // RFC 5280 §4.2.1.12: with an Extended Key Usage, a certificate may be used for what it names only.
    code: 'purposeFitsNoType',
    severity: 'warning',
    sentence: 'The Extended Key Usage of {name} names neither serverAuth nor clientAuth: a gateway can present it on no side of TLS.',
    find: ({ document, chain: { leaf } }) =>
      leaf && purposeOf(leaf.extendedKeyUsage) === 'neither' && isMeantForUpload(document, leaf)
        ? partsOf(document, [leaf]).map((part) => ({ part, facts: { name: nameOf(leaf) } }))
        : [],
  },
  {
    code: 'notAllRead',
    severity: 'info',
    sentence: 'Nothing behind this block was checked: the file is too large or has too many blocks.',
    find: ({ document }) => (document.isTruncated ? document.parts.slice(-1).map((part) => ({ part })) : []),
  },
];

const faults: Readonly<Record<ChainReading['faults'][number]['fault'], string>> = {
  notCa: 'its basic constraints do not make it a CA',
  noKeyCertSign: 'its key usage lacks keyCertSign',
  pathTooLong: 'more CAs stand below it than its path length allows',
};

const certificateParts = (document: PemDocument): readonly CertificatePart[] =>
  document.parts.flatMap((part) => (part.certificate?.ok ? [{ part, certificate: part.certificate.value }] : []));

interface CertificatePart {
  readonly part: PemPart;
  readonly certificate: Certificate;
}

const isSame = (a: CertificatePart, b: CertificatePart): boolean =>
  a.certificate.fingerprints.sha256 === b.certificate.fingerprints.sha256;

/** Each certificate where it stands first. */
const distinctParts = (document: PemDocument): readonly CertificatePart[] => {
  const seen = new Set<string>();
  return certificateParts(document).filter(({ certificate: { fingerprints } }) => {
    const isNew = !seen.has(fingerprints.sha256);
    seen.add(fingerprints.sha256);
    return isNew;
  });
};

const partsOf = (document: PemDocument, certificates: readonly Certificate[]): readonly PemPart[] =>
  distinctParts(document).flatMap(({ part, certificate }) => (certificates.includes(certificate) ? [part] : []));

/** First name, or the subject, short and with nothing hidden. */
function nameOf({ sans, subject }: Certificate): string {
  const dns = sans?.find(({ kind }) => kind === 'dns')?.value;
  const commonName = subject.rdns.flat().findLast(({ type }) => type === 'CN')?.value;
  return toShortText(dns ?? commonName ?? (subject.text || 'A certificate without a name'), 80);
}

function inState({ document, now, warningDays }: Subject, wanted: ExpiryState): readonly Place[] {
  return certificateParts(document).flatMap(({ part, certificate }) => {
    const { validity } = certificate;
    if (expiryState(validity, now, warningDays) !== wanted) return [];
    const time = wanted === 'notYetValid' ? validity.notBefore : validity.notAfter;
    return [{ part, facts: { name: nameOf(certificate), date: toUtcText(time), days: daysLeft(validity, now) } }];
  });
}

/** `2026-12-05 10:00 UTC`; years beyond what a date can say stay a number of the format. */
const toUtcText = (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Keys that are held against every certificate: more in one file are made to cost time. */
const mostKeys = 20;

/** Keys that fit none of the certificates, where that is certain of every one. */
function keysOfNobody(document: PemDocument): readonly Place[] {
  const certificates = certificateParts(document);
  const hasUnread = document.parts.some(({ certificate }) => certificate && !certificate.ok);
  const [first] = certificates;
  if (!first || hasUnread) return [];
  const withKey = document.parts.filter(({ key }) => key?.status === 'plain').slice(0, mostKeys);
  return withKey.flatMap((part): readonly Place[] => {
    const { key } = part;
    if (key?.status !== 'plain') return [];
    if (certificates.some(({ certificate }) => keyFit(certificate, key) !== 'doesNotFit')) return [];
    const sentence = 'The certificate has another key.';
    return [{ part, facts: { key: key.key.name }, related: [{ part: first.part, sentence }] }];
  });
}

/** The certificates of the chain that stand elsewhere. Bundles of CAs have no order. */
function outOfOrder({ document, chain }: Subject): readonly Place[] {
  const { leaf, ordered } = chain;
  if (!leaf || ordered.length < 2 || !isMeantForUpload(document, leaf)) return [];
  const present = distinctParts(document).filter(({ certificate }) => ordered.includes(certificate));
  const misplaced = present.find(({ certificate }, index) => ordered[index] !== certificate);
  if (!misplaced) return [];
  const place = ordered.indexOf(misplaced.certificate) + 1;
  const related = present
    .filter(({ certificate }) => certificate === leaf)
    .map(({ part }) => ({ part, sentence: 'The chain starts with this certificate.' }));
  return [{ part: misplaced.part, facts: { name: nameOf(misplaced.certificate), place, count: ordered.length }, related }];
}

const holdsKeyOf = (document: PemDocument, certificate: Certificate): boolean =>
  document.parts.some(({ key }) => key !== undefined && keyFit(certificate, key) === 'fits');

/** A leaf with its chain, or anything with its key beside it; a CA alone is there to be trusted. */
const isMeantForUpload = (document: PemDocument, leaf: Certificate): boolean =>
  (!leaf.isCa && !(isSelfIssued(leaf) && leaf.version < 3)) || holdsKeyOf(document, leaf);
