/** The hosts that a certificate itself names, whatever it is served for: APISIX lets anyone choose that. */
import { covers, coversHost, toCover, toCoveringName } from '../../core/hosts/hostMatching';
import type { CertificateEntry } from './certificateEntry';
import type { CertificateState, Clock } from './stateCounts';
import { toCertificateState } from './stateCounts';

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

export const toReference = (
  entry: CertificateEntry,
  named: boolean | undefined,
  clock: Clock,
): CertificateReference => ({
  id: entry.stored.id,
  title: entry.title,
  state: toCertificateState(entry, clock),
  isNamed: named,
});

/** Returns whether its own names cover a host. */
export function isNamed({ leaf, stored: { metadata } }: CertificateEntry, host: string): boolean | undefined {
  if (leaf) return coversHost(leaf.sans ?? [], host);
  return metadata === undefined || metadata.names.length === 0
    ? undefined
    : metadata.names.some((name) => covers(name, host));
}

/** Prepares {@link isNamed} for many hosts, however many names there are. */
export function toNameTest({ leaf, stored: { metadata } }: CertificateEntry): (host: string) => boolean | undefined {
  if (leaf) return toCover(leaf.sans ?? []);
  if (metadata === undefined || metadata.names.length === 0) return () => undefined;
  const nameFor = toCoveringName(metadata.names);
  return (host) => nameFor(host) !== undefined;
}
