import type { KeyInfo } from '../model';

/**
 * Curves that clients offer to be spoken with (RFC 8446 §9.1; OpenSSL, Go and browsers). Of browsers, Firefox offers
 * P-521.
 */
const servedCurves: ReadonlySet<string> = new Set(['P-256', 'P-384', 'P-521']);

/**
 * Returns whether usual clients take part in a handshake with this key: of EC keys, three curves; no DSA; RSA from 2048
 * bits on, which has a finding of its own. What is not known here may be served.
 */
export const isServedByDefault = ({ algorithm, curve }: KeyInfo): boolean =>
  algorithm !== 'dsa' && (algorithm !== 'ec' || curve === undefined || servedCurves.has(curve));
