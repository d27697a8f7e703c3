/** Finds the certificates of a gateway that a new one replaces: so that it is not uploaded beside what it renews. */
import { metadataSameness, nameSameness } from '../../core/comparison/metadataMatch';
import { hostNamesOf, toCover } from '../../core/hosts/hostMatching';
import { toSniName } from '../../core/hosts/sniChoices';
import type { Certificate, CertificateType } from '../../core/model';
import { isSameName } from '../../core/x509/nameSubtrees';
import type { Cooperative } from '../../shared/cooperative';
import { filterSteps, runSync } from '../../shared/cooperative';
import { sortSteps } from '../../shared/sortSteps';
import type { CertificateEntry } from './certificateEntry';

export type Renewed =
  /** The gateway has this very certificate. */
  | { readonly kind: 'identical'; readonly entries: readonly CertificateEntry[] }
  /** Best first: those that may be served, the same names before more names, then the one that ends last. */
  | { readonly kind: 'renews'; readonly entries: readonly CertificateEntry[] }
  | { readonly kind: 'new'; readonly entries: readonly [] };

/** @param type the one it is to be uploaded as */
export const findRenewed = (leaf: Certificate, type: CertificateType, entries: readonly CertificateEntry[]): Renewed =>
  runSync(findRenewedSteps(leaf, type, entries));

export function* findRenewedSteps(
  leaf: Certificate,
  type: CertificateType,
  entries: readonly CertificateEntry[],
): Cooperative<Renewed> {
  const identical = yield* filterSteps(entries, (entry) => isIdentical(entry, leaf));
  if (identical.length > 0) return { kind: 'identical', entries: identical };
  const renewed = yield* filterSteps(entries, (entry) => isRenewedBy(entry, leaf, type));
  if (renewed.length === 0) return { kind: 'new', entries: [] };
  const own = ownNames(leaf).size;
  const toOrdered = (entry: CertificateEntry): Ordered => ({
    entry,
    ranks: [
      Number(entry.stored.ignored !== undefined || entry.stored.isEnabled === false),
      own - namesOf(entry).size,
      -(entry.validity?.notAfter ?? 0),
    ],
  });
  return { kind: 'renews', entries: yield* orderedSteps(renewed, toOrdered) };
}

/** Certificates that are looked at without a pause. */
const stepLength = 100;

interface Ordered {
  readonly entry: CertificateEntry;
  /** The least first; a later one only where those before are equal. */
  readonly ranks: readonly number[];
}

/**
 * Orders by ranks that are worked out once for each, and not for each comparison: there may be very many of one name.
 */
function* orderedSteps(
  entries: readonly CertificateEntry[],
  toOrdered: (entry: CertificateEntry) => Ordered,
): Cooperative<readonly CertificateEntry[]> {
  if (entries.length < 2) return entries;
  const all: Ordered[] = [];
  for (const entry of entries) {
    all.push(toOrdered(entry));
    if (all.length % stepLength === 0) yield;
  }
  const ordered = yield* sortSteps(all, ({ ranks: one }, { ranks: other }) => {
    const at = one.findIndex((rank, place) => rank !== other[place]);
    return (one[at] ?? 0) - (other[at] ?? 0);
  });
  return ordered.map(({ entry }) => entry);
}

/** Compares by the SHA-256 of the DER; where the gateway tells metadata alone, by serial number, issuer and dates. */
export function isIdentical({ fingerprints, stored }: CertificateEntry, leaf: Certificate): boolean {
  const [sha256] = fingerprints;
  if (sha256 !== undefined) return sha256 === leaf.fingerprints.sha256;
  return stored.metadata !== undefined && metadataSameness(leaf, stored.metadata) === 'same';
}

/** Returns whether the new certificate has the type, every name the gateway serves the old one for, and a later end. */
function isRenewedBy(entry: CertificateEntry, leaf: Certificate, type: CertificateType): boolean {
  if (entry.type !== type || !entry.validity || entry.validity.notAfter >= leaf.validity.notAfter) return false;
  const [old, own] = [namesOf(entry), ownNames(leaf)];
  // A client certificate often has no name but its subject.
  if (old.size === 0) return own.size === 0 && hasSubjectOf(entry, leaf);
  // Names as such: a wildcard that covers a host's own certificate does not renew it.
  return [...old].every((name) => own.has(name)) || isReissueOf(entry, leaf);
}

/**
 * Returns whether it is the same certificate issued anew, by subject, issuer and names of its own: the gateway may
 * serve it for other names than these, single hosts below a wildcard for one, as long as the new one covers them. Where
 * the names are all the same, the issuer may be another: public CAs change theirs, and leave the subject out by now.
 */
function isReissueOf(entry: CertificateEntry, leaf: Certificate): boolean {
  const old = entry.leaf;
  if (!old) return false;
  const [was, own] = [ownNames(old), ownNames(leaf)];
  const [hadSubject, hasSubject] = [old.subject.rdns.length > 0, leaf.subject.rdns.length > 0];
  if (was.size === 0 || ![...was].every((name) => own.has(name)) || !isAllCovered(namesOf(entry), leaf)) return false;
  const isOfSubject = hadSubject && hasSubject && isSameName(old.subject, leaf.subject);
  return was.size === own.size
    ? isOfSubject || !hadSubject || !hasSubject
    : isOfSubject && isSameName(old.issuer, leaf.issuer);
}

function isAllCovered(names: ReadonlySet<string>, leaf: Certificate): boolean {
  const [own, isCovered] = [ownNames(leaf), toCover(leaf.sans ?? [])];
  return [...names].every((name) => own.has(name) || isCovered(name));
}

/**
 * Returns whether a new server certificate is meant to take an old one's place although it lacks some of its names: the
 * same subject, a name in common, and a later end. Where one of them has no subject, half of the names have to be the
 * same.
 */
export function isShortRenewal(entry: CertificateEntry, leaf: Certificate): boolean {
  if (entry.type !== 'server' || !entry.validity || entry.validity.notAfter >= leaf.validity.notAfter) return false;
  const [old, own] = [namesOf(entry), ownNames(leaf)];
  const shared = [...old].filter((name) => own.has(name)).length;
  if (shared === 0 || shared === old.size) return false;
  const sameness = entry.subject === undefined ? 'cannotTell' : nameSameness(leaf.subject, entry.subject);
  return sameness === 'cannotTell' ? 2 * shared >= old.size : sameness === 'same';
}

/**
 * Finds the certificates that a new server certificate is meant to replace although it lacks some of their names, see
 * {@link isShortRenewal}: the most names in common first, then the one that ends last.
 */
export const findShortened = (leaf: Certificate, entries: readonly CertificateEntry[]): readonly CertificateEntry[] =>
  runSync(findShortenedSteps(leaf, entries));

export function* findShortenedSteps(
  leaf: Certificate,
  entries: readonly CertificateEntry[],
): Cooperative<readonly CertificateEntry[]> {
  const own = ownNames(leaf);
  const shortened = yield* filterSteps(entries, (entry) => isShortRenewal(entry, leaf));
  return yield* orderedSteps(shortened, (entry) => ({
    entry,
    ranks: [-[...namesOf(entry)].filter((name) => own.has(name)).length, -(entry.validity?.notAfter ?? 0)],
  }));
}

const ownNames = (leaf: Pick<Certificate, 'sans'>): ReadonlySet<string> => new Set(hostNamesOf(leaf.sans));

/** Returns the names that it is served for. For APISIX they may be fewer, or others, than the certificate's own. */
function namesOf({ stored, leaf, names }: CertificateEntry): ReadonlySet<string> {
  const served = stored.type === 'server' && stored.names.length > 0 ? stored.names : undefined;
  return new Set((served ?? (leaf ? hostNamesOf(leaf.sans) : names)).map(toSniName));
}

function hasSubjectOf({ leaf: old, subject }: CertificateEntry, leaf: Certificate): boolean {
  if (leaf.subject.rdns.length === 0) return false;
  return old
    ? isSameName(old.subject, leaf.subject)
    : subject !== undefined && nameSameness(leaf.subject, subject) === 'same';
}
