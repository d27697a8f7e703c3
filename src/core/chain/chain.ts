import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import type { Certificate, CertificateType } from '../model';
import { isSelfIssued } from '../x509/certificateName';
import { preferredType, purposeOf } from '../x509/purpose';
import type { LinkCache } from './links';
import { distinctOf, Links, repeatedOf } from './links';
import { findPath } from './pathSearch';
import type { PathVerdict } from './verdict';

/** The reason why an issuer whose signature verifies is not allowed to sign (RFC 5280 §4.2.1.3, §4.2.1.9). */
type IssuerFault = 'notCa' | 'noKeyCertSign' | 'pathTooLong';

export interface ChainReading {
  /** The certificate that the others lead away from. Undefined for an empty list. */
  readonly leaf: Certificate | undefined;
  /**
   * Leaf first, then each issuer of the one before, as far as they are at hand; a root included where there is one. Of
   * several issuers of one name, those by which a client accepts the leaf. Behind the verdict's path stands what it
   * dropped.
   */
  readonly ordered: readonly Certificate[];
  /** Says if a client would accept `ordered`, and why not. Undefined for an empty list. */
  readonly verdict: PathVerdict | undefined;
  /** All verdicts: `verdict` first, then those on `ChainOptions.ends`. */
  readonly verdicts: readonly PathVerdict[];
  /** Set where the list has the chain's certificates in this order, once each, with nothing in between. */
  readonly isInOrder: boolean;
  /** The issuer (RFC 4514 text) that is missing behind the last of `ordered`; undefined where that one is a root. */
  readonly missingIssuer: string | undefined;
  /**
   * The root at the end of `ordered`: clients have it already or do not trust it. Undefined where the leaf is itself
   * one.
   */
  readonly root: Certificate | undefined;
  /** Certificates that are in no place of the chain, in the order of the list. */
  readonly strangers: readonly Certificate[];
  /**
   * Other issuers of a certificate of the chain, and theirs: renewed, expired and cross-signed ones of a name and key.
   */
  readonly alternatives: readonly Certificate[];
  /** Certificates that are in the list more than once: the later ones. */
  readonly duplicates: readonly Certificate[];
  /** Issuers of the chain that may not sign the one before them. */
  readonly faults: readonly { readonly certificate: Certificate; readonly fault: IssuerFault }[];
  /** Certificates of the chain whose signature this runtime cannot check. */
  readonly unverified: readonly Certificate[];
}

export interface ChainOptions {
  /** Leaves in it what these certificates need, and no more. */
  readonly cache?: LinkCache | undefined;
  /** Milliseconds since 1970. Without it, of several issuers the one that ends last counts. */
  readonly now?: number | undefined;
  /** Further certificates of the list whose chains are judged, the first ones of many. */
  readonly ends?: readonly Certificate[] | undefined;
}

/** Certificates of one list that are judged: more are made to cost time. */
const maxVerdicts = 50;

/**
 * Puts certificates in order by who signed whom, names and signatures both. The first one that issued none of the
 * others is the leaf. Cost: a signature check a link that the names suggest, at most one a pair of equal names.
 */
export const orderChain = (certificates: readonly Certificate[], options: ChainOptions = {}): ChainReading =>
  runSync(orderChainSteps(certificates, options));

/** Does the same in steps, with a pause before each signature. */
export function* orderChainSteps(
  certificates: readonly Certificate[],
  { cache = new Map(), now, ends = [] }: ChainOptions = {},
): Cooperative<ChainReading> {
  const distinct = distinctOf(certificates);
  const duplicates = repeatedOf(certificates);
  const links = new Links(distinct, cache);
  const leaf = yield* chooseLeaf(distinct, links);
  if (!leaf) return { ...nothing, duplicates };
  const verdict = yield* findPath(links, { leaf, now, purpose: statedPurpose(leaf) });
  const ordered = [...verdict.path, ...verdict.dropped.map(({ certificate }) => certificate)];
  const alternatives = yield* findAlternatives(ordered, links);
  const verdicts = [verdict];
  for (const end of ends.slice(0, maxVerdicts))
    if (end !== leaf) verdicts.push(yield* findPath(links, { leaf: end, now, purpose: statedPurpose(end) }));
  links.keepUsed();
  return toReading({ distinct, duplicates, ordered, alternatives, verdict, verdicts });
}

/** The side of TLS that Extended Key Usage leaves a certificate: its issuers have to allow it too. */
const statedPurpose = ({ isCa, extendedKeyUsage }: Certificate): CertificateType | undefined =>
  isCa ? undefined : preferredType(purposeOf(extendedKeyUsage));

interface Order extends Pick<ChainReading, 'duplicates' | 'ordered'> {
  readonly distinct: readonly Certificate[];
  readonly alternatives: ReadonlySet<Certificate>;
  readonly verdict: PathVerdict;
  readonly verdicts: readonly PathVerdict[];
}

function toReading({ distinct, duplicates, ordered, alternatives, verdict, verdicts }: Order): ChainReading {
  const leaf = ordered[0];
  const top = ordered.at(-1);
  const isEnded = top !== undefined && isSelfIssued(top);
  const members = new Set(ordered);
  const others = distinct.filter((certificate) => !members.has(certificate));
  const reasons = verdict.kind === 'refused' ? verdict.reasons : [];
  return {
    leaf,
    ordered,
    verdict,
    verdicts,
    isInOrder: duplicates.length === 0 && ordered.every((certificate, index) => distinct[index] === certificate),
    missingIssuer: isEnded ? undefined : top?.issuer.text,
    root: isEnded && top !== leaf ? top : undefined,
    strangers: others.filter((certificate) => !alternatives.has(certificate)),
    alternatives: others.filter((certificate) => alternatives.has(certificate)),
    duplicates,
    faults: reasons.flatMap(({ code, certificate }) =>
      code === 'notCa' || code === 'noKeyCertSign' || code === 'pathTooLong' ? [{ certificate, fault: code }] : [],
    ),
    unverified: verdict.unverified,
  };
}

const nothing: ChainReading = {
  leaf: undefined,
  ordered: [],
  verdict: undefined,
  verdicts: [],
  isInOrder: true,
  missingIssuer: undefined,
  root: undefined,
  strangers: [],
  alternatives: [],
  duplicates: [],
  faults: [],
  unverified: [],
};

/** Returns other issuers of a certificate of the chain, and theirs. */
export function* findAlternatives(
  ordered: readonly Certificate[],
  links: Links,
): Cooperative<ReadonlySet<Certificate>> {
  const members = new Set(ordered);
  const alternatives = new Set<Certificate>();
  const open = [...ordered];
  for (let each = open.shift(); each; each = open.shift()) {
    yield;
    // A root has no issuer but itself: who cross-signed it is met from below.
    for (const { certificate } of yield* links.issuersOf(each)) {
      if (members.has(certificate) || alternatives.has(certificate)) continue;
      alternatives.add(certificate);
      open.push(certificate);
    }
  }
  return alternatives;
}

function* chooseLeaf(certificates: readonly Certificate[], links: Links): Cooperative<Certificate | undefined> {
  const issuers = new Set<Certificate>();
  for (const certificate of certificates) {
    yield;
    // One signature of each issuer is enough here: bundles have many leaves of few issuers.
    if (links.candidatesOf(certificate).every((candidate) => issuers.has(candidate))) continue;
    for (const issuer of yield* links.issuersOf(certificate)) issuers.add(issuer.certificate);
  }
  const ends = certificates.filter((certificate) => !issuers.has(certificate));
  return ends.find((certificate) => !certificate.isCa) ?? ends[0] ?? certificates[0];
}
