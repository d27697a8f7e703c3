import { sha256 } from '../../core/crypto';

/**
 * Returns the SHA-256 of the first certificate of a PEM text that a gateway has accepted: nothing of it is read, since
 * this is loaded with the window. Undefined where there is none, as in a secret reference.
 */
export function inlineFingerprint(pem: string): string | undefined {
  const [, body] = /-----BEGIN (?:X509 )?CERTIFICATE-----([A-Za-z0-9+/=\s]{1,100000})-----END/.exec(pem) ?? [];
  return body === undefined ? undefined : sha256(Buffer.from(body, 'base64'));
}
