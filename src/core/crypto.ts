/**
 * The one file of core that knows `node:crypto`. On desktop VS Code that is BoringSSL, elsewhere OpenSSL: what one of
 * them refuses the other may take.
 */
import type { KeyObject } from 'node:crypto';
import * as crypto from 'node:crypto';
import {
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  getCipherInfo,
  pbkdf2Sync,
  scryptSync,
  timingSafeEqual,
  X509Certificate,
} from 'node:crypto';

/** Lower-case hex. */
export function sha1(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex');
}

/** Lower-case hex. */
export const sha256: (bytes: Uint8Array) => string =
  // At once, in half the time; Node has it since 20.12.
  typeof crypto.hash === 'function'
    ? (bytes) => crypto.hash('sha256', bytes, 'hex')
    : (bytes) => createHash('sha256').update(bytes).digest('hex');

/**
 * True on desktop VS Code. BoringSSL lacks Ed448, RSA-PSS, brainpool, secp256k1 and more: its `no` can mean `cannot
 * tell`.
 */
export const isBoringSsl: boolean = Reflect.get(process.features, 'openssl_is_boringssl') === true;

declare const isBounded: unique symbol;

/** DER of a key or certificate that is no more work than `limits` allow. `keys/boundedKey.ts` alone decides that. */
export type Bounded = Uint8Array & { readonly [isBounded]: true };

/**
 * Returns the SubjectPublicKeyInfo (DER) of a private key; undefined where this runtime cannot read it. Keeps nothing
 * private.
 */
export const toSpki = (key: Bounded, type: 'pkcs1' | 'pkcs8' | 'sec1'): Uint8Array | undefined =>
  unlessLacking(() =>
    createPublicKey(createPrivateKey({ key: Buffer.from(key), format: 'der', type })).export({
      type: 'spki',
      format: 'der',
    }),
  );

/**
 * Returns whether the key `issuer` made the signature of `certificate` (DER). Undefined where
 * this runtime does not take one of them. Nothing else is checked: no name, no right to sign. False also means "knows
 * no such signature".
 */
export const verifySignature = (certificate: Bounded, issuer: PublicKey): boolean | undefined =>
  unlessLacking(() => new X509Certificate(certificate).verify(issuer));

/**
 * Returns whether `key` made `signature` over `content`; false for a key of another type than `keyType`, and where this
 * runtime lacks something.
 */
export const verifyContent = (
  key: PublicKey,
  signed: {
    readonly keyType: string;
    readonly hash: string;
    readonly content: Uint8Array;
    readonly signature: Uint8Array;
  },
): boolean =>
  key.asymmetricKeyType === signed.keyType &&
  unlessLacking(() => crypto.verify(signed.hash, signed.content, key, signed.signature)) === true;

export type PublicKey = KeyObject;

/**
 * Returns the key of a certificate in DER. Undefined where this runtime cannot read it. Keep the result: making it
 * costs as much as a check.
 */
export const publicKeyOf = (certificate: Bounded): PublicKey | undefined =>
  unlessLacking(() => new X509Certificate(certificate).publicKey);

/** Hashes the parts. Undefined where this runtime lacks the function. */
export function hash(name: string, ...parts: readonly Uint8Array[]): Buffer | undefined {
  return unlessLacking(() => {
    const made = createHash(name);
    for (const part of parts) made.update(part);
    return made.digest();
  });
}

/** Computes an HMAC. Undefined where this runtime lacks the hash. */
export const hmac = (name: string, key: Uint8Array, data: Uint8Array): Buffer | undefined =>
  unlessLacking(() => createHmac(name, key).update(data).digest());

/** Compares in constant time. False where one of them is missing. */
export const isSameSecret = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a?.length === b.length && timingSafeEqual(a, b);

interface Derivation {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  /** The number of bytes to derive. */
  readonly length: number;
}

/** Derives a key by PBKDF2 (RFC 8018 §5.2). Undefined where this runtime lacks the hash. */
export const pbkdf2 = ({
  password,
  salt,
  iterations,
  length,
  hash: name,
}: Derivation & { readonly iterations: number; readonly hash: string }): Buffer | undefined =>
  unlessLacking(() => pbkdf2Sync(password, salt, iterations, length, name));

/** Derives a key by scrypt (RFC 7914). Undefined where this runtime lacks it or refuses the parameters. */
export const scrypt = ({
  password,
  salt,
  length,
  cost,
  blockSize,
  parallel,
}: Derivation & { readonly cost: number; readonly blockSize: number; readonly parallel: number }): Buffer | undefined =>
  unlessLacking(() =>
    scryptSync(password, salt, length, {
      cost,
      blockSize,
      parallelization: parallel,
      maxmem: 128 * blockSize * (cost + parallel + 2),
    }),
  );

/**
 * Returns the sizes of a cipher in bytes; 1 is the block size of a stream cipher. Undefined where this runtime lacks
 * it.
 */
export function cipherShape(
  name: string,
): { readonly keyLength: number; readonly ivLength: number; readonly block: number } | undefined {
  const info = unlessLacking(() => getCipherInfo(name));
  return info && { keyLength: info.keyLength, ivLength: info.ivLength ?? 0, block: info.blockSize ?? 1 };
}

/** Decrypts, and leaves the padding on. Undefined where this runtime lacks the cipher. */
export function decipher(
  name: string,
  { key, iv, data }: { readonly key: Uint8Array; readonly iv: Uint8Array; readonly data: Uint8Array },
): Buffer | undefined {
  return unlessLacking(() => {
    const made = createDecipheriv(name, key, iv).setAutoPadding(false);
    return Buffer.concat([made.update(data), made.final()]);
  });
}

/** Runs `make`; undefined where it throws. Errors of `node:crypto` may quote the input: none leaves this file. */
function unlessLacking<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
