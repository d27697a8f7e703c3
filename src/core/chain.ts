import { verifySignature } from './crypto';
import type { Certificate } from './model';

/** How one certificate stands to the one that should have issued it. */
export type LinkState =
  /** Signed by it, and it may sign. */
  | 'issued'
  /** Names fit; whether the signature does cannot be told here (an algorithm this runtime lacks). */
  | 'cannotTell'
  | 'notIssued';

/** Why an issuer whose signature fits is not allowed to sign (RFC 5280 §4.2.1.3, §4.2.1.9). */
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
export function orderChain(certificates: readonly Certificate[]): ChainReading {
  const { distinct, duplicates } = sortOut(certificates);
  const links = new Links(distinct);
  const leaf = chooseLeaf(distinct, links);
  if (!leaf) return { ...nothing, duplicates };
  const ordered = [leaf];
  const unverified: Certificate[] = [];
  for (let last = leaf; ; ) {
    const issuer = links.issuerOf(last, ordered);
    if (!issuer) break;
    if (issuer.state === 'cannotTell') unverified.push(last);
    ordered.push(issuer.certificate);
    last = issuer.certificate;
  }
  const top = ordered.at(-1) ?? leaf;
  const isEnded = isSelfIssued(top);
  const members = distinct.filter((certificate) => ordered.includes(certificate));
  const strangers = distinct.filter((certificate) => !ordered.includes(certificate));
  return {
    leaf,
    ordered,
    isInOrder: duplicates.length === 0 && ordered.every((certificate, index) => distinct[index] === certificate) && members.length === ordered.length,
    missingIssuer: isEnded ? undefined : top.issuer.text,
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

export const isSelfIssued = (certificate: Certificate): boolean => certificate.subject.der === certificate.issuer.der;

/** Whether `issuer` signed `certificate`: the names, then the signature, and key identifiers where that cannot be told. */
export function linkState(certificate: Certificate, issuer: Certificate): LinkState {
  if (certificate.issuer.der !== issuer.subject.der) return 'notIssued';
  const isSigned = verifySignature(certificate.der, issuer.der);
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

  constructor(certificates: readonly Certificate[]) {
    for (const certificate of certificates) {
      const same = this.bySubject.get(certificate.subject.der);
      if (same) same.push(certificate);
      else this.bySubject.set(certificate.subject.der, [certificate]);
    }
  }

  /** Certificates at hand that issued this one, sure ones first. Itself is none of them. */
  issuersOf(certificate: Certificate): { readonly certificate: Certificate; readonly state: LinkState }[] {
    const candidates = this.bySubject.get(certificate.issuer.der) ?? [];
    return candidates
      .filter((candidate) => candidate !== certificate)
      .slice(0, mostCandidates)
      .map((candidate) => ({ certificate: candidate, state: this.state(certificate, candidate) }))
      .filter(({ state }) => state !== 'notIssued')
      .sort((a, b) => rank(a) - rank(b));
  }

  issuerOf(certificate: Certificate, before: readonly Certificate[]) {
    // A root ends the chain, also where another certificate of the same name and key cross-signs it.
    if (isSelfIssued(certificate) && this.state(certificate, certificate) !== 'notIssued') return undefined;
    return this.issuersOf(certificate).find((issuer) => !before.includes(issuer.certificate));
  }

  private state(certificate: Certificate, issuer: Certificate): LinkState {
    const key = `${certificate.fingerprints.sha256}/${issuer.fingerprints.sha256}`;
    const known = this.known.get(key) ?? (this.known.size < mostChecks ? linkState(certificate, issuer) : 'cannotTell');
    this.known.set(key, known);
    return known;
  }
}

/** Certificates of one name among which an issuer is sought: more are made to cost time. */
const mostCandidates = 20;

/** Signatures that are checked for one list; links beyond that are told by names alone. */
const mostChecks = 500;

/** Sure links before unsure ones, CAs before others; else as listed. */
const rank = ({ certificate, state }: { readonly certificate: Certificate; readonly state: LinkState }): number =>
  (state === 'issued' ? 0 : 2) + (certificate.isCa ? 0 : 1);

function chooseLeaf(certificates: readonly Certificate[], links: Links): Certificate | undefined {
  const issuers = new Set(certificates.flatMap((certificate) => links.issuersOf(certificate).map((issuer) => issuer.certificate)));
  const ends = certificates.filter((certificate) => !issuers.has(certificate));
  return ends.find((certificate) => !certificate.isCa) ?? ends[0] ?? certificates[0];
}

/** `below` are the CAs between this one and the leaf; a path length counts those that are not self-issued. */
function faultsOf(certificate: Certificate, below: readonly Certificate[]): { certificate: Certificate; fault: IssuerFault }[] {
  const faults: IssuerFault[] = [];
  // Certificates of version 1 cannot say that they are a CA; old roots are.
  if (!certificate.isCa && !(certificate.version < 3 && isSelfIssued(certificate))) faults.push('notCa');
  if (certificate.keyUsage && !certificate.keyUsage.includes('keyCertSign')) faults.push('noKeyCertSign');
  const depth = below.filter((each) => !isSelfIssued(each)).length;
  if (certificate.isCa && certificate.pathLength !== undefined && depth > certificate.pathLength) faults.push('pathTooLong');
  return faults.map((fault) => ({ certificate, fault }));
}
