/**
 * Decides what an upload will send, before anything is sent: which certificate, which key, which type, which names.
 * Pure: material and the person's choices come in, a draft goes out. What speaks against it: see `uploadChecks.ts`.
 */
import { orderChain } from '../../core/chain/chain';
import { keyFit } from '../../core/keys/keys';
import type { KeyFit } from '../../core/keys/keys';
import type { Label, Certificate, CertificateType } from '../../core/model';
import { preferredType, purposeOf } from '../../core/x509/purpose';
import { toPem } from '../../core/pem/scan';
import type { CertificateBundle } from '../../gateway/gateway';
import { caPem } from './uploadCa';
import type { UploadCa } from './uploadCa';
import type { UploadKey, UploadMaterial } from '../sources/uploadMaterial';

/** One certificate to send, with what stands behind it. */
export interface UploadLeaf {
  readonly place: string;
  readonly leaf: Certificate;
  /** Leaf first, then each issuer of the one before, as far as they are at hand. */
  readonly chain: readonly Certificate[];
  /** The file has them in another order. */
  readonly wasReordered: boolean;
  /** Certificates at hand that belong to no chain of this leaf, and are not sent. */
  readonly leftOut: number;
}

export interface UploadDraft extends UploadLeaf {
  readonly key: UploadKey | undefined;
  readonly type: CertificateType;
  readonly names: readonly string[];
  readonly labels: readonly Label[];
  /** What the gateway is to verify its peers with. */
  readonly ca?: UploadCa | undefined;
}

/**
 * The certificates that could be the leaf, each with its chain. Where all certificates are CAs, the one that issued none of
 * the others: a person may upload a CA's certificate, and is warned.
 */
export function leavesOf(material: UploadMaterial): readonly UploadLeaf[] {
  const distinct = distinctOf(material.certificates.map((each) => each.certificate));
  const ends = distinct.filter((certificate) => !certificate.isCa);
  const leaves = ends.length > 0 ? ends : [orderChain(distinct).leaf].filter((leaf) => leaf !== undefined);
  return leaves.map((leaf) => {
    const issuers = distinct.filter((certificate) => !leaves.includes(certificate));
    const chain = chainOf(leaf, issuers);
    const asWritten = distinct.filter((certificate) => chain.includes(certificate));
    return {
      place: material.certificates.find(({ certificate }) => isSame(certificate, leaf))?.place ?? '',
      leaf,
      chain,
      wasReordered: asWritten.some((certificate, index) => certificate !== chain[index]),
      leftOut: issuers.length + 1 - chain.length,
    };
  });
}

function chainOf(leaf: Certificate, issuers: readonly Certificate[]): readonly Certificate[] {
  const reading = orderChain([leaf, ...issuers]);
  return reading.leaf === leaf ? reading.ordered : [leaf];
}

const isSame = (a: Certificate, b: Certificate): boolean => a.fingerprints.sha256 === b.fingerprints.sha256;

const distinctOf = (all: readonly Certificate[]): readonly Certificate[] =>
  all.filter((certificate, index) => all.findIndex((other) => isSame(other, certificate)) === index);

/** The first key that fits; else one of which it cannot be told; else none. */
export function fittingKey(leaf: Certificate, keys: readonly UploadKey[]): UploadKey | undefined {
  const withFit = (wanted: KeyFit) => keys.find((key) => keyFit(leaf, key.reading) === wanted);
  return withFit('fits') ?? withFit('cannotTell');
}

/** The type that Extended Key Usage speaks for; `server` where it leaves the choice. */
export const proposedType = (leaf: Certificate): CertificateType =>
  preferredType(purposeOf(leaf.extendedKeyUsage)) ?? 'server';

/** A name as gateways take it for SNI: letters, digits, `-`, `.`, `_`, with at most a leading `*.` (APISIX schema). */
export const isHostPattern = (name: string): boolean =>
  /^(\*\.)?[0-9a-z_-]+(\.[0-9a-z_-]+)*$/i.test(name) && name.length <= 253;

/** The host names to serve it for: DNS names of the SAN; where there is none, a host name in the subject's CN. */
export function proposedNames(leaf: Certificate): readonly string[] {
  const dns = (leaf.sans ?? []).flatMap((entry) =>
    entry.kind === 'dns' && isHostPattern(entry.value) ? [entry.value.toLowerCase()] : [],
  );
  if (dns.length > 0) return [...new Set(dns)];
  return leaf.subject.rdns
    .flat()
    .filter((attribute) => attribute.type === 'CN' && attribute.value.includes('.') && isHostPattern(attribute.value))
    .map((attribute) => attribute.value.toLowerCase())
    .slice(-1);
}

/** Returns the proposed draft of a certificate, before the person changes anything. */
export const toFirstDraft = (leaf: UploadLeaf, material: UploadMaterial): UploadDraft => ({
  ...leaf,
  // A key that does not fit is shown, not hidden: the person sees why nothing can be sent.
  key: fittingKey(leaf.leaf, material.keys) ?? material.keys[0],
  type: proposedType(leaf.leaf),
  names: proposedNames(leaf.leaf),
  labels: [],
});

/** The same material with this chain's certificates alone. */
export const narrowedTo = <T extends UploadMaterial>(chain: readonly Certificate[], material: T): T => ({
  ...material,
  certificates: material.certificates.filter(({ certificate }) => chain.some((each) => isSame(each, certificate))),
});

/** Returns the bundle that goes to the gateway. The only place where a private key leaves its holder. */
export function toBundle(draft: UploadDraft): CertificateBundle {
  if (!draft.key) throw new Error('A draft without a key is never sent.');
  return {
    certificate: draft.chain.map((certificate) => toPem('CERTIFICATE', certificate.der)).join(''),
    privateKey: draft.key.toPem(),
    type: draft.type,
    names: draft.names,
    labels: draft.labels,
    ...(draft.ca && { caCertificate: caPem(draft.ca) }),
    ...(draft.ca?.depth !== undefined && { caDepth: draft.ca.depth }),
  };
}
