import type { SanEntry } from '../model';
import { hostNamesOf, toCover } from './hostMatching';
import { toHostPattern } from './hostText';
import { toSniName } from './sniNames';

/** The names that an object is served for, against those of its certificate. */
export interface NameGaps {
  /** Names to be served for that the certificate does not cover: clients refuse it there. */
  readonly uncovered: readonly string[];
  /** DNS names of the certificate that none of those covers. Addresses are never asked for by SNI (RFC 6066 §3). */
  readonly unlisted: readonly string[];
}

/** @param sans undefined where there are none: then it covers nothing, since clients do not look at the common name */
export function nameGaps(sans: readonly SanEntry[] | undefined, served: readonly string[]): NameGaps {
  const [isCovered, isListed] = [
    toCover(sans ?? []),
    toCover(served.map((name) => ({ kind: 'dns', value: toSniName(name) }))),
  ];
  return {
    uncovered: served.filter((name) => !isCovered(toSniName(name))),
    unlisted: hostNamesOf(sans).filter((name) => toHostPattern(name)?.kind === 'dns' && !isListed(name)),
  };
}
