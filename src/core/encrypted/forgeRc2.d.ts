/**
 * The part of node-forge that rc2.ts uses; @types/node-forge describes the whole package only. Byte strings hold one
 * byte a character.
 */
declare module 'node-forge/lib/rc2' {
  export interface Buffered {
    getBytes(count?: number): string;
  }

  export interface Rc2Cipher {
    readonly output: Buffered;
    start(iv: string): void;
    update(input: Buffered): void;
    finish(pad: (blockSize: number, buffer: Buffered, isDecrypting: boolean) => boolean): boolean;
  }

  export function createDecryptionCipher(key: string, bits: number): Rc2Cipher;
}

declare module 'node-forge/lib/util' {
  export function createBuffer(bytes: string): { getBytes(count?: number): string };
}
