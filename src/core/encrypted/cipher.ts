/** Deciphers with `node:crypto`, and with own code where that lacks a cipher. */
import { cipherShape, decipher } from '../crypto';
import { cannotOpenHere, DecryptError, wrongPassword } from './decryptResult';
import { decipherRc2, rc2Shape } from './rc2';

export type Cipher =
  /** `name` as OpenSSL and `node:crypto` have it, small letters. */
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'rc2'; readonly bits: number; readonly keyLength: number }
  | { readonly kind: 'rc4'; readonly keyLength: number };

export interface CipherShape {
  readonly keyLength: number;
  readonly ivLength: number;
  /** 1 for a cipher that needs no whole blocks, and has no padding. */
  readonly block: number;
}

/** Returns the sizes of a cipher. @throws DecryptError where this runtime lacks it. */
export function shapeOf(cipher: Cipher): CipherShape {
  switch (cipher.kind) {
    case 'rc2':
      return { ...rc2Shape, keyLength: cipher.keyLength };
    case 'rc4':
      return { keyLength: cipher.keyLength, ivLength: 0, block: 1 };
    case 'named': {
      const triple = asTripleDes(cipher.name);
      const shape = cipherShape(triple?.name ?? cipher.name);
      if (!shape) throw lacks(cipher.name);
      return triple ? { ...shape, keyLength: triple.keyLength } : shape;
    }
  }
}

const lacks = (name: string): DecryptError =>
  cannotOpenHere({ text: 'This runtime lacks the cipher {name}.', values: { name: name.toUpperCase() } });

/** Returns DES with one or two keys as triple DES with keys repeated, which every runtime has. */
function asTripleDes(name: string): { readonly name: string; readonly keyLength: 8 | 16 } | undefined {
  const [, keys, mode] = /^des(-ede)?-(cbc|cfb|cfb1|cfb8|ofb)$/.exec(name) ?? [];
  return mode === undefined ? undefined : { name: `des-ede3-${mode}`, keyLength: keys ? 16 : 8 };
}

export interface CipherTask {
  readonly key: Buffer;
  readonly iv: Buffer;
  readonly data: Buffer;
}

/** Returns the plain text, in memory of its own. @throws DecryptError */
export function decrypt(cipher: Cipher, task: CipherTask): Buffer {
  const { block, ivLength } = shapeOf(cipher);
  const isWhole =
    task.data.length % block === 0 && (block === 1 || task.data.length > 0) && task.iv.length === ivLength;
  if (!isWhole) throw new DecryptError({ status: 'broken', reason: 'Its encrypted part is cut short.' });
  const plain = decryptWhole(cipher, task);
  return block === 1 ? plain : withoutPadding(plain, block);
}

function decryptWhole(cipher: Cipher, { key, iv, data }: CipherTask): Buffer {
  switch (cipher.kind) {
    case 'rc2':
      return decipherRc2({ key, iv, data, bits: cipher.bits });
    case 'rc4':
      return rc4(key, data);
    case 'named': {
      const triple = asTripleDes(cipher.name);
      const whole = triple ? Buffer.concat([key, key, key]).subarray(0, 24) : key;
      const plain = decipher(triple?.name ?? cipher.name, { key: whole, iv, data });
      if (!plain) throw lacks(cipher.name);
      return plain;
    }
  }
}

/** Removes the padding (RFC 8018 §6.1.1). Wrong padding is how a wrong password shows. */
function withoutPadding(plain: Buffer, block: number): Buffer {
  const count = plain.at(-1) ?? 0;
  const isPadding = count >= 1 && count <= block && plain.subarray(-count).every((byte) => byte === count);
  if (!isPadding) throw wrongPassword();
  return plain.subarray(0, plain.length - count);
}

/** Enciphers or deciphers by RC4, which TLS libraries no longer offer and old PKCS#12 files still use. */
function rc4(key: Uint8Array, data: Uint8Array): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const swap = (a: number, b: number): void => {
    [state[a], state[b]] = [state[b] ?? 0, state[a] ?? 0];
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + (state[i] ?? 0) + (key[i % key.length] ?? 0)) & 0xff;
    swap(i, j);
  }
  const out = Buffer.alloc(data.length);
  for (let at = 0, i = 0, j = 0; at < data.length; at++) {
    i = (i + 1) & 0xff;
    j = (j + (state[i] ?? 0)) & 0xff;
    swap(i, j);
    out[at] = (data[at] ?? 0) ^ (state[((state[i] ?? 0) + (state[j] ?? 0)) & 0xff] ?? 0);
  }
  return out;
}
