import { hash } from '../crypto';

/** A hash function, as `node:crypto` calls it. */
export interface HashKind {
  readonly name: string;
  /** Bytes it works on at a time, which RFC 7292 §B.2 needs. */
  readonly block: number;
}

/** By the OID of the hash itself. */
const hashes: Readonly<Record<string, HashKind>> = {
  '1.2.840.113549.2.5': { name: 'md5', block: 64 },
  '1.3.14.3.2.26': { name: 'sha1', block: 64 },
  '2.16.840.1.101.3.4.2.4': { name: 'sha224', block: 64 },
  '2.16.840.1.101.3.4.2.1': { name: 'sha256', block: 64 },
  '2.16.840.1.101.3.4.2.2': { name: 'sha384', block: 128 },
  '2.16.840.1.101.3.4.2.3': { name: 'sha512', block: 128 },
  '2.16.840.1.101.3.4.2.5': { name: 'sha512-224', block: 128 },
  '2.16.840.1.101.3.4.2.6': { name: 'sha512-256', block: 128 },
  '2.16.840.1.101.3.4.2.7': { name: 'sha3-224', block: 144 },
  '2.16.840.1.101.3.4.2.8': { name: 'sha3-256', block: 136 },
  '2.16.840.1.101.3.4.2.9': { name: 'sha3-384', block: 104 },
  '2.16.840.1.101.3.4.2.10': { name: 'sha3-512', block: 72 },
  '1.2.156.10197.1.401': { name: 'sm3', block: 64 },
  '1.3.36.3.2.1': { name: 'ripemd160', block: 64 },
  '1.3.6.1.4.1.1722.12.2.1.16': { name: 'blake2b512', block: 128 },
  '1.3.6.1.4.1.1722.12.2.2.8': { name: 'blake2s256', block: 64 },
};

/** By the OID of HMAC with the hash (RFC 8018 §B.1.2). */
const hmacs: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.6': 'md5',
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
  '1.2.840.113549.2.12': 'sha512-224',
  '1.2.840.113549.2.13': 'sha512-256',
  '2.16.840.1.101.3.4.2.13': 'sha3-224',
  '2.16.840.1.101.3.4.2.14': 'sha3-256',
  '2.16.840.1.101.3.4.2.15': 'sha3-384',
  '2.16.840.1.101.3.4.2.16': 'sha3-512',
  '1.2.156.10197.1.401.2': 'sm3',
  '1.2.156.10197.1.401.3.1': 'sm3',
};

/** Returns the hash of an OID. Undefined where this runtime lacks it. */
export function hashOf(oid: string): HashKind | undefined {
  const kind = hashes[oid];
  return kind && isThere(kind.name) ? kind : undefined;
}

/** Returns the hash of an HMAC; undefined where this runtime lacks it. */
export function hmacHashOf(oid: string): string | undefined {
  const name = hmacs[oid];
  return name !== undefined && isThere(name) ? name : undefined;
}

export const hashLength = (name: string): number => hash(name)?.length ?? 0;

const isThere = (name: string): boolean => hash(name) !== undefined;

/**
 * Hashes `first` so many times more, as PKCS#12 derives its keys: hundreds of thousands of times. Each is one block,
 * for which a call into `node:crypto` takes ten times as long as the arithmetic itself; SHA-1 and SHA-256 are computed
 * here instead. Undefined where this runtime lacks the hash.
 */
export function repeatHash(name: string, first: Buffer, times: number): Buffer | undefined {
  if (name === 'sha1' && first.length === 20) return inWords(first, times, sha1Again);
  if (name === 'sha256' && first.length === 32) return inWords(first, times, sha256Again);
  let made: Buffer | undefined = first;
  for (let round = 0; round < times && made; round++) made = hash(name, made);
  return made;
}

function inWords(first: Buffer, times: number, again: (state: Int32Array, times: number) => void): Buffer {
  const state = Int32Array.from({ length: first.length / 4 }, (_, index) => first.readInt32BE(4 * index));
  again(state, times);
  const made = Buffer.alloc(first.length);
  state.forEach((word, index) => made.writeInt32BE(word, 4 * index));
  return made;
}

/**
 * Computes SHA-1 (FIPS 180-4 §6.1.2) of a message of 20 bytes: the hash itself, a bit, zeros, and its length in bits.
 */
function sha1Again(state: Int32Array, times: number): void {
  const w = new Int32Array(80);
  for (let round = 0; round < times; round++) {
    w.set(state);
    w[5] = 0x80000000 | 0;
    w.fill(0, 6, 15);
    w[15] = 160;
    for (let t = 16; t < 80; t++) {
      const x = (w[t - 3] ?? 0) ^ (w[t - 8] ?? 0) ^ (w[t - 14] ?? 0) ^ (w[t - 16] ?? 0);
      w[t] = (x << 1) | (x >>> 31);
    }
    let a = 0x67452301 | 0;
    let b = 0xefcdab89 | 0;
    let c = 0x98badcfe | 0;
    let d = 0x10325476 | 0;
    let e = 0xc3d2e1f0 | 0;
    for (let t = 0; t < 80; t++) {
      const f = t < 20 ? (b & c) | (~b & d) : t < 40 || t >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
      const k = t < 20 ? 0x5a827999 : t < 40 ? 0x6ed9eba1 : t < 60 ? 0x8f1bbcdc : 0xca62c1d6;
      const next = (((a << 5) | (a >>> 27)) + f + e + k + (w[t] ?? 0)) | 0;
      e = d;
      d = c;
      c = (b << 30) | (b >>> 2);
      b = a;
      a = next;
    }
    state[0] = a + 0x67452301;
    state[1] = b + 0xefcdab89;
    state[2] = c + 0x98badcfe;
    state[3] = d + 0x10325476;
    state[4] = e + 0xc3d2e1f0;
  }
}

/** Computes SHA-256 (FIPS 180-4 §6.2.2) of a message of 32 bytes. */
function sha256Again(state: Int32Array, times: number): void {
  const w = new Int32Array(64);
  for (let round = 0; round < times; round++) {
    w.set(state);
    w[8] = 0x80000000 | 0;
    w.fill(0, 9, 15);
    w[15] = 256;
    for (let t = 16; t < 64; t++) {
      const x = w[t - 15] ?? 0;
      const y = w[t - 2] ?? 0;
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[t] = (w[t - 16] ?? 0) + s0 + (w[t - 7] ?? 0) + s1;
    }
    let a: number = sha256Start[0];
    let b: number = sha256Start[1];
    let c: number = sha256Start[2];
    let d: number = sha256Start[3];
    let e: number = sha256Start[4];
    let f: number = sha256Start[5];
    let g: number = sha256Start[6];
    let h: number = sha256Start[7];
    for (let t = 0; t < 64; t++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (sha256Constants[t] ?? 0) + (w[t] ?? 0)) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    state[0] = a + sha256Start[0];
    state[1] = b + sha256Start[1];
    state[2] = c + sha256Start[2];
    state[3] = d + sha256Start[3];
    state[4] = e + sha256Start[4];
    state[5] = f + sha256Start[5];
    state[6] = g + sha256Start[6];
    state[7] = h + sha256Start[7];
  }
}

/** Fractional parts of square roots of the first eight primes, as signed words. */
const sha256Start = [
  1779033703, -1150833019, 1013904242, -1521486534, 1359893119, -1694144372, 528734635, 1541459225,
] as const;

/** Fractional parts of cube roots of the first 64 primes. */
const sha256Constants = Int32Array.from([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);
