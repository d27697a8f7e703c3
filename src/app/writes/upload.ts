/**
 * Decides what an upload will send, before anything is sent: which certificate, which key, which type, which names.
 * Pure: material and the person's choices come in, a draft goes out. What speaks against it: see `uploadChecks.ts`.
 */
import { findAlternatives, orderChain } from '../../core/chain/chain';
import { distinctOf, isSameCertificate, Links } from '../../core/chain/links';
import { findPath } from '../../core/chain/pathSearch';
import type { JudgedPath, PathReason } from '../../core/chain/verdict';
import { mayMatchHost } from '../../core/hosts/dnsNameFault';
import type { KeyFit } from '../../core/keys/keys';
import { keyFit } from '../../core/keys/keys';
import type { Certificate, CertificateType, Label } from '../../core/model';
import { toCertificatesPem } from '../../core/pem/scan';
import { shortName } from '../../core/x509/certificateName';
import { hasUnreadableNames } from '../../core/x509/extensionFaults';
import { isSameName } from '../../core/x509/nameSubtrees';
import { proposedType } from '../../core/x509/purpose';
import type { CertificateBundle } from '../../gateway/gateway';
import { runSync } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import type { Material, UploadKey } from '../sources/material';

/** One certificate to send, with what stands behind it. */
export interface UploadLeaf {
  readonly place: string;
  readonly leaf: Certificate;
  /**
   * Leaf first, then each issuer of the one before, as far as they are at hand: the path by which clients accept the
   * leaf.
   */
  readonly chain: readonly Certificate[];
  /** The file has them in another order. */
  readonly wasReordered: boolean;
  /** Certificates at hand that are not sent, other leaves aside. */
  readonly omitted: readonly OmittedCertificate[];
}

export interface OmittedCertificate {
  readonly certificate: Certificate;
  /**
   * `spoilt`: it would continue the chain, and clients would refuse it for `reasons`. `replaced`: another certificate
   * of its name and key is sent. `unused`: it is an issuer of such a one. `stranger`: it belongs to no chain of this
   * leaf.
   */
  readonly why: 'spoilt' | 'replaced' | 'unused' | 'stranger';
  readonly reasons: readonly PathReason[];
}

export interface UploadDraft extends UploadLeaf {
  readonly key: UploadKey | undefined;
  readonly type: CertificateType;
  readonly names: readonly string[];
  readonly labels: readonly Label[];
  /** The CA that the gateway is to verify its peers with. */
  readonly ca?: UploadCa | undefined;
}

/**
 * Finds the certificates that could be the leaf, each with its chain. Where all certificates are CAs, the one that
 * issued none of the others: a person may upload a CA's certificate, and is warned.
 * @param now of several issuers of one name and key, the one that is valid then is sent; without it, the one that ends
 * last
 */
export function leavesOf(material: Material, now?: number): readonly UploadLeaf[] {
  const distinct = distinctOf(material.certificates.map((each) => each.certificate));
  const ends = distinct.filter((certificate) => !certificate.isCa);
  const leaves = ends.length > 0 ? ends : [orderChain(distinct, { now }).leaf].filter((leaf) => leaf !== undefined);
  return leaves.map((leaf) => {
    const issuers = distinct.filter((certificate) => !leaves.includes(certificate));
    const links = new Links([leaf, ...issuers], new Map());
    const { path: chain, dropped } = runSync(findPath(links, { leaf, now }));
    const alternatives = runSync(findAlternatives(chain, links));
    const place = material.certificates.find(({ certificate }) => isSameCertificate(certificate, leaf))?.place ?? '';
    return {
      place,
      leaf,
      chain,
      wasReordered: isReordered(chain, besides(material, place)),
      omitted: issuers
        .filter((certificate) => !chain.includes(certificate))
        .map((certificate) => toOmitted(certificate, { chain, dropped, alternatives })),
    };
  });
}

/** Returns the certificates of one place: values of a file, or files, come in no order. */
const besides = ({ certificates }: Material, place: string): readonly Certificate[] =>
  distinctOf(certificates.flatMap((each) => (each.place === place ? [each.certificate] : [])));

function isReordered(chain: readonly Certificate[], written: readonly Certificate[]): boolean {
  const inChain = written.filter((each) => chain.some((other) => isSameCertificate(each, other)));
  const inOrder = chain.filter((each) => written.some((other) => isSameCertificate(each, other)));
  return inChain.some((each, index) => inOrder[index] !== undefined && !isSameCertificate(each, inOrder[index]));
}

function toOmitted(
  certificate: Certificate,
  {
    chain,
    dropped,
    alternatives,
  }: Pick<JudgedPath, 'dropped'> & {
    readonly chain: readonly Certificate[];
    readonly alternatives: ReadonlySet<Certificate>;
  },
): OmittedCertificate {
  const spoilt = dropped.find((each) => each.certificate === certificate);
  if (spoilt) return { certificate, why: 'spoilt', reasons: spoilt.reasons };
  const isReplaced = chain.some(
    ({ subject, fingerprints }) =>
      isSameName(subject, certificate.subject) && fingerprints.spkiSha256 === certificate.fingerprints.spkiSha256,
  );
  const why = isReplaced ? 'replaced' : alternatives.has(certificate) ? 'unused' : 'stranger';
  return { certificate, why, reasons: [] };
}

/** Returns the first key that fits none of the certificates: the others are of somebody else. */
function keyOfNobody({ certificates, keys }: Pick<Material, 'certificates' | 'keys'>): UploadKey | undefined {
  const known = new Set(certificates.map(({ certificate }) => certificate.fingerprints.spkiSha256));
  return keys.find(({ reading }) => reading.status === 'plain' && !known.has(reading.spkiSha256));
}

/** Returns the first key that fits; else one that may fit; else none. */
export function fittingKey(leaf: Certificate, keys: readonly UploadKey[]): UploadKey | undefined {
  const withFit = (wanted: KeyFit) => keys.find((key) => keyFit(leaf, key.reading) === wanted);
  return withFit('fits') ?? withFit('cannotTell');
}

/**
 * Returns whether gateways take a name for SNI: letters, digits, `-`, `.`, `_`, with at most a leading `*.` (APISIX
 * schema).
 */
export const isHostPattern = (name: string): boolean =>
  /^(\*\.)?[0-9a-z_-]+(\.[0-9a-z_-]+)*$/i.test(name) && name.length <= 253;

/**
 * Returns the host names to serve it for: DNS names of the SAN that can match a host; where the SAN has no name of a
 * server at all, a host name in the subject's CN.
 */
export function proposedNames(
  leaf: Pick<Certificate, 'sans' | 'subject'> & Partial<Pick<Certificate, 'extensions'>>,
): readonly string[] {
  const dns = (leaf.sans ?? []).flatMap((entry) =>
    entry.kind === 'dns' && isHostPattern(entry.value) && mayMatchHost(entry.value) ? [entry.value.toLowerCase()] : [],
  );
  const isNamed =
    leaf.sans?.some(({ kind }) => kind === 'dns' || kind === 'ip') || hasUnreadableNames({ extensions: [], ...leaf });
  if (isNamed || dns.length > 0) return [...new Set(dns)];
  return leaf.subject.rdns
    .flat()
    .filter((attribute) => attribute.type === 'CN' && attribute.value.includes('.') && isHostPattern(attribute.value))
    .map((attribute) => attribute.value.toLowerCase())
    .slice(-1);
}

/** Returns the proposed draft of a certificate, before the person changes anything. */
export const toFirstDraft = (leaf: UploadLeaf, material: Material): UploadDraft => ({
  ...leaf,
  // A key that does not fit is shown, not hidden: the person sees why nothing can be sent.
  key: fittingKey(leaf.leaf, material.keys) ?? keyOfNobody(material) ?? material.keys[0],
  type: proposedType(leaf.leaf),
  names: proposedNames(leaf.leaf),
  labels: [],
});

/** Returns the material with this chain's certificates alone. */
export const narrowTo = <T extends Material>(chain: readonly Certificate[], material: T): T => ({
  ...material,
  certificates: material.certificates.filter(({ certificate }) =>
    chain.some((each) => isSameCertificate(each, certificate)),
  ),
});

/** Returns the bundle that goes to the gateway. The only place where a private key leaves its holder. */
export function toBundle(draft: UploadDraft): CertificateBundle {
  if (!draft.key) throw new Error('A draft without a key is never sent.');
  return {
    certificate: toCertificatesPem(draft.chain),
    privateKey: draft.key.toPem(),
    type: draft.type,
    names: draft.names,
    labels: draft.labels,
    ...(draft.ca && { caCertificate: caPem(draft.ca) }),
    ...(draft.ca?.depth !== undefined && { caDepth: draft.ca.depth }),
  };
}

export interface UploadCa {
  /** The name of the file that it is from. */
  readonly place: string;
  /** Not empty. Several are sent together: each is trusted. */
  readonly certificates: readonly Certificate[];
  /** The number of certificates that may stand between a peer's and the CA. Undefined: the gateway's own default. */
  readonly depth?: number;
}

/** Writes the CA as {@link CertificateBundle.caCertificate} wants it: each block with a line break behind it. */
export const caPem = ({ certificates }: UploadCa): string => toCertificatesPem(certificates);

/** Says what a CA certificate does beside a certificate of this type. */
export const caMeaning = (type: CertificateType, t: Translate): string =>
  type === 'server'
    ? t(
        'With a CA certificate the gateway demands a certificate of every client (mTLS), and lets in only those this CA issued.',
      )
    : t('With a CA certificate the gateway accepts only upstreams whose certificate this CA issued.');

/** Names a CA: `Example Root`, `Example Root and 1 more`. */
export function caTitle({ certificates }: UploadCa, t: Translate): string {
  const [first] = certificates;
  const name = first ? shortName(first.subject) : '';
  return certificates.length > 1 ? t('{name} and {count} more', { name, count: certificates.length - 1 }) : name;
}

/** Highest depth that is of any use; OpenSSL stops at 100. */
export const deepest = 100;

/** Parses a depth. Undefined where the text is none; `default` where it is empty. */
export function toDepth(text: string): number | 'default' | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return 'default';
  return /^\d{1,3}$/.test(trimmed) && Number(trimmed) <= deepest ? Number(trimmed) : undefined;
}
