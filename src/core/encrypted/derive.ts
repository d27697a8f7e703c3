/** Derives keys from passwords: RFC 8018, RFC 7914, RFC 7292 §B.2, and OpenSSL's derivation for RFC 1421. */
import { hash, pbkdf2, scrypt } from '../crypto';
import { cannotOpenHere } from './decryptResult';
import type { HashKind } from './hashes';
import { repeatHash } from './hashes';
import type { WorkBudget } from './workBudget';
import { payForDerivation } from './workBudget';

export type Derivation =
  | { readonly kind: 'pbkdf2'; readonly hash: string; readonly salt: Buffer; readonly iterations: number }
  | {
      readonly kind: 'scrypt';
      readonly salt: Buffer;
      readonly cost: number;
      readonly blockSize: number;
      readonly parallel: number;
    }
  | { readonly kind: 'pbkdf1'; readonly hash: string; readonly salt: Buffer; readonly iterations: number }
  | {
      readonly kind: 'pkcs12';
      readonly hash: HashKind;
      readonly salt: Buffer;
      readonly iterations: number;
      readonly purpose?: 'mac';
    }
  | { readonly kind: 'legacy'; readonly salt: Buffer };

export interface DerivedLengths {
  readonly keyLength: number;
  /** The length of the initialisation vector, for derivations that make that too. */
  readonly ivLength: number;
}

export interface Derived {
  readonly key: Buffer;
  /** Undefined where it is written beside the derivation instead. */
  readonly iv?: Buffer;
}

/** Derives a key. @throws DecryptError */
export function derive(derivation: Derivation, attempt: Attempt, wanted: DerivedLengths): Derived {
  payForDerivation(attempt.budget, derivation, { password: attempt, wanted });
  const { bytes, wide } = attempt;
  const { keyLength, ivLength } = wanted;
  switch (derivation.kind) {
    case 'pbkdf2':
      return { key: orRefuse(pbkdf2({ ...derivation, password: bytes, length: keyLength })) };
    case 'scrypt':
      return { key: orRefuse(scrypt({ ...derivation, password: bytes, length: keyLength })) };
    case 'pbkdf1': {
      const made = pbkdf1(derivation, bytes);
      return { key: made.subarray(0, keyLength), iv: made.subarray(8, 8 + ivLength) };
    }
    case 'pkcs12': {
      const make = (purpose: DerivationPurpose, length: number) =>
        derivePkcs12({ ...derivation, password: wide, purpose, length });
      return { key: make(derivation.purpose ?? 'key', keyLength), iv: make('iv', ivLength) };
    }
    case 'legacy':
      return { key: bytesToKey(derivation.salt, bytes, keyLength) };
  }
}

/** Derives by PBKDF1 (RFC 8018 §5.1). */
function pbkdf1({ hash: name, salt, iterations }: Derivation & { readonly kind: 'pbkdf1' }, password: Buffer): Buffer {
  return again(name, digest(name, password, salt), iterations - 1);
}

/** Derives by EVP_BytesToKey with MD5 and one round, as every reader of RFC 1421 encryption does. */
function bytesToKey(salt: Buffer, password: Buffer, length: number): Buffer {
  let made: Buffer = Buffer.alloc(0);
  let last: Buffer = Buffer.alloc(0);
  while (made.length < length) {
    last = digest('md5', last, password, salt);
    made = Buffer.concat([made, last]);
  }
  return made.subarray(0, length);
}

type DerivationPurpose = 'key' | 'iv' | 'mac';

const purposeIds: Readonly<Record<DerivationPurpose, number>> = { key: 1, iv: 2, mac: 3 };

interface Pkcs12Derivation {
  readonly hash: HashKind;
  readonly salt: Buffer;
  readonly iterations: number;
  /** The password in the form of {@link PasswordForm.wide}. */
  readonly password: Buffer;
  readonly purpose: DerivationPurpose;
  readonly length: number;
}

/** Derives as RFC 7292 §B.2 says. */
function derivePkcs12({
  hash: { name, block },
  salt,
  iterations,
  password,
  purpose,
  length,
}: Pkcs12Derivation): Buffer {
  const diversifier = Buffer.alloc(block, purposeIds[purpose]);
  const input = Buffer.concat([stretch(salt, block), stretch(password, block)]);
  const parts: Buffer[] = [];
  for (let have = 0; have < length;) {
    const part = again(name, digest(name, diversifier, input), iterations - 1);
    parts.push(part);
    have += part.length;
    const step = Buffer.alloc(block, part);
    for (let at = 0; at < input.length; at += block) addWithOne(input.subarray(at, at + block), step);
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** Repeats bytes to whole blocks; none of nothing. */
const stretch = (bytes: Buffer, block: number): Buffer =>
  bytes.length === 0 ? bytes : Buffer.alloc(block * Math.ceil(bytes.length / block), bytes);

/** Adds `step + 1` to `target`, big-endian; what flows over is dropped. */
function addWithOne(target: Buffer, step: Buffer): void {
  let carry = 1;
  for (let at = target.length - 1; at >= 0; at--) {
    carry += (target[at] ?? 0) + (step[at] ?? 0);
    target[at] = carry & 0xff;
    carry >>= 8;
  }
}

const digest = (name: string, ...parts: readonly Uint8Array[]): Buffer => orRefuse(hash(name, ...parts));

const again = (name: string, first: Buffer, times: number): Buffer => orRefuse(repeatHash(name, first, times));

function orRefuse(made: Buffer | undefined): Buffer {
  if (!made) throw cannotOpenHere('This runtime lacks the hash that its password goes through.');
  return made;
}

/** A password as bytes, in the two ways that formats take it. */
export interface PasswordForm {
  /** For PBES1, PBES2, PBMAC1 and RFC 1421. */
  readonly bytes: Buffer;
  /** A BMPString with its terminator, for the derivation of RFC 7292 §B.1. */
  readonly wide: Buffer;
}

/** A password that is tried, and what trying may cost. */
export interface Attempt extends PasswordForm {
  readonly budget: WorkBudget;
}

/** Returns all {@link passwordForms}, paid for out of one budget. */
export const toAttempts = (password: string, budget: WorkBudget): readonly Attempt[] =>
  passwordForms(password).map((form) => ({ ...form, budget }));

/**
 * Returns every way that programs turn this password into bytes, likeliest first. An empty one is written with and
 * without terminator; beyond ASCII, older programs took bytes for characters.
 */
function passwordForms(password: string): readonly PasswordForm[] {
  const utf8 = Buffer.from(password, 'utf8');
  if (password === '')
    return [
      { bytes: utf8, wide: wide('') },
      { bytes: utf8, wide: Buffer.alloc(0) },
    ];
  const usual = { bytes: utf8, wide: wide(password) };
  if (utf8.length === password.length) return [usual];
  const latin1 = Buffer.from(password, 'latin1');
  const isLatin1 = latin1.toString('latin1') === password;
  return [
    usual,
    { bytes: utf8, wide: wide(utf8.toString('latin1')) },
    ...(isLatin1 ? [{ bytes: latin1, wide: wide(password) }] : []),
  ];
}

const wide = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le').swap16();
