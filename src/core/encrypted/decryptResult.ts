import type { Sentence } from '../../shared/translate';
import { DerError } from '../asn1/der';

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
  constructor(readonly toDecryptResult: Exclude<DecryptResult, DecryptedContents>) {
    super(toDecryptResult.status);
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
    if (error instanceof DecryptError) return error.toDecryptResult;
    if (error instanceof DerError) return { status: 'broken', reason: error.reason };
    throw error;
  }
}
