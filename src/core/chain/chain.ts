import { isSelfIssued } from '../x509/certificateName';
import { verifySignature } from '../crypto';
import { toBoundedCertificate } from '../keys/boundedKey';
import type { Certificate } from '../model';
import { runSync } from '../../shared/cooperative';
import type { Cooperative } from '../../shared/cooperative';

/** The relation of a certificate to its presumed issuer. */
export type LinkState =
  /** Signed by it, and it may sign. */
  | 'issued'
  /** Names fit; whether the signature does cannot be told here (an algorithm this runtime lacks). */
  | 'cannotTell'
  | 'notIssued';

/** The reason why an issuer whose signature verifies is not allowed to sign (RFC 5280 §4.2.1.3, §4.2.1.9). */
export type IssuerFault = 'notCa' | 'noKeyCertSign' | 'pathTooLong';

export interface ChainReading {
  /** The certificate that the others lead away from. Undefined for an empty list. */
  readonly leaf: Certificate | undefined;
  /** Leaf first, then each issuer of the one before, as far as they are at hand; a root included where there is one. */
  readonly ordered: readonly Certificate[];
  /** True where the list has the chain's certificates in this order, once each, with nothing in between. */
  readonly isInOrder: boolean;
  /** The issuer (RFC 4514 text) that is missing behind the last of `ordered`; undefined where that one is a root. */
  readonly missingIssuer: string | undefined;
  /** The root at the end of `ordered`: clients have it already or do not trust it. Undefined where the leaf is itself one. */
  readonly root: Certificate | undefined;
  /** Certificates that are in no place of the chain, in the order of the list. */
  readonly strangers: readonly Certificate[];
  /** Certificates that are in the list more than once: the later ones. */
  readonly duplicates: readonly Certificate[];
  /** Issuers of the chain that may not sign the one before them. */
  readonly faults: readonly { readonly certificate: Certificate; readonly fault: IssuerFault }[];
  /** Certificates of the chain whose signature this runtime cannot check. */
  readonly unverified: readonly Certificate[];
}

/**
 * Puts certificates in order by who signed whom, names and signatures both. The first one that issued none of the others
 * is the leaf. Cost: a signature check a link that the names suggest, at most one a pair of equal names.
 */
export const orderChain = (certificates: readonly Certificate[]): ChainReading =>
  runSync(orderChainSteps(certificates));

/** What signatures were found to be, by a pair of fingerprints. Give the same map again after an edit: none is checked twice. */
export type LinkCache = Map<string, LinkState>;

/** The same, with a rest before each signature. Leaves in `cache` what these certificates need, and no more. */
export function* orderChainSteps(
  certificates: readonly Certificate[],
  cache: LinkCache = new Map(),
): Cooperative<ChainReading> {
  const { distinct, duplicates } = sortOut(certificates);
  const links = new Links(distinct, cache);
  const leaf = yield* chooseLeaf(distinct, links);
  if (!leaf) return { ...nothing, duplicates };
  const ordered = new Set([leaf]);
  const unverified: Certificate[] = [];
  let top = leaf;
  for (let issuer = yield* links.issuerOf(top, ordered); issuer; issuer = yield* links.issuerOf(top, ordered)) {
    if (issuer.state === 'cannotTell') unverified.push(top);
    top = issuer.certificate;
    ordered.add(top);
  }
  links.keepUsed();
  return toReading({ distinct, duplicates, ordered: [...ordered], unverified });
}

interface Order {
  readonly distinct: readonly Certificate[];
  readonly duplicates: readonly Certificate[];
  readonly ordered: readonly Certificate[];
  readonly unverified: readonly Certificate[];
}

function toReading({ distinct, duplicates, ordered, unverified }: Order): ChainReading {
  const leaf = ordered[0];
  const top = ordered.at(-1);
  const isEnded = top !== undefined && isSelfIssued(top);
  const members = new Set(ordered);
  const strangers = distinct.filter((certificate) => !members.has(certificate));
  return {
    leaf,
    ordered,
    isInOrder: duplicates.length === 0 && ordered.every((certificate, index) => distinct[index] === certificate),
    missingIssuer: isEnded ? undefined : top?.issuer.text,
    root: isEnded && top !== leaf ? top : undefined,
    strangers,
    duplicates,
    faults: ordered.slice(1).flatMap((certificate, index) => faultsOf(certificate, ordered.slice(1, index + 1))),
    unverified,
  };
}

const nothing: ChainReading = {
  leaf: undefined,
  ordered: [],
  isInOrder: true,
  missingIssuer: undefined,
  root: undefined,
  strangers: [],
  duplicates: [],
  faults: [],
  unverified: [],
};

/**
 * Returns whether `issuer` signed `certificate`: the names, then the signature, and key identifiers where that cannot
 * be told.
 */
export function linkState(certificate: Certificate, issuer: Certificate): LinkState {
  if (certificate.issuer.der !== issuer.subject.der) return 'notIssued';
  const [signed, signer] = [toBoundedCertificate(certificate, 'signed'), toBoundedCertificate(issuer, 'signer')];
  const isSigned = signed && signer && verifySignature(signed, signer);
  if (isSigned) return 'issued';
  if (isSigned === false && isCheckable(certificate, issuer)) return 'notIssued';
  const { authorityKeyId: wanted } = certificate;
  const { subjectKeyId: had } = issuer;
  return wanted !== undefined && had !== undefined && wanted !== had ? 'notIssued' : 'cannotTell';
}

/** Signatures that every runtime can check, so that its `no` is one: RSA, ECDSA on named curves, Ed25519. */
const isCheckable = (certificate: Certificate, issuer: Certificate): boolean =>
  checkableSignatures.has(certificate.signatureAlgorithm.oid) && issuer.key.curve !== 'explicit';

const checkableSignatures: ReadonlySet<string> = new Set([
  '1.2.840.113549.1.1.5',
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.1',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
  '1.3.101.112',
]);

function sortOut(certificates: readonly Certificate[]): { distinct: Certificate[]; duplicates: Certificate[] } {
  const seen = new Set<string>();
  const distinct: Certificate[] = [];
  const duplicates: Certificate[] = [];
  for (const certificate of certificates) {
    const { sha256 } = certificate.fingerprints;
    (seen.has(sha256) ? duplicates : distinct).push(certificate);
    seen.add(sha256);
  }
  return { distinct, duplicates };
}

/** Links of a list, each checked once. */
class Links {
  private readonly bySubject = new Map<string, Certificate[]>();
  private readonly known = new Map<string, LinkState>();

  constructor(
    certificates: readonly Certificate[],
    private readonly cache: LinkCache,
  ) {
    for (const certificate of certificates) {
      const same = this.bySubject.get(certificate.subject.der);
      if (same) same.push(certificate);
      else this.bySubject.set(certificate.subject.der, [certificate]);
    }
  }

  /** Certificates at hand that issued this one, sure ones first. Itself is none of them. */
  *issuersOf(certificate: Certificate): Cooperative<readonly Link[]> {
    const candidates = this.bySubject.get(certificate.issuer.der) ?? [];
    const links: Link[] = [];
    let left = maxCandidates;
    for (const candidate of candidates) {
      if (candidate === certificate) continue;
      if (left-- === 0) break;
      const state = yield* this.state(certificate, candidate);
      if (state !== 'notIssued') links.push({ certificate: candidate, state });
    }
    return links.sort((a, b) => rank(a) - rank(b));
  }

  *issuerOf(certificate: Certificate, before: ReadonlySet<Certificate>): Cooperative<Link | undefined> {
    // A root ends the chain, also where another certificate of the same name and key cross-signs it.
    if (isSelfIssued(certificate) && (yield* this.state(certificate, certificate)) !== 'notIssued') return undefined;
    const issuers = yield* this.issuersOf(certificate);
    return issuers.find((issuer) => !before.has(issuer.certificate));
  }

  /** Forgets pairs that nobody asked about this time. */
  keepUsed(): void {
    for (const pair of [...this.cache.keys()]) if (!this.known.has(pair)) this.cache.delete(pair);
  }

  private *state(certificate: Certificate, issuer: Certificate): Cooperative<LinkState> {
    const pair = `${certificate.fingerprints.sha256}/${issuer.fingerprints.sha256}`;
    const known = this.known.get(pair);
    if (known) return known;
    yield;
    // What the cache holds counts as well: the same list gives the same answer, cached or not.
    if (this.known.size >= maxChecks) return 'cannotTell';
    const state = this.cache.get(pair) ?? linkState(certificate, issuer);
    this.cache.set(pair, state);
    this.known.set(pair, state);
    return state;
  }
}

interface Link {
  readonly certificate: Certificate;
  readonly state: LinkState;
}

/** Certificates of one name among which an issuer is sought: more are made to cost time. */
const maxCandidates = 20;

/** Signatures that are checked for one list; links beyond that are told by names alone. */
const maxChecks = 500;

/** Sure links before unsure ones, CAs before others; else as listed. */
const rank = ({ certificate, state }: Link): number => (state === 'issued' ? 0 : 2) + (certificate.isCa ? 0 : 1);

function* chooseLeaf(certificates: readonly Certificate[], links: Links): Cooperative<Certificate | undefined> {
  const issuers = new Set<Certificate>();
  for (const certificate of certificates) {
    yield;
    for (const issuer of yield* links.issuersOf(certificate)) issuers.add(issuer.certificate);
  }
  const ends = certificates.filter((certificate) => !issuers.has(certificate));
  return ends.find((certificate) => !certificate.isCa) ?? ends[0] ?? certificates[0];
}

/** `below` are the CAs between this one and the leaf; a path length counts those that are not self-issued. */
function faultsOf(
  certificate: Certificate,
  below: readonly Certificate[],
): { certificate: Certificate; fault: IssuerFault }[] {
  const faults: IssuerFault[] = [];
  // Certificates of version 1 cannot say that they are a CA; old roots are.
  if (!certificate.isCa && !(certificate.version < 3 && isSelfIssued(certificate))) faults.push('notCa');
  if (certificate.keyUsage && !certificate.keyUsage.includes('keyCertSign')) faults.push('noKeyCertSign');
  const depth = below.filter((each) => !isSelfIssued(each)).length;
  if (certificate.isCa && certificate.pathLength !== undefined && depth > certificate.pathLength)
    faults.push('pathTooLong');
  return faults.map((fault) => ({ certificate, fault }));
}
