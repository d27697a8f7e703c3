import type { StoredCertificate } from '../../core/model';
import { covers, coversHost } from '../../core/hosts/hostMatching';
import { toSniTable } from '../../core/hosts/sni';
import type { SniHolder, SniRules, SniTable } from '../../core/hosts/sni';
import type { DialectId } from '../../gateway/gateway';
import type { CertificateEntry } from './certificateEntry';
import { toCertificateState } from './certificateState';
import type { CertificateState, Clock } from './certificateState';

/** How each dialect chooses a certificate by name. */
export const sniRules: Readonly<Record<DialectId, SniRules>> = { apisix: 'apisix', api7cloud: 'api7cloud' };

/** Where the gateway derives the names from the certificate itself; elsewhere they are the object's own. */
export const derivesNames: Readonly<Record<DialectId, boolean>> = { apisix: false, api7cloud: true };

/** What decides whether an object is served, and for which names. */
export type Serving = Pick<StoredCertificate, 'id' | 'type' | 'names' | 'isEnabled' | 'isSingleName'>;

/** Gateways choose among objects of type server that are switched on; one that does not tell counts as switched on. */
export const toHolders = (objects: Iterable<Serving>): readonly SniHolder[] =>
  [...objects]
    .filter(({ type, isEnabled }) => type === 'server' && isEnabled !== false)
    .map(({ id, names, isSingleName = false }) => ({ id, names, isSingle: isSingleName }));

/** The names of a gateway's certificates, to ask `servedFor` of. */
export const toServingTable = (entries: Iterable<CertificateEntry>, dialect: DialectId): SniTable =>
  toSniTable(toHolders([...entries].map(({ stored }) => stored)), sniRules[dialect]);

/** A certificate of the gateway as sentences name it. Texts are a stranger's: make them visible before showing them. */
export interface CertificateReference {
  readonly id: string;
  readonly title: string;
  readonly state: CertificateState;
  /**
   * True if it names the host in question; undefined where the gateway does not tell its names. Clients refuse it where
   * not.
   */
  readonly isNamed: boolean | undefined;
}

export function toReference(entry: CertificateEntry, host: string, clock: Clock): CertificateReference {
  return {
    id: entry.stored.id,
    title: entry.title,
    state: toCertificateState(entry, clock),
    isNamed: isNamed(entry, host),
  };
}

/**
 * Returns whether what the certificate itself says covers a host: not the names it is served for, which APISIX lets
 * anyone choose.
 */
export function isNamed({ chain, stored: { metadata } }: CertificateEntry, host: string): boolean | undefined {
  const [leaf] = chain;
  if (leaf) return leaf.sans && coversHost(leaf.sans, host);
  return metadata === undefined || metadata.names.length === 0
    ? undefined
    : metadata.names.some((name) => covers(name, host));
}
