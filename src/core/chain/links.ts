/** Finds who issued whom: names, then signatures, each checked once. */
import { appendTo } from '../../shared/appendTo';
import type { Cooperative } from '../../shared/cooperative';
import { reading } from '../asn1/der';
import type { PublicKey } from '../crypto';
import { publicKeyOf, verifyContent, verifySignature } from '../crypto';
import { toBoundedCertificate } from '../keys/boundedKey';
import type { Certificate } from '../model';
import { signedParts } from '../x509/certificateLayout';
import { isSelfIssued } from '../x509/certificateName';
import { isSameName, nameKey } from '../x509/nameSubtrees';

export const isSameCertificate = (a: Certificate, b: Certificate): boolean =>
  a.fingerprints.sha256 === b.fingerprints.sha256;

/** Keeps the first of each certificate. */
export const distinctOf = (certificates: readonly Certificate[]): readonly Certificate[] => sortOut(certificates).first;

/** Returns the later copies of certificates that occur more than once. */
export const repeatedOf = (certificates: readonly Certificate[]): readonly Certificate[] => sortOut(certificates).later;

function sortOut(certificates: readonly Certificate[]): {
  readonly first: readonly Certificate[];
  readonly later: readonly Certificate[];
} {
  const seen = new Set<string>();
  const [first, later]: [Certificate[], Certificate[]] = [[], []];
  for (const certificate of certificates) {
    const { sha256 } = certificate.fingerprints;
    (seen.has(sha256) ? later : first).push(certificate);
    seen.add(sha256);
  }
  return { first, later };
}

/** The relation of a certificate to its presumed issuer. */
export type LinkState =
  /** Signed by it. */
  | 'issued'
  /** The names fit; whether the signature does is unknown, because this runtime lacks the algorithm. */
  | 'cannotTell'
  | 'notIssued';

/**
 * Results of checked signatures, by a pair of fingerprints. Pass the same map again after an edit: none is checked
 * twice.
 */
export type LinkCache = Map<string, LinkState>;

/**
 * Returns whether `issuer` signed `certificate`: the names, then the signature, and key identifiers where that is
 * unknown.
 */
export function linkState(certificate: Certificate, issuer: Certificate, keys: IssuerKeys = new Map()): LinkState {
  if (!isSameName(certificate.issuer, issuer.subject)) return 'notIssued';
  const signed = toBoundedCertificate(certificate, 'signed');
  const key = signed && issuerKey(issuer, keys);
  const isSigned = signed && key && (isSignedContent(certificate, key) || verifySignature(signed, key));
  if (isSigned) return 'issued';
  if (isSigned === false && isCheckable(certificate, issuer)) return 'notIssued';
  const { authorityKeyId: wanted } = certificate;
  const { subjectKeyId: had } = issuer;
  return wanted !== undefined && had !== undefined && wanted !== had ? 'notIssued' : 'cannotTell';
}

/**
 * Checks a signature of a usual algorithm over the content, without the runtime decoding the certificate, which takes
 * longer. False says nothing.
 */
function isSignedContent({ der, signatureAlgorithm, oddities }: Certificate, key: PublicKey): boolean {
  const form = contentSignatures.get(signatureAlgorithm.oid);
  // Clients want the same algorithm inside and outside.
  if (!form || oddities.includes('signatureAlgorithms')) return false;
  const parts = reading(() => signedParts(der));
  return parts.ok && parts.value !== undefined && verifyContent(key, { ...form, ...parts.value });
}

/** Algorithms by OID whose parameters say nothing, with the type of key that they take. */
const contentSignatures: ReadonlyMap<string, { readonly keyType: string; readonly hash: string }> = new Map([
  ['1.2.840.113549.1.1.11', { keyType: 'rsa', hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { keyType: 'rsa', hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { keyType: 'rsa', hash: 'sha512' }],
  ['1.2.840.10045.4.3.2', { keyType: 'ec', hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { keyType: 'ec', hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { keyType: 'ec', hash: 'sha512' }],
]);

/** Keys of issuers as the runtime holds them: one issuer has many certificates. */
type IssuerKeys = Map<Certificate, PublicKey | undefined>;

function issuerKey(issuer: Certificate, keys: IssuerKeys): PublicKey | undefined {
  if (!keys.has(issuer)) {
    const signer = toBoundedCertificate(issuer, 'signer');
    keys.set(issuer, signer && publicKeyOf(signer));
  }
  return keys.get(issuer);
}

/**
 * Signatures that every runtime can check, so that its `no` is one: RSA, ECDSA on named curves, Ed25519. One that names
 * two algorithms is refused for that, whoever made it.
 */
const isCheckable = ({ signatureAlgorithm, oddities }: Certificate, issuer: Certificate): boolean =>
  checkableSignatures.has(signatureAlgorithm.oid) &&
  issuer.key.curve !== 'explicit' &&
  !oddities.includes('signatureAlgorithms');

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

export interface Link {
  readonly certificate: Certificate;
  readonly state: LinkState;
}

/** Certificates of one name among which an issuer is sought: more are made to cost time. */
const maxCandidates = 20;

/** Signatures that are checked for one list; further links are decided by names alone. */
const maxChecks = 500;

/** Links of a list, each checked once. */
export class Links {
  private readonly bySubject = new Map<string, Certificate[]>();
  private readonly nameKeys = new Map<string, string>();
  private readonly known = new Map<string, LinkState>();
  private readonly keys: IssuerKeys = new Map();

  constructor(
    certificates: readonly Certificate[],
    private readonly cache: LinkCache,
  ) {
    for (const certificate of certificates) {
      const key = this.keyOf(certificate.subject);
      appendTo(this.bySubject, key, certificate);
    }
  }

  /** Lists the first certificates at hand that have the issuer's name, without the certificate itself. */
  candidatesOf(certificate: Certificate): readonly Certificate[] {
    const candidates: Certificate[] = [];
    for (const candidate of this.bySubject.get(this.keyOf(certificate.issuer)) ?? []) {
      if (candidate === certificate) continue;
      if (candidates.length === maxCandidates) break;
      candidates.push(candidate);
    }
    return candidates;
  }

  /**
   * Finds the certificates at hand that issued this one, in the order of the list. It never counts as its own issuer.
   */
  *issuersOf(certificate: Certificate): Cooperative<readonly Link[]> {
    const links: Link[] = [];
    for (const candidate of this.candidatesOf(certificate)) {
      const state = yield* this.state(certificate, candidate);
      if (state !== 'notIssued') links.push({ certificate: candidate, state });
    }
    return links;
  }

  /**
   * Returns whether it is a root, as far as is known: it ends a chain, even where another one of the same name and key
   * cross-signs it.
   */
  *isSelfSigned(certificate: Certificate): Cooperative<boolean> {
    return isSelfIssued(certificate) && (yield* this.state(certificate, certificate)) !== 'notIssued';
  }

  /** Forgets pairs that nobody asked about this time. */
  keepUsed(): void {
    for (const pair of [...this.cache.keys()]) if (!this.known.has(pair)) this.cache.delete(pair);
  }

  private keyOf(name: Certificate['subject']): string {
    const known = this.nameKeys.get(name.der);
    if (known !== undefined) return known;
    const key = nameKey(name);
    this.nameKeys.set(name.der, key);
    return key;
  }

  private *state(certificate: Certificate, issuer: Certificate): Cooperative<LinkState> {
    const pair = `${certificate.fingerprints.sha256}/${issuer.fingerprints.sha256}`;
    const known = this.known.get(pair);
    if (known) return known;
    yield;
    // What the cache holds counts as well: the same list gives the same answer, cached or not.
    if (this.known.size >= maxChecks) return 'cannotTell';
    const state = this.cache.get(pair) ?? linkState(certificate, issuer, this.keys);
    this.cache.set(pair, state);
    this.known.set(pair, state);
    return state;
  }
}
