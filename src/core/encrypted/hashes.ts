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

/** Returns the length of a hash in bytes. */
export const hashLength = (name: string): number => hash(name)?.length ?? 0;

const isThere = (name: string): boolean => hash(name) !== undefined;
