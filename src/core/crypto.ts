/**
 * The one file of core that knows `node:crypto`. On desktop VS Code that is BoringSSL, elsewhere OpenSSL: what one of them
 * refuses the other may take.
 */
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
import type { PrivateKeyInput } from 'node:crypto';

/** Lower-case hex. */
export function sha1(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex');
}

/** Lower-case hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** True on desktop VS Code. BoringSSL lacks Ed448, RSA-PSS, brainpool, secp256k1 and more: its `no` can mean `cannot tell`. */
export const isBoringSsl: boolean = Reflect.get(process.features, 'openssl_is_boringssl') === true;

/** SubjectPublicKeyInfo (DER) of a private key; undefined where this runtime does not take it. Nothing private is kept. */
export function publicHalf(key: PrivateKeyInput): Uint8Array | undefined {
  try {
    return createPublicKey(createPrivateKey(key)).export({ type: 'spki', format: 'der' });
  } catch {
    // Its message may quote the input.
    return undefined;
  }
}

/**
 * Whether the key of the certificate `issuer` made the signature of `certificate` (both DER). Undefined where this runtime
 * does not take one of them. Nothing else is checked: no name, no right to sign. False also means "knows no such signature".
 */
export function verifySignature(certificate: Uint8Array, issuer: Uint8Array): boolean | undefined {
  try {
    return new X509Certificate(certificate).verify(new X509Certificate(issuer).publicKey);
  } catch {
    return undefined;
  }
}

/** Undefined where this runtime lacks the function. */
export function hash(name: string, ...parts: readonly Uint8Array[]): Buffer | undefined {
  return unlessLacking(() => {
    const made = createHash(name);
    for (const part of parts) made.update(part);
    return made.digest();
  });
}

/** Undefined where this runtime lacks the hash. */
export const hmac = (name: string, key: Uint8Array, data: Uint8Array): Buffer | undefined =>
  unlessLacking(() => createHmac(name, key).update(data).digest());

/** Compares in a time that tells nothing; not the same where one is missing. */
export const isSameSecret = (a: Uint8Array | undefined, b: Uint8Array): boolean => a?.length === b.length && timingSafeEqual(a, b);

interface Derivation {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  /** Bytes to make. */
  readonly length: number;
}

/** RFC 8018 §5.2. Undefined where this runtime lacks the hash. */
export const pbkdf2 = ({ password, salt, iterations, length, hash: name }: Derivation & { readonly iterations: number; readonly hash: string }): Buffer | undefined =>
  unlessLacking(() => pbkdf2Sync(password, salt, iterations, length, name));

/** RFC 7914. Undefined where this runtime lacks it or refuses the parameters. */
export const scrypt = ({
  password,
  salt,
  length,
  cost,
  blockSize,
  parallel,
}: Derivation & { readonly cost: number; readonly blockSize: number; readonly parallel: number }): Buffer | undefined =>
  unlessLacking(() =>
    scryptSync(password, salt, length, { cost, blockSize, parallelization: parallel, maxmem: 128 * blockSize * (cost + parallel + 2) }),
  );

/** Lengths in bytes; a cipher without blocks has blocks of one. Undefined where this runtime lacks it. */
export function cipherShape(name: string): { readonly keyLength: number; readonly ivLength: number; readonly block: number } | undefined {
  const info = unlessLacking(() => getCipherInfo(name));
  return info && { keyLength: info.keyLength, ivLength: info.ivLength ?? 0, block: info.blockSize ?? 1 };
}

/** The plain text with its padding left on. Undefined where this runtime lacks the cipher. */
export function decipher(
  name: string,
  { key, iv, data }: { readonly key: Uint8Array; readonly iv: Uint8Array; readonly data: Uint8Array },
): Buffer | undefined {
  return unlessLacking(() => {
    const made = createDecipheriv(name, key, iv).setAutoPadding(false);
    return Buffer.concat([made.update(data), made.final()]);
  });
}

/** An encrypted PKCS#8 key as plain PKCS#8. Undefined where this runtime does not open it, for whatever reason. */
export const openWithRuntime = (der: Uint8Array, passphrase: string): Uint8Array | undefined =>
  unlessLacking(
    () =>
      new Uint8Array(
        createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8', passphrase }).export({ type: 'pkcs8', format: 'der' }),
      ),
  );

/** Errors of `node:crypto` may quote the input: none leaves this file. */
function unlessLacking<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
