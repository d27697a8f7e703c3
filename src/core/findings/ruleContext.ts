import type { Cooperative } from '../../shared/cooperative';
import type { ChainReading } from '../chain/chain';
import { orderChainSteps } from '../chain/chain';
import type { LinkCache } from '../chain/links';
import { isSameCertificate } from '../chain/links';
import type { PemDocument, PemPart } from '../document/document';
import { certificatesOf } from '../document/document';
import { keyFit } from '../keys/keys';
import type { Certificate } from '../model';
import { certificateName } from '../x509/certificateName';
import type { CertificatePart } from './certificateParts';
import { certificateParts, distinctParts, presentedParts } from './certificateParts';
import type { ForeignValue, HostConflict, ValueFault } from './manifestRules';
import type { FindingPlace } from './rule';
import { at } from './rule';
import type { KeyMismatch, SiblingFile } from './siblings';
import { findMismatches, isRequested, requestedKeys } from './siblings';

/**
 * Hosts in use that would no longer be served well if this text replaced a certificate of a gateway. Texts are safe to
 * show.
 */
export interface CoverageLoss {
  readonly hosts: string;
  /** The routes and services that answer for them. */
  readonly owners: string;
  readonly connection: string;
  /** The id of the certificate that serves them today. */
  readonly id: string;
}

/** An object of a gateway. Texts are safe to show. */
interface StoredPlace {
  readonly connection: string;
  readonly id: string;
}

/** Facts that only the bytes of a file have: its text in an editor does not show them. */
export interface FileBytes {
  /** Named as in `TextDocument.encoding` (`utf8`, `utf16le`), or as `TextDecoder` does. */
  readonly encoding?: string;
  /** Set where lines end with carriage returns alone, which an editor does not show. */
  readonly hasBareCarriageReturns?: boolean;
  /** Set where lines end with two carriage returns and a line feed, each of which an editor shows as a blank line. */
  readonly hasDoubledReturns?: boolean;
  /** Set where the file is DER though its name says PEM. */
  readonly isDerNamedPem?: boolean;
}

/** A host that a manifest has a gateway serve. `by`: the manifest, as a person calls it. */
export interface BoundHost {
  readonly host: string;
  readonly by: string;
}

export interface RuleOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** See `expiryState`. */
  readonly warningDays: number | null;
  /** Hosts that the certificates of this text have to cover; none where nobody said. */
  readonly hosts?: readonly string[];
  /** Hosts that manifests have a gateway serve with the certificate of this text. */
  readonly boundHosts?: readonly BoundHost[];
  /** Conflicts of the manifests in this text with others. */
  readonly hostConflicts?: readonly HostConflict[];
  /** Values of this text that only another tool reads. */
  readonly foreignValues?: readonly ForeignValue[];
  readonly valueFaults?: readonly ValueFault[];
  /**
   * Finds the hosts that would be lost if a certificate took the place of the one that it renews. `siblings`: all of
   * the same text that may serve.
   */
  readonly coverageLoss?: (leaf: Certificate, siblings: readonly Certificate[]) => Cooperative<readonly CoverageLoss[]>;
  /** The objects that hold a certificate and are known to staple no OCSP answers. */
  readonly staplingOff?: (leaf: Certificate) => readonly StoredPlace[];
  /** True if a repository keeps the text: known only where there is a file. */
  readonly isTracked?: boolean;
  /** Facts of the file's bytes, where there is a file. */
  readonly bytes?: FileBytes;
  /** Files that belong to this one by name, the likeliest first. */
  readonly siblings?: readonly SiblingFile[];
  /** See `orderChainSteps`. */
  readonly links?: LinkCache;
}

/** The document and settings that rules are given. */
export interface RuleContext {
  readonly now: number;
  readonly warningDays: number | null;
  readonly hosts: readonly string[];
  readonly boundHosts: readonly BoundHost[];
  readonly hostConflicts: readonly HostConflict[];
  readonly foreignValues: readonly ForeignValue[];
  readonly valueFaults: readonly ValueFault[];
  readonly coverageLoss: RuleOptions['coverageLoss'];
  readonly staplingOff: NonNullable<RuleOptions['staplingOff']>;
  readonly isTracked: boolean;
  readonly bytes: FileBytes;
  readonly document: PemDocument;
  /** Every certificate that could be read, in the order of the text. */
  readonly certificates: readonly CertificatePart[];
  /** Each certificate once, where it first stands. */
  readonly distinct: readonly CertificatePart[];
  /**
   * Certificates of servers and clients, each where it first stands; includes self-signed ones of servers that say they
   * are CAs.
   */
  readonly ends: readonly CertificatePart[];
  /** The chain of all of them. */
  readonly chain: ChainReading;
  /** True if the private key of the chain's leaf is in the text. */
  readonly hasKeyOfLeaf: boolean;
  /** A leaf with its chain, or anything with its key beside it; another CA alone is there to be trusted. */
  readonly isMeantForUpload: boolean;
  /** Files that belong to this one by name. */
  readonly siblings: readonly SiblingFile[];
  /** See `requestedKeys`. */
  readonly requested: ReadonlySet<string>;
  /** Private keys that certainly fit none of the certificates. */
  readonly keysOfNobody: readonly PemPart[];
  /** The files that certainly do not belong together, though their names say that they do. */
  readonly mismatches: readonly KeyMismatch[];
}

/** Most private keys that are held against every certificate: more in one file are made to cost time. */
const maxKeys = 20;

export function* toRuleContext(
  document: PemDocument,
  {
    now,
    warningDays,
    hosts = [],
    boundHosts = [],
    hostConflicts = [],
    foreignValues = [],
    valueFaults = [],
    coverageLoss,
    staplingOff = () => [],
    isTracked = false,
    bytes = {},
    siblings = [],
    links,
  }: RuleOptions,
): Cooperative<RuleContext> {
  const certificates = certificateParts(document);
  const distinct = distinctParts(certificates);
  const ends = presentedParts(distinct);
  const requested = requestedKeys([document, ...siblings.map((each) => each.document)]);
  const chain = yield* orderChainSteps(certificatesOf(document), {
    cache: links,
    now,
    ends: ends.map(({ certificate }) => certificate),
  });
  const { leaf } = chain;
  const keys = document.parts.filter(({ key }) => key?.status === 'plain').slice(0, maxKeys);
  const hasKeyOfLeaf = leaf !== undefined && keys.some(({ key }) => key && keyFit(leaf, key) === 'fits');
  return {
    now,
    warningDays,
    hosts,
    boundHosts,
    hostConflicts,
    foreignValues,
    valueFaults,
    coverageLoss,
    staplingOff,
    isTracked,
    bytes,
    document,
    certificates,
    distinct,
    ends,
    chain,
    hasKeyOfLeaf,
    isMeantForUpload:
      leaf !== undefined && (hasKeyOfLeaf || ends.some(({ certificate }) => isSameCertificate(certificate, leaf))),
    siblings,
    requested,
    keysOfNobody: yield* findKeysOfNobody({
      document,
      certificates: distinct,
      keys: keys.filter((part) => !isRequested(part, requested)),
    }),
    mismatches: yield* findMismatches(document, siblings, requested),
  };
}

interface Pool {
  readonly document: PemDocument;
  readonly certificates: readonly CertificatePart[];
  readonly keys: readonly PemPart[];
}

function* findKeysOfNobody({ document, certificates, keys }: Pool): Cooperative<readonly PemPart[]> {
  const hasUnread = document.parts.some(({ certificate }) => certificate && !certificate.ok);
  if (certificates.length === 0 || hasUnread) return [];
  const keysOfNobody: PemPart[] = [];
  for (const part of keys) {
    let isOfNobody = true;
    for (const { certificate } of certificates) {
      yield;
      if (part.key && keyFit(certificate, part.key) === 'doesNotFit') continue;
      isOfNobody = false;
      break;
    }
    if (isOfNobody) keysOfNobody.push(part);
  }
  return keysOfNobody;
}

/** Returns the parts where these certificates stand first. */
export function partsOf({ distinct }: RuleContext, certificates: readonly Certificate[]): readonly CertificatePart[] {
  const wanted = new Set(certificates.map(({ fingerprints }) => fingerprints.sha256));
  return wanted.size === 0 ? [] : distinct.filter(({ certificate }) => wanted.has(certificate.fingerprints.sha256));
}

/** Yields a place on each certificate, where it is first, that `look` has facts for. */
export const onEach = (
  { distinct }: Pick<RuleContext, 'distinct'>,
  look: (certificate: Certificate, part: PemPart) => FindingPlace['facts'] | undefined,
): readonly FindingPlace[] =>
  distinct.flatMap(({ part, certificate }) => {
    const facts = look(certificate, part);
    return facts ? [at(part, { name: certificateName(certificate), ...facts })] : [];
  });
