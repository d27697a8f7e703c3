/** Finds what speaks against one path: RFC 5280 §6.1, as OpenSSL, Go and browsers apply it. */
import type { Cooperative } from '../../shared/cooperative';
import { coversHost } from '../hosts/hostMatching';
import { isTooLong } from '../keys/keyMaterial';
import type { Certificate, CertificateType, SanEntry } from '../model';
import { isSelfIssued } from '../x509/certificateName';
import { expiryState, isNeverValid } from '../x509/expiry';
import { isPrecertificate, repeatedExtensions, unknownCriticals } from '../x509/extensionFaults';
import { isRefusedByOpenSsl, malformedExtensions } from '../x509/malformedExtensions';
import type { Subtree } from '../x509/nameSubtrees';
import { isInSubtree, isOfForm, matchNames, parseSubtrees } from '../x509/nameSubtrees';
import { namesType, purposeOf, typeFits } from '../x509/purpose';
import { hasWeakSignature } from '../x509/signature';
import type { PathReason, PathReasonCode } from './verdict';

export interface PathQuestion {
  /** Milliseconds since 1970. Undefined: dates are not looked at. */
  readonly now: number | undefined;
  readonly host?: string | undefined;
  readonly purpose?: CertificateType | undefined;
}

/** Finds everything that speaks against a path, leaf first. Signatures were checked before. */
export function* pathReasons(path: readonly Certificate[], question: PathQuestion): Cooperative<readonly PathReason[]> {
  const reasons: PathReason[] = [];
  for (const [index, certificate] of path.entries()) {
    reasons.push(...ownReasons(certificate, question), ...purposeReasons(certificate, index, question));
    const issuer = path[index + 1];
    if (issuer) reasons.push(...linkReasons(certificate, issuer));
    if (index > 0) reasons.push(...issuerReasons(certificate, path.slice(1, index)));
    // RFC 5280 §6.1.3 (b): self-issued certificates may have any name, but for the leaf.
    if (index > 0 && isSelfIssued(certificate)) continue;
    for (const authority of path.slice(index + 1)) {
      yield;
      reasons.push(...(yield* constraintReasons(certificate, authority, index === 0)));
    }
  }
  const [leaf] = path;
  if (leaf && question.host !== undefined && !coversHost(leaf.sans ?? [], question.host))
    reasons.push({ code: 'hostMismatch', certificate: leaf, detail: question.host });
  return reasons;
}

/** Finds what is wrong with a certificate by itself. */
export function ownReasons(certificate: Certificate, { now }: Pick<PathQuestion, 'now'>): readonly PathReason[] {
  const reasons: PathReason[] = [];
  const add = (code: PathReasonCode, detail?: string): void => {
    reasons.push({ code, certificate, ...(detail !== undefined && { detail }) });
  };
  const state = now === undefined ? 'valid' : expiryState(certificate.validity, now, null);
  if (isNeverValid(certificate)) add('neverValid');
  else if (state === 'expired' || state === 'notYetValid') add(state);
  if (certificate.oddities.includes('timeForm')) add('dateForm');
  for (const { name } of repeatedExtensions(certificate)) add('duplicateExtension', name);
  for (const each of malformedExtensions(certificate))
    if (isRefusedByOpenSsl(each)) add('malformedExtension', each.name);
  if (certificate.oddities.includes('signatureAlgorithms') && !isSelfIssued(certificate)) add('algorithmsDiffer');
  if (certificate.oddities.includes('nameText')) add('malformedName');
  if (isPrecertificate(certificate)) add('precertificate');
  for (const { name } of unknownCriticals(certificate)) add('unknownCritical', name);
  // Nobody checks the signature of a root.
  if (hasWeakSignature(certificate) && !isSelfIssued(certificate))
    add('weakSignature', certificate.signatureAlgorithm.name);
  const { algorithm, bits, curve, name } = certificate.key;
  if (curve === 'explicit') add('explicitCurve');
  if (isTooLong(certificate.key)) add('longKey', name);
  if (sizedKeys.has(algorithm) && bits !== undefined && bits < 1024) add('weakKey', name);
  return reasons;
}

const sizedKeys: ReadonlySet<string> = new Set(['rsa', 'rsa-pss', 'dsa']);

/** Checks Extended Key Usage: that of a CA limits what is below it, as OpenSSL, Go and browsers have it. */
function purposeReasons(certificate: Certificate, index: number, { purpose }: PathQuestion): readonly PathReason[] {
  if (!purpose) return [];
  const { extendedKeyUsage, keyUsage } = certificate;
  if (typeFits(purposeOf(extendedKeyUsage), purpose) === 'contradicts')
    return [{ code: 'purposeForbidden', certificate, detail: 'Extended Key Usage' }];
  if (extendedKeyUsage && !namesType(extendedKeyUsage, purpose)) return [{ code: 'purposeOnlyAny', certificate }];
  const needed = purpose === 'server' ? serverUsages : clientUsages;
  return index > 0 || !keyUsage || needed.some((usage) => keyUsage.includes(usage))
    ? []
    : [{ code: 'purposeForbidden', certificate, detail: 'Key Usage' }];
}

/** Key usages of which a server needs at least one. */
const serverUsages = ['digitalSignature', 'keyEncipherment', 'keyAgreement'] as const;
const clientUsages = ['digitalSignature', 'keyAgreement'] as const;

/** Finds what does not agree between a certificate and its issuer, though the signature is right. */
export function linkReasons(certificate: Certificate, issuer: Certificate): readonly PathReason[] {
  const reasons: PathReason[] = [];
  const match = matchNames(certificate.issuer, issuer.subject);
  if (match === 'unicode' || match === 'different') reasons.push({ code: 'nameNotSame', certificate, by: issuer });
  const { authorityKeyId } = certificate;
  if (authorityKeyId !== undefined && issuer.subjectKeyId !== undefined && authorityKeyId !== issuer.subjectKeyId)
    reasons.push({ code: 'keyIdMismatch', certificate, by: issuer, detail: authorityKeyId });
  const named = certificate.extensions.find(({ content }) => content.kind === 'authorityKeyIdentifier')?.content;
  if (named?.kind !== 'authorityKeyIdentifier') return reasons;
  const directory = named.issuer?.find((entry) => entry.kind === 'directoryName');
  const isOther =
    (named.serial !== undefined && toNumber(named.serial) !== toNumber(issuer.serial)) ||
    (directory !== undefined && matchNames(directory.name, issuer.issuer) === 'different');
  if (isOther)
    reasons.push({ code: 'keyIssuerMismatch', certificate, by: issuer, ...(named.serial && { detail: named.serial }) });
  return reasons;
}

const toNumber = (serial: string): string => serial.toUpperCase().replace(/^(-?)0+(?=.)/, '$1');

/** `below` are the CAs between this one and the leaf; a path length counts those that are not self-issued. */
function issuerReasons(certificate: Certificate, below: readonly Certificate[]): readonly PathReason[] {
  const { isCa, pathLength } = certificate;
  const reasons: PathReason[] = issuingBars(certificate).map((code) => ({ code, certificate }));
  const depth = below.filter((each) => !isSelfIssued(each)).length;
  if (isCa && pathLength !== undefined && depth > pathLength)
    reasons.push({ code: 'pathTooLong', certificate, detail: String(pathLength) });
  return reasons;
}

/** Comparisons that one pair of certificates may cost; OpenSSL gives up as well. */
const maxComparisons = 2 ** 18;

/** Finds the first name of a certificate that the Name Constraints of a CA above it do not allow. */
function* constraintReasons(
  certificate: Certificate,
  authority: Certificate,
  isLeaf: boolean,
): Cooperative<readonly PathReason[]> {
  const extension = authority.extensions.find(({ content }) => content.kind === 'nameConstraints');
  const subtrees = extension && parseSubtrees(extension.hex);
  if (!subtrees?.ok) return [];
  const { permitted, excluded } = subtrees.value;
  const names = constrainedNames(certificate, isLeaf);
  const to = (code: PathReasonCode, { value }: SanEntry): readonly PathReason[] => [
    { code, certificate, by: authority, detail: value },
  ];
  const [first] = names;
  if (first && names.length * (permitted.length + excluded.length) > maxComparisons)
    return to('constraintNotApplicable', first);
  for (const [at, name] of names.entries()) {
    if (at % 16 === 0) yield;
    const allowed = matchAny(name, permitted);
    if (allowed === false) return to('nameNotPermitted', name);
    const forbidden = matchAny(name, excluded) || coversExcluded(name, excluded);
    if (forbidden === true) return to('nameExcluded', name);
    if (allowed === 'cannotTell' || forbidden === 'cannotTell') return to('constraintNotApplicable', name);
  }
  return [];
}

/** Matches a name against subtrees. Undefined where none of them is about names of this form. */
function matchAny(name: SanEntry, subtrees: readonly Subtree[]): boolean | 'cannotTell' | undefined {
  const matches = subtrees.filter((each) => isOfForm(name, each)).map((each) => isInSubtree(name, each));
  if (matches.length === 0) return undefined;
  return matches.includes(true) ? true : matches.includes(undefined) ? 'cannotTell' : false;
}

/**
 * Returns true if a wildcard stands for a name that is excluded: Go (CVE-2025-61727) and browsers refuse it, though the
 * wildcard itself is in no excluded subtree.
 */
const coversExcluded = (name: SanEntry, excluded: readonly Subtree[]): boolean | undefined =>
  (name.kind === 'dns' &&
    name.value.startsWith('*.') &&
    excluded.some(({ entry }) => entry.kind === 'dns' && coversHost([name], entry.value.replace(/^\./, '')))) ||
  undefined;

/**
 * Returns the names that constraints apply to: the subject as a directory name, its addresses as mail, and its Common
 * Name where clients might take it for a host.
 */
function constrainedNames({ subject, sans = [] }: Certificate, isLeaf: boolean): readonly SanEntry[] {
  const attributes = subject.rdns.flat();
  const withType = (wanted: string, kind: 'dns' | 'email'): readonly SanEntry[] =>
    attributes.flatMap(({ type, value }) => (type === wanted ? [{ kind, value }] : []));
  const hasDnsName = sans.some(({ kind }) => kind === 'dns');
  return [
    ...(attributes.length > 0 ? [{ kind: 'directoryName', value: subject.text, name: subject } as const] : []),
    ...withType('emailAddress', 'email'),
    ...sans,
    ...(isLeaf && !hasDnsName ? withType('CN', 'dns').filter(({ value }) => hostLike.test(value)) : []),
  ];
}

const hostLike = /^(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)+$/i;

/** A certificate of version 1 cannot say that it is a CA; old roots are, and OpenSSL takes them for one. */
const isOldRoot = (certificate: Certificate): boolean =>
  !certificate.isCa && certificate.version < 3 && isSelfIssued(certificate);

/**
 * Returns what keeps a certificate from issuing others: it is no CA (RFC 5280 §6.1.4 (k)), or its key usage does not
 * allow signing certificates (n).
 */
export const issuingBars = (certificate: Certificate): readonly ('notCa' | 'noKeyCertSign')[] => [
  ...(certificate.isCa || isOldRoot(certificate) ? [] : (['notCa'] as const)),
  ...(!certificate.keyUsage || certificate.keyUsage.includes('keyCertSign') ? [] : (['noKeyCertSign'] as const)),
];
