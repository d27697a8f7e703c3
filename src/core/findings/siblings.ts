/** Finds whether a key in one file and a certificate in another, which belong together by name, fit. */
import type { Cooperative } from '../../shared/cooperative';
import type { PemDocument, PemPart } from '../document/document';
import type { KeyReading } from '../keys/keys';
import { keyFit } from '../keys/keys';
import type { Certificate } from '../model';
import { isSelfIssued } from '../x509/certificateName';
import { certificateParts, distinctParts, isEnd } from './certificateParts';

/** A file that belongs to the text by name, as `tls.key` does to `tls.crt`. */
export interface SiblingFile {
  /** The name that `Place.related` uses for it. */
  readonly id: string;
  /** The file as a person calls it. */
  readonly name: string;
  readonly document: PemDocument;
}

/** A key or certificate of the text, and one of another file of the folder that certainly does not fit it. */
export interface KeyMismatch {
  readonly part: PemPart;
  readonly file: SiblingFile;
  readonly other: PemPart;
}

/** Most keys, and most certificates, of a file that are compared with others: more are made to cost time. */
const maxCompared = 20;

/**
 * Returns which part of use another file of the folder may have: see `missingPart`; for a request alone, its
 * certificate.
 */
export const wantedPart = (document: PemDocument): 'key' | 'certificate' | undefined =>
  missingPart(document) ??
  (document.parts.some(({ request }) => request) && document.parts.every(({ certificate, key }) => !certificate && !key)
    ? 'certificate'
    : undefined);

/** Returns hashes of the keys that requests of the texts are for: a certificate for them may be on its way. */
export const requestedKeys = (documents: readonly PemDocument[]): ReadonlySet<string> =>
  new Set(documents.flatMap(({ parts }) => parts.flatMap(({ request }) => request?.spkiSha256 ?? [])));

/** Returns true for a key that a request is for: where it fits no certificate, a renewal is under way. */
export const isRequested = ({ key }: PemPart, requested: ReadonlySet<string>): boolean =>
  key?.status === 'plain' && requested.has(key.spkiSha256);

/**
 * Returns the part of a key pair that a text lacks and another file may have: undefined where it has both, neither, or
 * CAs for others alone.
 */
function missingPart(document: PemDocument): 'key' | 'certificate' | undefined {
  const hasKey = document.parts.some(({ key }) => key !== undefined);
  const hasCertificate = document.parts.some(({ certificate }) => certificate !== undefined);
  if (hasKey === hasCertificate) return undefined;
  if (hasKey) return 'certificate';
  return leafOf(document) ? 'key' : undefined;
}

/**
 * Finds what does not fit, only where all is certain: nothing of the text fits, or may fit, anything of any of the
 * files, and one of these holds one part of a pair alone, as the text does. A certificate whose own key is in another
 * file lacks none; nor does a CA, which may be there to be trusted, lack one that belongs to another certificate.
 * `siblings`: the likeliest first.
 */
export function* findMismatches(
  document: PemDocument,
  siblings: readonly SiblingFile[],
  requested: ReadonlySet<string>,
): Cooperative<readonly KeyMismatch[]> {
  const wanted = missingPart(document);
  if (!wanted) return [];
  const files = siblings.filter(({ document: { parts } }) => parts.some((part) => part[wanted] !== undefined));
  const file = files.find((each) => missingPart(each.document) === (wanted === 'key' ? 'certificate' : 'key'));
  const other = file && (wanted === 'key' ? file.document.parts.find(({ key }) => key) : leafOf(file.document));
  if (!file || !other || isRequested(other, requested)) return [];
  for (const { document: theirs } of files) {
    const [keys, certificates] = wanted === 'key' ? [theirs, document] : [document, theirs];
    if (!(yield* areStrangers(keys, certificates))) return [];
  }
  const leaf = leafOf(document);
  const isCa = leaf?.certificate?.ok && !isEnd(leaf.certificate.value);
  for (const { document: rival } of wanted === 'certificate' || isCa ? siblings : []) {
    const [keys, certificates] = wanted === 'key' ? [file.document, rival] : [rival, file.document];
    if (hasPairing(keys, certificates) && !(yield* areStrangers(keys, certificates))) return [];
  }
  const own =
    wanted === 'key' ? leaf && [leaf] : document.parts.filter((part) => part.key && !isRequested(part, requested));
  return (own ?? []).map((part) => ({ part, file, other }));
}

/** Returns what a gateway would present: no CA, unless it is one that signed itself and stands alone. */
function leafOf(document: PemDocument): PemPart | undefined {
  const all = distinctParts(certificateParts(document));
  const [first] = all;
  const leaf =
    all.find(({ certificate }) => isEnd(certificate)) ??
    (all.length === 1 && first && isSelfIssued(first.certificate) ? first : undefined);
  return leaf?.part;
}

/** Returns whether there is anything to compare. */
const hasPairing = (one: PemDocument, other: PemDocument): boolean =>
  one.parts.some(({ key }) => key !== undefined) && other.parts.some(({ certificate }) => certificate !== undefined);

/** Returns whether certainly no key of the one belongs to any certificate of the other. */
function* areStrangers(one: PemDocument, other: PemDocument): Cooperative<boolean> {
  const keys = one.parts.flatMap(({ key }) => (key ? [key] : []));
  const readings = other.parts.flatMap(({ certificate }) => (certificate ? [certificate] : []));
  const certificates = distinctParts(certificateParts(other)).map(({ certificate }) => certificate);
  if (readings.some(({ ok }) => !ok) || Math.max(keys.length, certificates.length) > maxCompared) return false;
  for (const [key, certificate] of pairsOf(keys, certificates)) {
    yield;
    if (keyFit(certificate, key) !== 'doesNotFit') return false;
  }
  return true;
}

const pairsOf = (
  keys: readonly KeyReading[],
  certificates: readonly Certificate[],
): readonly (readonly [KeyReading, Certificate])[] =>
  keys.flatMap((key) => certificates.map((certificate) => [key, certificate] as const));
