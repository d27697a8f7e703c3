/**
 * What an upload will send, decided before anything is sent: which certificate, which key, which type, which names, and
 * what speaks against it. Pure: the person's choices and the time come in, a draft goes out.
 */
import { checkCa } from '../core/caCheck';
import { isSelfIssued, orderChain } from '../core/chain';
import { expiryState, daysLeft } from '../core/expiry';
import { keyFit } from '../core/keys';
import type { KeyFit, KeyReading } from '../core/keys';
import type { Sealed } from '../core/locked/sealed';
import type { Certificate, CertificateType, Purpose } from '../core/model';
import { preferredType, purposeOf, typeFits } from '../core/purpose';
import { toPem } from '../core/pem';
import type { CertificateBundle, Label } from '../gateway/gateway';
import type { Translate } from '../shared/translate';
import { caPem } from './uploadCa';
import type { UploadCa } from './uploadCa';

/** A private key that was found. The reading says what is public of it. */
export interface UploadKey {
  /** Where it is, as the person calls it: the file's name. */
  readonly place: string;
  readonly reading: KeyReading;
  /** The key as PEM. A function, so that no printing of this object can show it. */
  readonly toPem: () => string;
  /** What a password opens, where the key is protected and none was given yet. */
  readonly sealed?: Sealed;
  /** A password opened it for this upload. */
  readonly wasSealed?: true;
}

/** The certificates and keys at hand: one file, or several that were chosen together. */
export interface UploadMaterial {
  readonly certificates: readonly { readonly place: string; readonly certificate: Certificate }[];
  readonly keys: readonly UploadKey[];
  /** How it was read where that is not plain to see, in sentences. */
  readonly notes?: readonly string[];
}

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

export type CheckId = 'key' | 'type' | 'validity' | 'chain' | 'names' | 'leaf' | 'duplicate' | 'ca' | 'reading';

export interface UploadCheck {
  readonly id: CheckId;
  /** `stop`: nothing is sent while this stands. */
  readonly outcome: 'pass' | 'note' | 'warning' | 'stop';
  readonly sentence: string;
}

/** Several files as one. */
export const joinMaterial = (parts: readonly UploadMaterial[]): UploadMaterial => ({
  certificates: parts.flatMap((each) => each.certificates),
  keys: parts.flatMap((each) => each.keys),
  notes: [...new Set(parts.flatMap((each) => each.notes ?? []))],
});

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
export const proposedType = (leaf: Certificate): CertificateType => preferredType(purposeOf(leaf.extendedKeyUsage)) ?? 'server';

/** A name as gateways take it for SNI: letters, digits, `-`, `.`, `_`, with at most a leading `*.` (APISIX schema). */
export const isHostPattern = (name: string): boolean => /^(\*\.)?[0-9a-z_-]+(\.[0-9a-z_-]+)*$/i.test(name) && name.length <= 253;

/** The host names to serve it for: DNS names of the SAN; where there is none, a host name in the subject's CN. */
export function proposedNames(leaf: Certificate): readonly string[] {
  const dns = (leaf.sans ?? []).flatMap((entry) => (entry.kind === 'dns' && isHostPattern(entry.value) ? [entry.value.toLowerCase()] : []));
  if (dns.length > 0) return [...new Set(dns)];
  return leaf.subject.rdns
    .flat()
    .filter((attribute) => attribute.type === 'CN' && attribute.value.includes('.') && isHostPattern(attribute.value))
    .map((attribute) => attribute.value.toLowerCase())
    .slice(-1);
}

/** What is proposed of a certificate, before the person changes anything. */
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

/** Everything that speaks for or against sending the draft, worst first. */
export function checkUpload(
  draft: UploadDraft,
  facts: {
    readonly now: number;
    readonly warningDays: number | null;
    readonly wantsNames: boolean;
    readonly translate: Translate;
  },
): readonly UploadCheck[] {
  const { translate: t } = facts;
  const checks = [
    keyCheck(draft, t),
    typeCheck(draft, t),
    leafCheck(draft, t),
    validityCheck(draft, facts),
    chainCheck(draft, t),
    namesCheck(draft, facts),
    ...(draft.ca ? checkCa(draft.ca.certificates, facts) : []).map(({ outcome, sentence }): UploadCheck => ({ id: 'ca', outcome, sentence: t('CA certificate: {sentence}', { sentence }) })),
  ];
  return worstFirst(checks.filter((check) => check !== undefined));
}

export function worstFirst(checks: readonly UploadCheck[]): readonly UploadCheck[] {
  const rank = { stop: 0, warning: 1, note: 2, pass: 3 } as const;
  return [...checks].sort((a, b) => rank[a.outcome] - rank[b.outcome]);
}

function keyCheck({ leaf, key }: UploadDraft, t: Translate): UploadCheck {
  if (!key) return { id: 'key', outcome: 'stop', sentence: t('No private key chosen') };
  const { reading, place } = key;
  switch (reading.status) {
    case 'encrypted':
      return {
        id: 'key',
        outcome: 'stop',
        sentence: t('The key in {place} is protected with a password, which gateways do not take. Choose it once more to open it', { place }),
      };
    case 'broken':
      return { id: 'key', outcome: 'stop', sentence: t('The key in {place} cannot be read: {reason}', { place, reason: reading.reason }) };
    case 'unsupported':
      return { id: 'key', outcome: 'warning', sentence: t('Whether the key in {place} fits cannot be told here: {reason}', { place, reason: reading.reason }) };
    case 'plain':
      switch (keyFit(leaf, reading)) {
        case 'fits':
          return { id: 'key', outcome: 'pass', sentence: t('Key fits: {key}, in {place}', { key: reading.key.name, place }) };
        case 'doesNotFit':
          return { id: 'key', outcome: 'stop', sentence: t('The key in {place} does not belong to this certificate', { place }) };
        case 'cannotTell':
          return { id: 'key', outcome: 'warning', sentence: t('Whether the key in {place} fits cannot be told here', { place }) };
      }
  }
}

function typeCheck({ leaf, type }: UploadDraft, t: Translate): UploadCheck {
  const purpose = purposeOf(leaf.extendedKeyUsage);
  if (typeFits(purpose, type) === 'contradicts') return { id: 'type', outcome: 'stop', sentence: contradiction(purpose, type, t) };
  return {
    id: 'type',
    outcome: purpose === 'unstated' || purpose === 'any' ? 'note' : 'pass',
    sentence: typeSentence(purpose, type, t),
  };
}

/** Why a type cannot be chosen for a certificate of this purpose. */
export function contradiction(purpose: Purpose, type: CertificateType, t: Translate): string {
  const wanted = type === 'server' ? 'serverAuth' : 'clientAuth';
  if (purpose === 'neither') return t('Its Extended Key Usage names neither serverAuth nor clientAuth: a gateway can present it on no side of TLS');
  return type === 'server'
    ? t('Its Extended Key Usage does not allow {wanted}: it is a client certificate, not a server one', { wanted })
    : t('Its Extended Key Usage does not allow {wanted}: it is a server certificate, not a client one', { wanted });
}

function typeSentence(purpose: Purpose, type: CertificateType, t: Translate): string {
  if (purpose === 'unstated') return t('No Extended Key Usage: it fits both types and is not checked');
  if (purpose === 'any') return t('Extended Key Usage allows any purpose: it fits both types');
  return type === 'server' ? t('Extended Key Usage allows serverAuth') : t('Extended Key Usage allows clientAuth');
}

function leafCheck({ leaf }: UploadDraft, t: Translate): UploadCheck | undefined {
  return leaf.isCa ? { id: 'leaf', outcome: 'warning', sentence: t('It is the certificate of a CA, not of a host or client') } : undefined;
}

function validityCheck(
  { leaf }: UploadDraft,
  { now, warningDays, translate: t }: { readonly now: number; readonly warningDays: number | null; readonly translate: Translate },
): UploadCheck {
  const days = Math.abs(daysLeft(leaf.validity, now));
  switch (expiryState(leaf.validity, now, warningDays)) {
    case 'expired':
      return { id: 'validity', outcome: 'warning', sentence: t('It has expired: clients will refuse it') };
    case 'notYetValid':
      return { id: 'validity', outcome: 'warning', sentence: t('It is not valid yet: clients will refuse it until then') };
    case 'expiring':
      return { id: 'validity', outcome: 'warning', sentence: t('It expires soon: {days} days left', { days }) };
    case 'valid':
      return { id: 'validity', outcome: 'pass', sentence: t('Valid for {days} more days', { days }) };
  }
}

function chainCheck({ chain, leftOut, wasReordered, leaf }: UploadDraft, t: Translate): UploadCheck {
  const count = chain.length;
  if (orderChain(chain).faults.length > 0)
    return { id: 'chain', outcome: 'warning', sentence: t('A certificate of the chain is not allowed to issue the one before it: clients will refuse the chain') };
  if (leftOut > 0)
    return { id: 'chain', outcome: 'warning', sentence: t('Certificates that belong to no chain of this one are not sent: {leftOut}', { leftOut }) };
  if (wasReordered) return { id: 'chain', outcome: 'note', sentence: t('The chain is out of order in the file; it is sent in order') };
  if (count > 1) return { id: 'chain', outcome: 'pass', sentence: t('Chain of {count} certificates, in order', { count }) };
  return isSelfIssued(leaf)
    ? { id: 'chain', outcome: 'pass', sentence: t('Self-signed: no chain') }
    : { id: 'chain', outcome: 'note', sentence: t('No intermediate certificate: right only where clients trust its issuer directly') };
}

function namesCheck(
  { leaf, type, names }: UploadDraft,
  { wantsNames, translate: t }: { readonly wantsNames: boolean; readonly translate: Translate },
): UploadCheck | undefined {
  if (type !== 'server') return undefined;
  if (wantsNames && names.length === 0)
    return { id: 'names', outcome: 'stop', sentence: t('It names no host: the gateway needs at least one name to serve it for') };
  if (leaf.sans === undefined) return { id: 'names', outcome: 'warning', sentence: t('No Subject Alternative Name: browsers do not accept names in the subject alone') };
  return undefined;
}

/** What goes to the gateway. The only place where a private key leaves its holder. */
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
