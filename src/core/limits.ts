/** Caps on what is read, checked before any parsing, so that no input costs more than these allow. */
export const limits = {
  /** Largest text or file that is scanned, in bytes (or UTF-16 units of text). */
  fileBytes: 16 * 1024 * 1024,
  /** Most certificate files of a workspace that one search or check looks at. */
  workspaceFiles: 5_000,
  /** Largest single PEM block or DER object, in bytes of DER. */
  objectBytes: 1024 * 1024,
  /** Most PEM blocks that are looked at in one text. */
  blocks: 2_000,
  /** Most rounds of a key derivation; programs write 2,000 to a few 100,000. */
  derivationRounds: 10_000_000,
  /** Most memory that scrypt may ask for, in bytes. */
  derivationBytes: 256 * 1024 * 1024,
  /** Largest RSA key that `node:crypto` sees, in bits; OpenSSL itself checks no signature of a larger one. */
  rsaBits: 16_384,
  /** Largest public exponent of such a key, in bits. */
  rsaExponentBits: 64,
  /** Largest prime of a DSA or DH key that `node:crypto` sees, in bits. */
  primeBits: 4_096,
  /** Deepest nesting of ASN.1 values. */
  asn1Depth: 64,
  /** Most certificates that one upload carries: the leaf and its chain. */
  chainLength: 20,
  /** Largest PEM text a gateway takes for one certificate or key, in bytes (APISIX: schema_def.lua). */
  gatewayPemBytes: 65_536,
} as const;
