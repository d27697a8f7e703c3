/** The names that an object is served for, against those of its certificate. */
import type { SanEntry } from '../model';
import { hostNamesOf, toCover } from './hostMatching';
import { toHostPattern } from './hostText';
import { toSniName } from './sniNames';

/**
 * Returns the names to be served for that a certificate does not cover: clients refuse it there. Without a SAN it covers
 * none: they do not look at the common name.
 */
export function uncoveredNames(sans: readonly SanEntry[] | undefined, served: readonly string[]): readonly string[] {
  const isCovered = toCover(sans ?? []);
  return served.filter((name) => !isCovered(toSniName(name)));
}

/**
 * Returns the DNS names of a certificate that none of those to be served for covers. Addresses are never asked for by
 * SNI (RFC 6066 §3).
 */
export function unlistedNames(sans: readonly SanEntry[] | undefined, served: readonly string[]): readonly string[] {
  const isListed = toCover(served.map((name) => ({ kind: 'dns', value: toSniName(name) })));
  return hostNamesOf(sans).filter((name) => toHostPattern(name)?.kind === 'dns' && !isListed(name));
}
