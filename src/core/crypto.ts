/**
 * The one file of core that knows `node:crypto`. On desktop VS Code that is BoringSSL, elsewhere OpenSSL: what one of them
 * refuses the other may take.
 */
import { createHash, createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
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
