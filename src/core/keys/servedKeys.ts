import type { KeyAlgorithm, KeyInfo } from '../model';

/**
 * Curves that clients offer to be spoken with (RFC 8446 §9.1; OpenSSL, Go and browsers). Of browsers, Firefox offers
 * P-521.
 */
const servedCurves: ReadonlySet<string> = new Set(['P-256', 'P-384', 'P-521']);

/** Keys that sign nothing, or with which no version of TLS that is in use does. */
const unservedAlgorithms: ReadonlySet<KeyAlgorithm> = new Set(['dsa', 'dh', 'x25519', 'x448']);

/**
 * SM2 under an OID of its own (GM/T 0006), DSA under that of OIW, and GOST (RFC 9189): spoken by clients made for them
 * alone.
 */
const unservedOids = /^(?:1\.2\.156\.10197\.1\.301|1\.3\.14\.3\.2\.12|1\.2\.643\..*)$/;

/**
 * Returns whether usual clients take part in a handshake with this key: of EC keys, three curves; no DSA; RSA from 2048
 * bits on, which has a finding of its own. What is not known here may be served.
 */
export const isServedByDefault = ({ algorithm, oid, curve }: KeyInfo): boolean =>
  !unservedAlgorithms.has(algorithm) &&
  !unservedOids.test(oid) &&
  (algorithm !== 'ec' || curve === undefined || servedCurves.has(curve));
