import type { Sentence } from '../../shared/translate';
import { DerError } from '../asn1/der';
import { readBody } from '../pem/body';
import type { PemBlock } from '../pem/scan';
import type { LegacyKey } from './keys';

/** The result of decrypting something that a password protects. Reasons are plain sentences without input. */
export type DecryptResult =
  | DecryptedContents
  | { readonly status: 'wrongPassword' }
  /** Opening it would take more work than `limits` allow. */
  | { readonly status: 'tooSlow' }
  /** Intact as far as is known, but protected in a way that this runtime lacks. */
  | { readonly status: 'cannotOpenHere'; readonly reason: Sentence }
  | { readonly status: 'broken'; readonly reason: Sentence };

/** Secret: whoever holds one overwrites its keys when done. */
export interface DecryptedContents {
  readonly status: 'opened';
  /** DER, byte for byte as in the file, in its order. */
  readonly certificates: readonly Uint8Array[];
  /** DER of unencrypted keys, PKCS#8 but for DSA keys in OpenSSL's own form. Each in memory of its own. */
  readonly keys: readonly Uint8Array[];
  /** Notes on what was found and left out, or could not be checked: sentences for the person. */
  readonly notes: readonly string[];
}

/** Thrown inside this folder only: {@link toDecryptResult} turns it into an answer. */
export class DecryptError extends Error {
  constructor(readonly result: Exclude<DecryptResult, DecryptedContents>) {
    super(result.status);
  }
}

export const wrongPassword = (): DecryptError => new DecryptError({ status: 'wrongPassword' });
export const tooSlow = (): DecryptError => new DecryptError({ status: 'tooSlow' });
export const cannotOpenHere = (reason: Sentence): DecryptError =>
  new DecryptError({ status: 'cannotOpenHere', reason });

/** Turns what a decryption throws into an answer: the border of every one of them. */
export function toDecryptResult(open: () => DecryptedContents): DecryptResult {
  try {
    return open();
  } catch (error) {
    if (error instanceof DecryptError) return error.result;
    if (error instanceof DerError) return { status: 'broken', reason: error.reason };
    throw error;
  }
}

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
