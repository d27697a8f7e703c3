/** What der.ts uses of node-forge's ASN.1 reader; @types/node-forge describes the whole package only. */
declare module 'node-forge/lib/asn1' {
  /** What `fromDer` reads from: node-forge's byte buffer, or anything that answers like it. */
  export interface ByteSource {
    /** Bytes left. */
    length(): number;
    getByte(): number;
    /** @param bits 8, 16, 24 or 32 */
    getInt(bits: number): number;
    getInt16(): number;
    /** Takes `count` bytes, or all. */
    getBytes(count?: number): string;
    /** Looks at `count` bytes, or all. */
    bytes(count?: number): string;
  }

  export interface ForgeValue {
    readonly constructed: boolean;
    readonly value: string | readonly ForgeValue[];
  }

  export interface ReadOptions {
    readonly strict: boolean;
    readonly parseAllBytes: boolean;
    readonly decodeBitStrings: boolean;
    readonly maxDepth: number;
  }

  export function fromDer(bytes: ByteSource, options: ReadOptions): ForgeValue;
}
