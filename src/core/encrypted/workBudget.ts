/**
 * Limits what opening a protected file may cost: one measure for every scheme, and one sum for all that one file asks
 * for.
 */
import { hash } from '../crypto';
import type { Trigger } from '../limits';
import { limitsOf } from '../limits';
import type { Cipher } from './cipher';
import { tooSlow } from './decryptResult';
import type { Derivation, DerivedLengths, PasswordForm } from './derive';

/**
 * Work in rounds: one is about what PBKDF2 with SHA-256 does in one round for one block of its key, some microsecond.
 */
export type Rounds = number;

/** The work that one attempt may still cost. Every derivation and deciphering is paid for before it starts. */
export class WorkBudget {
  private left: Rounds;
  private readonly bytes: number;

  constructor(trigger: Trigger) {
    const { derivationRounds, derivationBytes } = limitsOf[trigger];
    this.left = derivationRounds;
    this.bytes = derivationBytes;
  }

  /** Takes from the budget. @throws DecryptError where that is more than is left, in rounds or in bytes of memory */
  spend(rounds: Rounds, bytes = 0): void {
    // The other way round than one would write it: what is no number is too much.
    if (!(rounds <= this.left && bytes <= this.bytes)) throw tooSlow();
    this.left -= rounds;
  }
}

/** Pays for a derivation. @throws DecryptError */
export function payForDerivation(
  budget: WorkBudget,
  derivation: Derivation,
  { password, wanted }: { readonly password: PasswordForm; readonly wanted: DerivedLengths },
): void {
  const isScrypt = derivation.kind === 'scrypt';
  budget.spend(derivationRounds(derivation, password, wanted), isScrypt ? scryptBytes(derivation) : 0);
}

/** Pays for deciphering. @throws DecryptError */
export const payForDeciphering = (budget: WorkBudget, cipher: Cipher, length: number): void =>
  budget.spend(Math.ceil(length / bytesARound[cipher.kind]));

/** Bytes deciphered in one round; RC2 and RC4 are written in JavaScript here. */
const bytesARound: Readonly<Record<Cipher['kind'], number>> = { named: 512, rc2: 8, rc4: 64 };

function derivationRounds(
  derivation: Derivation,
  { bytes, wide }: PasswordForm,
  { keyLength, ivLength }: DerivedLengths,
): Rounds {
  switch (derivation.kind) {
    case 'pbkdf2': {
      const blocks = blocksOf(derivation.hash, keyLength);
      return (
        blocks * weightOf(derivation.hash) * (derivation.iterations + rest(derivation.salt.length)) + rest(bytes.length)
      );
    }
    case 'pkcs12': {
      const { name } = derivation.hash;
      const blocks = blocksOf(name, keyLength) + blocksOf(name, ivLength);
      return blocks * weightOf(name) * (derivation.iterations + rest(derivation.salt.length + wide.length));
    }
    case 'pbkdf1':
      return weightOf(derivation.hash) * (derivation.iterations + rest(derivation.salt.length + bytes.length));
    case 'scrypt':
      return (
        2 * derivation.cost * derivation.blockSize * derivation.parallel + rest(derivation.salt.length + bytes.length)
      );
    case 'legacy':
      return blocksOf('md5', keyLength) * (1 + rest(bytes.length));
  }
}

/** Returns the memory of scrypt (RFC 7914 §6): its table, and a block for each thread. */
const scryptBytes = ({ cost, blockSize, parallel }: Derivation & { readonly kind: 'scrypt' }): number =>
  128 * blockSize * (cost + parallel + 2);

/** Counts the blocks of a hash that so many bytes take. */
const blocksOf = (name: string, length: number): number => Math.ceil(length / (hash(name)?.length ?? 1));

/** Converts bytes that are hashed once to rounds. */
const rest = (length: number): Rounds => Math.ceil(length / 64);

const weightOf = (name: string): number => weights.find(([names]) => names.test(name))?.[1] ?? 1;

/** Factors by which hashes are slower than SHA-256, where they are. */
const weights: readonly (readonly [names: RegExp, weight: number])[] = [
  [/^sha3/, 4],
  [/^(sha384|sha512|blake2b|sm3|ripemd)/, 2],
];
