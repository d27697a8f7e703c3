/**
 * Decides if a client would accept a certificate with what is sent along with it, by which path, and if not, why. The
 * one place for it: findings, upload checks, hover and details page all ask here.
 */
import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import type { Certificate, CertificateType } from '../model';
import type { LinkCache } from './links';
import { distinctOf, Links } from './links';
import { findPath } from './pathSearch';

/**
 * A reason for which a client refuses a path. The comments name the clients and the rule (RFC 5280 unless said
 * otherwise).
 */
export type PathReasonCode =
  /** §6.1.3 (a)(2). All clients, of every certificate of the path. */
  | 'expired'
  | 'notYetValid'
  /** The validity ends before it starts. */
  | 'neverValid'
  /** §4.1.2.5: a date is written in a way that OpenSSL and Java refuse (errors 13 and 14). */
  | 'dateForm'
  /** §6.1.4 (k). */
  | 'notCa'
  /** §6.1.4 (n). */
  | 'noKeyCertSign'
  /** §6.1.4 (l), (m). Self-issued certificates do not count. */
  | 'pathTooLong'
  /** §6.1.3 (b). A name lies in no permitted subtree of its form. */
  | 'nameNotPermitted'
  /** §6.1.3 (c). */
  | 'nameExcluded'
  /** §6.1.4 (g): a constraint that cannot be read or applied, of a name form that the certificate has. */
  | 'constraintNotApplicable'
  /** §6.1.4 (o), §6.1.5 (e). */
  | 'unknownCritical'
  /** RFC 6962 §3.1: for logs only. */
  | 'precertificate'
  /** §4.2. OpenSSL, Go and Java refuse the certificate. */
  | 'duplicateExtension'
  | 'malformedExtension'
  /** §4.1.1.2: inside and outside, it names two signature algorithms. OpenSSL and Go refuse; not of a root. */
  | 'algorithmsDiffer'
  /** §4.1.2.4: the subject or issuer holds what is not of its type. OpenSSL refuses. */
  | 'malformedName'
  /**
   * §4.2.1.1: the authority key identifier is not the issuer's subject key identifier. OpenSSL refuses; Go does not.
   */
  | 'keyIdMismatch'
  /** §4.2.1.1: the authority key identifier names another issuer and serial number. OpenSSL refuses; Go does not. */
  | 'keyIssuerMismatch'
  /** §7.1: names of issuer and subject are equal only as all of Unicode folds; OpenSSL and Go want more. */
  | 'nameNotSame'
  /** §4.2.1.12: Extended Key Usage does not allow the purpose, of the leaf or of a CA above it. */
  | 'purposeForbidden'
  /** §4.2.1.12: Extended Key Usage names any purpose and not this one. OpenSSL refuses; Go and browsers do not. */
  | 'purposeOnlyAny'
  /**
   * A signature over MD2, MD4, MD5 or SHA-1. OpenSSL from security level 1 on, Go and browsers refuse; not of a root.
   */
  | 'weakSignature'
  /** An RSA or DSA key below 1024 bits. OpenSSL from security level 1 on, Go, Java and browsers refuse. */
  | 'weakKey'
  /** An RSA key above 16,384 bits: OpenSSL, Chrome and Java refuse it. */
  | 'longKey'
  /** RFC 5480 §2.1.1: a curve is named. OpenSSL (error 94), Go and browsers refuse parameters in its place. */
  | 'explicitCurve'
  /** RFC 6125: no name of the leaf is the host that was asked for. */
  | 'hostMismatch'
  /** Only where roots are given: the path ends before it reaches one of them. */
  | 'issuerMissing'
  /** Only where roots are given: it ends in a self-signed certificate that is none of them. */
  | 'rootNotTrusted';

export interface PathReason {
  readonly code: PathReasonCode;
  /** The certificate of the path that is refused for it. */
  readonly certificate: Certificate;
  /** The one whose rule it breaks: the issuer whose key, path length or name constraints it does not fit. */
  readonly by?: Certificate;
  /** The name, OID or value at fault, as the certificate has it: foreign text. */
  readonly detail?: string;
}

/** The faults that no client must refuse, but some do. */
type PathHintCode =
  /**
   * Names of issuer and subject are equal as §7.1 compares them, and differ as bytes: Go and Java's PKIX take bytes.
   */
  'nameBytesDiffer';

export interface PathHint {
  readonly code: PathHintCode;
  readonly certificate: Certificate;
  readonly by: Certificate;
}

export interface PathRequest {
  readonly leaf: Certificate;
  /** The certificates at hand to build a path from, in any order. The leaf may be among them. */
  readonly pool: readonly Certificate[];
  /**
   * The certificates that the client trusts. Absent: it trusts the last one of a path (`openssl verify
   * -partial_chain`).
   */
  readonly roots?: readonly Certificate[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** A host name or an address that the leaf must be for. */
  readonly host?: string;
  readonly purpose?: CertificateType | undefined;
}

export interface JudgedPath {
  /** Leaf first, each followed by its issuer. A root is the last one, where there is one. */
  readonly path: readonly Certificate[];
  readonly hints: readonly PathHint[];
  /** Certificates of the path whose signature this runtime cannot check. */
  readonly unverified: readonly Certificate[];
  /** Issuer of the last one (RFC 4514 text), which is not at hand; undefined where that one is self-signed. */
  readonly missingIssuer: string | undefined;
  /** Issuers behind the end of the path that would have spoilt it, and why: an expired cross-signed root, for one. */
  readonly dropped: readonly { readonly certificate: Certificate; readonly reasons: readonly PathReason[] }[];
}

export type PathVerdict =
  | (JudgedPath & { readonly kind: 'accepted' })
  /** Accepted, except that the signatures of `unverified` could not be checked. */
  | (JudgedPath & { readonly kind: 'cannotTell' })
  /** The best of the paths, and everything that speaks against it, leaf first. */
  | (JudgedPath & { readonly kind: 'refused'; readonly reasons: readonly PathReason[] });

export const judgeChain = (request: PathRequest): PathVerdict => runSync(judgeChainSteps(request));

/** Does the same in steps, with a pause before each signature. */
export function* judgeChainSteps(request: PathRequest, cache: LinkCache = new Map()): Cooperative<PathVerdict> {
  const { leaf, pool, roots = [] } = request;
  const links = new Links(distinctOf([leaf, ...pool, ...roots]), cache);
  return yield* findPath(links, request);
}
