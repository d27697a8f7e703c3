import { readBody } from '../pem/body';
import type { PemBlock } from '../pem/scan';
import type { LegacyKey } from './keys';

/** A key or container that a password protects. Not secret by itself. `decryptContainer` opens it. */
export type EncryptedContainer =
  | { readonly form: 'pkcs12'; readonly der: Uint8Array }
  | { readonly form: 'pkcs8'; readonly der: Uint8Array }
  | ({ readonly form: 'legacy' } & LegacyKey);

/** Returns the encrypted private key of a PEM block. Undefined where the block is broken, or none of those. */
export function toEncryptedKey(text: string, block: PemBlock): EncryptedContainer | undefined {
  const { headers, bytes } = readBody(text, block.body);
  if (!bytes || !block.isIntact) return undefined;
  if (block.headers.length === 0) return { form: 'pkcs8', der: bytes };
  const info = headers.find(({ name }) => name.toUpperCase() === 'DEK-INFO')?.value ?? '';
  // RFC 1421 §4.6.1.3.
  const [, cipher, iv = ''] = /^([A-Za-z0-9-]{1,40})(?:,\s*((?:[0-9A-Fa-f]{2}){8,32}))?\s*$/.exec(info) ?? [];
  return cipher === undefined ? undefined : { form: 'legacy', cipher, iv: Buffer.from(iv, 'hex'), data: bytes };
}
