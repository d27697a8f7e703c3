/**
 * Reduces a gateway's uses to what is kept in memory: who answers for which host, who presents which certificate.
 * Bounded.
 */
import { sha256 } from '../../core/crypto';
import { toHostPattern } from '../../core/hosts/hostText';
import { maxSuffixLength } from '../../core/hosts/sni';
import { toSniName } from '../../core/hosts/sniChoices';
import type { InlineCertificate, References, Referrer } from '../../gateway/gateway';
import { appendTo } from '../../shared/appendTo';
import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import type { Sentence } from '../../shared/translate';
import type { CertificateEntry } from '../inventory/certificateEntry';

/** The enabled owners; an empty list says that all owners are disabled. */
type Owners = readonly Referrer[];

export interface UsedHosts {
  /** By host, in the form that gateways compare; `*.example.com` stands for the hosts below it. */
  readonly byHost: ReadonlyMap<string, Owners>;
  /** The wildcards of {@link byHost}, by the text behind their `*`. */
  readonly byWildcard: ReadonlyMap<string, Owners>;
  /** The referrers that answer for every host. */
  readonly anyHost: Owners;
  /** The owners that present a certificate to upstreams, by the certificate's id. */
  readonly byClientCertificate: ReadonlyMap<string, Owners>;
  /** Upstreams that hold a client certificate themselves. */
  readonly byInlineCertificate: InlineHolders;
  /** Certificates that the gateway itself calls usable for something, whatever their names. */
  readonly available: ReadonlySet<string>;
  /** The ids of those certificates by what may use them, e.g. `application/1`. */
  readonly availableTo: ReadonlyMap<string, readonly string[]>;
  /** The hosts of {@link byHost} that certainly want HTTPS. */
  readonly https: ReadonlySet<string>;
  /** False where something could not be read, or there is more than the limit. */
  readonly isAll: boolean;
  /** The first reasons why there may be more. */
  readonly unknown: readonly Sentence[];
}

const maxUnknown = 5;

/** Hosts, and references, that are kept: some tens of megabytes for the largest gateway. */
const maxKept = 100_000;

export function* toUsedHosts(
  { hosts, anyHost, clientReferences, inlineCertificates, availableTo = [], unknown }: References,
  most = maxKept,
): Cooperative<UsedHosts> {
  const byHost = new Map<string, Referrer[]>();
  const byWildcard = new Map<string, Referrer[]>();
  const everyHost = [...anyHost];
  const byClientCertificate = new Map<string, Referrer[]>();
  const available = new Map<string, string[]>();
  const https = new Set<string>();
  for (const { host, by, wantsHttps, isActive } of hosts.slice(0, most)) {
    yield;
    if (wantsHttps === 'no') continue;
    const name = toHostPattern(host)?.text ?? toSniName(host);
    const owners = isActive ? [by] : [];
    if (isActive && wantsHttps === 'yes') https.add(name);
    if (name === '*') everyHost.push(...owners);
    else appendTo(byHost, name, ...owners);
    if (name.startsWith('*') && name !== '*') appendTo(byWildcard, name.slice(1), ...owners);
  }
  for (const { certificateId, by } of clientReferences.slice(0, most)) {
    yield;
    appendTo(byClientCertificate, certificateId, by);
  }
  for (const { certificateId, to } of availableTo.slice(0, most)) {
    yield;
    appendTo(available, `${to.kind}/${to.id}`, certificateId);
  }
  return {
    byHost,
    byWildcard,
    anyHost: everyHost,
    byClientCertificate,
    byInlineCertificate: yield* toInlineHolders(inlineCertificates.slice(0, most)),
    available: new Set(availableTo.map(({ certificateId }) => certificateId)),
    availableTo: available,
    https,
    isAll: unknown.length === 0 && hosts.length <= most && clientReferences.length <= most,
    unknown: unknown.slice(0, maxUnknown),
  };
}

/** Returns the enabled routes and services that answer for a host. */
export const ownersOf = (used: UsedHosts, host: string): Owners => runSync(distinctOwners(ownerLists(used, host)));

/** Returns the same owners in lists that hosts share; one that names the host in two ways is in two of them. */
export function ownerLists(used: UsedHosts, host: string): readonly Owners[] {
  const name = toHostPattern(host)?.text ?? toSniName(host);
  const own = used.byHost.get(name);
  return [...(own ? [own] : []), ...wildcardOwners(used, name), used.anyHost];
}

/** Returns the owners of each wildcard that a name lies below. Of a longer name than there are, its end decides. */
export function wildcardOwners({ byWildcard }: Pick<UsedHosts, 'byWildcard'>, name: string): readonly Owners[] {
  if (byWildcard.size === 0) return [];
  const end = name.slice(-maxSuffixLength);
  return Array.from(end, (_, start) => byWildcard.get(end.slice(start))).filter((owners) => owners !== undefined);
}

/** The first of any number of owners, and the number of the others. */
export interface SomeOwners {
  readonly shown: Owners;
  readonly more: number;
}

/** Owners that are shown, and that are looked at for them. */
const [maxShown, maxLooked] = [10, 200];

/** Returns each once among the first few hundred: many owners of each of many hosts would be far too much. */
export function* someOwners(lists: readonly Owners[]): Cooperative<SomeOwners> {
  const first: Owners[] = [];
  let [looked, all] = [0, 0];
  for (const owners of lists) {
    const some = owners.slice(0, maxLooked - looked);
    first.push(some);
    looked += some.length;
    all += owners.length;
  }
  const distinct = yield* distinctOwners(first);
  const shown = distinct.slice(0, maxShown);
  return { shown, more: all - looked + distinct.length - shown.length };
}

export function* distinctOwners(lists: Iterable<Owners>): Cooperative<Owners> {
  const distinct = new Map<string, Referrer>();
  for (const owners of lists) {
    for (const owner of owners) {
      yield;
      distinct.set(`${owner.kind}/${owner.id}`, owner);
    }
  }
  return [...distinct.values()];
}

/** The objects that hold a certificate themselves, by its SHA-256. */
export type InlineHolders = ReadonlyMap<string, readonly Referrer[]>;

/** Indexes the holders by the hash of the certificate, each hashed once. */
export function* toInlineHolders(certificates: readonly InlineCertificate[] = []): Cooperative<InlineHolders> {
  const holders = new Map<string, Referrer[]>();
  for (const { certificatePem, by } of certificates) {
    yield;
    const fingerprint = inlineFingerprint(certificatePem);
    if (fingerprint === undefined) continue;
    appendTo(holders, fingerprint, by);
  }
  return holders;
}

/** Finds those that hold the certificate of one of its pairs themselves. */
export const copiesOf = (
  holders: InlineHolders,
  { fingerprints: [leaf], extraFingerprints }: CertificateEntry,
): readonly (readonly Referrer[])[] =>
  holders.size === 0
    ? []
    : [leaf, ...extraFingerprints].flatMap((fingerprint) => {
        const referrers = fingerprint === undefined ? undefined : holders.get(fingerprint);
        return referrers ? [referrers] : [];
      });

/**
 * Returns the SHA-256 of the first certificate of a PEM text that a gateway has accepted: nothing of it is read, since
 * this is loaded with the window. Undefined where there is none, as in a secret reference.
 */
function inlineFingerprint(pem: string): string | undefined {
  const [, body] = /-----BEGIN (?:X509 )?CERTIFICATE-----([A-Za-z0-9+/=\s]{1,100000})-----END/.exec(pem) ?? [];
  return body === undefined ? undefined : sha256(Buffer.from(body, 'base64'));
}
