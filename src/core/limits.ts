/** Caps on what is read, checked before any parsing, so that no input costs more than these allow. */
export const limits = {
  /** Largest text or file that is scanned, in bytes (or UTF-16 units of text). */
  fileBytes: 16 * 1024 * 1024,
  /**
   * Largest manifest, configuration or program in which certificates are looked for, in bytes (or UTF-16 units of
   * text).
   */
  foreignFileBytes: 4 * 1024 * 1024,
  /** Most certificate files of a workspace that one search or check looks at. */
  workspaceFiles: 5_000,
  /** Largest single PEM block or DER object, in bytes of DER. */
  objectBytes: 1024 * 1024,
  /** Most PEM blocks that are looked at in one text. */
  blocks: 2_000,
  /** Largest RSA key that `node:crypto` sees, in bits; OpenSSL itself checks no signature of a larger one. */
  rsaBits: 16_384,
  /** Largest public exponent of such a key, in bits. */
  rsaExponentBits: 64,
  /** Largest prime of a DSA or DH key that `node:crypto` sees, in bits. */
  primeBits: 4_096,
  /** Deepest nesting of ASN.1 values. */
  asn1Depth: 64,
  /** Most ASN.1 values in one object: those of some 1,000 certificates, or of a revocation list of 16,000. */
  asn1Values: 50_000,
  /**
   * Largest certificate or certificate request that is read, in bytes of DER, and most values in it: what is made of
   * one is made at once. Gateways take 64 kB; a thousand names are 40 kB, the largest signature of FIPS 205 is 50 kB.
   */
  certificateBytes: 256 * 1024,
  certificateValues: 10_000,
  /** Largest private key that is read, in bytes of DER: RSA of 16,384 bits has 10 kB. */
  keyBytes: 64 * 1024,
  /** Most certificates that one upload carries: the leaf and its chain. */
  chainLength: 20,
  /** Largest PEM text a gateway takes for one certificate or key, in bytes (APISIX: schema_def.lua). */
  gatewayPemBytes: 65_536,
} as const;

/**
 * The reason for work: a person asked for just that, or we and VS Code do it by ourselves (marks, checks, look-ups,
 * default editors).
 */
export type Trigger = 'asked' | 'unasked';

export interface WorkLimits {
  /** Largest file that is read, in bytes. */
  readonly fileBytes: number;
  /** Most PEM blocks that are read of one file. */
  readonly blocks: number;
  /**
   * Most rounds that opening one protected file may take, all of its derivations taken together: see `WorkBudget`.
   * Programs write 2,000 to some 100,000 for each.
   */
  readonly derivationRounds: number;
  /** Most memory that a derivation (scrypt) may ask for, in bytes. */
  readonly derivationBytes: number;
  /** Most time that opening one protected file may take, in milliseconds. */
  readonly derivationTime: number;
}

/** Limits by trigger: whoever opens a folder has asked for nothing in it. */
export const limitsOf: Readonly<Record<Trigger, WorkLimits>> = {
  asked: {
    fileBytes: limits.fileBytes,
    blocks: limits.blocks,
    derivationRounds: 10_000_000,
    derivationBytes: 256 * 1024 * 1024,
    derivationTime: 30_000,
  },
  // Enough for a PKCS#12 file that OpenSSL or a JDK writes without a password.
  unasked: {
    fileBytes: 2 * 1024 * 1024,
    blocks: 1_000,
    derivationRounds: 65_536,
    derivationBytes: 16 * 1024 * 1024,
    derivationTime: 5_000,
  },
};
