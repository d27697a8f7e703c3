/** The one door to node-forge's RC2 (RFC 2268), which OpenSSL 3 no longer offers and old PKCS#12 files use. */
import { createDecryptionCipher } from 'node-forge/lib/rc2';
import { createBuffer } from 'node-forge/lib/util';

/** Bytes. */
export const rc2Shape = { ivLength: 8, block: 8 } as const;

export interface Rc2Task {
  readonly key: Uint8Array;
  /** Effective key bits. */
  readonly bits: number;
  readonly iv: Uint8Array;
  /** Whole blocks. */
  readonly data: Uint8Array;
}

/** Deciphers RC2 in CBC mode; the padding is left on. */
export function decipherRc2({ key, bits, iv, data }: Rc2Task): Buffer {
  const cipher = createDecryptionCipher(text(key), bits);
  cipher.start(text(iv));
  cipher.update(createBuffer(text(data)));
  // A padding function that takes nothing off.
  cipher.finish(() => true);
  return Buffer.from(cipher.output.getBytes(), 'latin1');
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
