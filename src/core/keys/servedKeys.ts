import { limits } from '../limits';
import type { KeyAlgorithm, KeyInfo } from '../model';

/** The support of a key by clients in handshakes. Each client was asked, see docs/rules-measured.md. */
export type KeySupport =
  | 'usual'
  /** Programs do, Chrome does not: BoringSSL's `kVerifySignatureAlgorithms`. */
  | 'notChrome'
  /** Go does not: `maxRSAKeySize` of crypto/tls. */
  | 'notGo'
  /** Neither browsers nor Go. */
  | 'none'
  /** No client checks a signature with it: OpenSSL, BoringSSL and Java end at `limits.rsaBits`. */
  | 'tooLong';

/** Curves that clients offer to be spoken with (RFC 8446 §9.1; OpenSSL, Go and, of browsers, Firefox). */
const servedCurves: ReadonlySet<string> = new Set(['P-256', 'P-384', 'P-521']);

/** Keys that sign nothing, or with which neither browsers nor Go do. */
const unservedAlgorithms: ReadonlySet<KeyAlgorithm> = new Set(['dsa', 'dh', 'x25519', 'x448', 'ed448']);

/** Bits of the longest RSA key that programs written in Go take in a handshake. */
const goRsaBits = 8192;

/**
 * SM2 under an OID of its own (GM/T 0006), DSA under that of OIW, and GOST (RFC 9189): spoken by clients made for them
 * alone.
 */
const unservedOids = /^(?:1\.2\.156\.10197\.1\.301|1\.3\.14\.3\.2\.12|1\.2\.643\..*)$/;

/**
 * Says which clients take part in a handshake with this key. RSA below 2048 bits has a finding of its own. What is not
 * known here may be served.
 */
export function keySupport({ algorithm, oid, curve, bits = 0 }: KeyInfo): KeySupport {
  if (unservedAlgorithms.has(algorithm) || unservedOids.test(oid)) return 'none';
  if (algorithm === 'ec') return curve === 'P-521' ? 'notChrome' : isServedCurve(curve) ? 'usual' : 'none';
  if (algorithm === 'ed25519') return 'notChrome';
  if (algorithm !== 'rsa' && algorithm !== 'rsa-pss') return 'usual';
  return isTooLong({ algorithm, bits }) ? 'tooLong' : bits > goRsaBits ? 'notGo' : 'usual';
}

const isServedCurve = (curve: string | undefined): boolean => curve === undefined || servedCurves.has(curve);

/** Returns true for RSA keys of more bits than any client computes with. */
export const isTooLong = ({ algorithm, bits }: Pick<KeyInfo, 'algorithm' | 'bits'>): boolean =>
  (algorithm === 'rsa' || algorithm === 'rsa-pss') && bits !== undefined && bits > limits.rsaBits;
