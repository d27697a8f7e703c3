import { toShortText } from '../shared/visibleText';
import { isSelfIssued } from './chain';
import type { ChainReading } from './chain';
import type { PemDocument, PemPart } from './document';
import { daysLeft, expiryState } from './expiry';
import { keyFit } from './keys';
import type { Certificate, ExpiryState } from './model';

export interface FindingOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** See `expiryState`. */
  readonly warningDays: number | null;
}

/** What a rule looks at. `chain` is of all certificates of the document that could be read. */
export interface Subject extends FindingOptions {
  readonly document: PemDocument;
  readonly chain: ChainReading;
}

/** Where a rule found something: on the BEGIN line of a part. */
export interface Place {
  readonly part: PemPart;
  readonly facts?: Readonly<Record<string, string | number>>;
  readonly related?: readonly { readonly part: PemPart; readonly sentence: string }[];
}

/** Why an issuer may not sign, behind `because`. */
export const faultWords: Readonly<Record<ChainReading['faults'][number]['fault'], string>> = {
  notCa: 'its basic constraints do not make it a CA',
  noKeyCertSign: 'its key usage lacks keyCertSign',
  pathTooLong: 'more CAs stand below it than its path length allows',
};

export const certificateParts = (document: PemDocument): readonly CertificatePart[] =>
  document.parts.flatMap((part) => (part.certificate?.ok ? [{ part, certificate: part.certificate.value }] : []));

interface CertificatePart {
  readonly part: PemPart;
  readonly certificate: Certificate;
}

export const isSame = (a: CertificatePart, b: CertificatePart): boolean =>
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

export const partsOf = (document: PemDocument, certificates: readonly Certificate[]): readonly PemPart[] =>
  distinctParts(document).flatMap(({ part, certificate }) => (certificates.includes(certificate) ? [part] : []));

/** First name, or the subject, short and with nothing hidden. */
export function nameOf({ sans, subject }: Certificate): string {
  const dns = sans?.find(({ kind }) => kind === 'dns')?.value;
  const commonName = subject.rdns.flat().findLast(({ type }) => type === 'CN')?.value;
  return toShortText(dns ?? commonName ?? (subject.text || 'A certificate without a name'), 80);
}

export function inState({ document, now, warningDays }: Subject, wanted: ExpiryState): readonly Place[] {
  return certificateParts(document).flatMap(({ part, certificate }) => {
    const { validity } = certificate;
    if (expiryState(validity, now, warningDays) !== wanted) return [];
    const time = wanted === 'notYetValid' ? validity.notBefore : validity.notAfter;
    return [{ part, facts: { name: nameOf(certificate), date: toUtcText(time), days: daysLeft(validity, now) } }];
  });
}

/** `2026-12-05 10:00 UTC`; years beyond what a date can say stay a number of the format. */
const toUtcText = (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const spoken = { pkcs1: 'PKCS#1', pkcs8: 'PKCS#8', sec1: 'SEC1', dsa: 'OpenSSL DSA' } as const;

/** Keys whose form is another than their label says. Those of an algorithm's own label may also be PKCS#8. */
export function mislabelledKeys(document: PemDocument): readonly Place[] {
  return document.parts.flatMap((part): readonly Place[] => {
    const { key, block } = part;
    if (!key || !block.isIntact || block.headers.length > 0) return [];
    const { label } = block;
    if (key.status === 'encrypted') {
      return label === 'ENCRYPTED PRIVATE KEY' ? [] : [{ part, facts: { format: 'encrypted PKCS#8', label: toShortText(label, 40) } }];
    }
    if (key.status !== 'plain' || label === labels[key.format]) return [];
    const isOfItsAlgorithm = key.format === 'pkcs8' && algorithms[label] === key.key.algorithm;
    return isOfItsAlgorithm ? [] : [{ part, facts: { format: spoken[key.format], label: toShortText(label, 40) } }];
  });
}

const labels = { pkcs1: 'RSA PRIVATE KEY', pkcs8: 'PRIVATE KEY', sec1: 'EC PRIVATE KEY', dsa: 'DSA PRIVATE KEY' } as const;
const algorithms: Readonly<Record<string, string>> = { 'RSA PRIVATE KEY': 'rsa', 'EC PRIVATE KEY': 'ec', 'DSA PRIVATE KEY': 'dsa' };

/** Keys that are held against every certificate: more in one file are made to cost time. */
const mostKeys = 20;

/** Keys that fit none of the certificates, where that is certain of every one. */
export function keysOfNobody(document: PemDocument): readonly Place[] {
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
export function outOfOrder({ document, chain }: Subject): readonly Place[] {
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

export const holdsKeyOf = (document: PemDocument, certificate: Certificate): boolean =>
  document.parts.some(({ key }) => key !== undefined && keyFit(certificate, key) === 'fits');

/** A leaf with its chain, or anything with its key beside it; a CA alone is there to be trusted. */
export const isMeantForUpload = (document: PemDocument, leaf: Certificate): boolean =>
  (!leaf.isCa && !(isSelfIssued(leaf) && leaf.version < 3)) || holdsKeyOf(document, leaf);
