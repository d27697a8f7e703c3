/** What rc2.ts uses of node-forge; @types/node-forge describes the whole package only. Byte strings hold one byte a character. */
declare module 'node-forge/lib/rc2' {
  export interface Rc2Cipher {
    readonly output: import('node-forge/lib/util').ForgeBuffer;
    start(iv: string): void;
    update(input: import('node-forge/lib/util').ForgeBuffer): void;
    finish(pad: (blockSize: number, buffer: import('node-forge/lib/util').ForgeBuffer, decrypt: boolean) => boolean): boolean;
  }

  export function createDecryptionCipher(key: string, bits: number): Rc2Cipher;
}

declare module 'node-forge/lib/util' {
  export interface ForgeBuffer {
    getBytes(count?: number): string;
  }

  export function createBuffer(bytes: string): ForgeBuffer;
}
