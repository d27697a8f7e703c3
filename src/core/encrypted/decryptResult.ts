import { DerError } from '../asn1/der';

/** What came of opening something that a password protects. Reasons are plain sentences without input. */
export type Opening =
  | Opened
  | { readonly status: 'wrongPassword' }
  /** It asks for more work than `limits` allow. */
  | { readonly status: 'tooSlow' }
  /** In order as far as it can be told, but protected in a way that this runtime lacks. */
  | { readonly status: 'cannotOpenHere'; readonly reason: string }
  | { readonly status: 'broken'; readonly reason: string };

/** Secret: whoever holds one overwrites its keys when done. */
export interface Opened {
  readonly status: 'opened';
  /** DER, byte for byte as in the file, in its order. */
  readonly certificates: readonly Uint8Array[];
  /** DER of unencrypted keys, PKCS#8 but for DSA keys in OpenSSL's own form. Each in memory of its own. */
  readonly keys: readonly Uint8Array[];
  /** What was found and left out, or could not be checked: sentences for the person. */
  readonly notes: readonly string[];
}

/** Thrown inside this folder only: {@link opening} turns it into an answer. */
export class NotOpened extends Error {
  constructor(readonly opening: Exclude<Opening, Opened>) {
    super(opening.status);
  }
}

export const wrongPassword = (): NotOpened => new NotOpened({ status: 'wrongPassword' });
export const tooSlow = (): NotOpened => new NotOpened({ status: 'tooSlow' });
export const cannotOpenHere = (reason: string): NotOpened => new NotOpened({ status: 'cannotOpenHere', reason });

/** The border of every opener: what one throws inside becomes an answer. */
export function opening(open: () => Opened): Opening {
  try {
    return open();
  } catch (error) {
    if (error instanceof NotOpened) return error.opening;
    if (error instanceof DerError) return { status: 'broken', reason: error.message };
    throw error;
  }
}
