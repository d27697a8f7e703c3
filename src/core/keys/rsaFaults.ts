/** Finds public RSA keys whose private key can be computed, or that do nothing, from the public key alone. */
import type { DerValue } from '../asn1/der';
import { DerError, parseDer, reading } from '../asn1/der';
import { bits, contentBytes, sequenceOf, tags } from '../asn1/values';
import { limits } from '../limits';

export type RsaFault =
  /** The modulus has a factor below 1,000, or is even. */
  | 'smallFactor'
  /** The two primes lie so close together that Fermat's method finds them. */
  | 'closePrimes'
  /** CVE-2017-15361: its primes are of the form that Infineon's library made. */
  | 'roca';

export interface RsaNumbers {
  readonly modulus: bigint;
  readonly exponent: bigint;
}

/**
 * Reads the numbers of an RSA SubjectPublicKeyInfo, if they are small enough to compute with. Undefined for other keys.
 */
export function rsaNumbers(spki: Uint8Array): RsaNumbers | undefined {
  const numbers = reading(() => {
    const [, key] = sequenceOf(parseDer(spki), 'The public key');
    const [modulus, exponent] = sequenceOf(parseDer(bits(key, 'The RSA key').bytes), 'The RSA key');
    return { modulus: toBigInt(modulus), exponent: toBigInt(exponent) };
  });
  return numbers.ok ? numbers.value : undefined;
}

function toBigInt(value: DerValue | undefined): bigint {
  if (value?.tag !== tags.integer) throw new DerError('An integer is missing.', value?.start ?? 0);
  const bytes = contentBytes(value);
  if (bytes.length === 0 || bytes.length > limits.rsaBits / 8 + 1)
    throw new DerError('An integer is too large.', value.start);
  return BigInt(`0x${bytes.toString('hex')}`);
}

/** Finds a fault. Takes some microseconds a key. */
export function rsaFault({ modulus }: RsaNumbers): RsaFault | undefined {
  // Tests of other software use moduli that are no numbers of a key at all.
  if (modulus < 1n << 256n) return undefined;
  if (hasSmallFactor(modulus)) return 'smallFactor';
  if (isOfRocaForm(modulus)) return 'roca';
  return hasClosePrimes(modulus) ? 'closePrimes' : undefined;
}

const smallPrimes: readonly bigint[] = primesBelow(1000).map(BigInt);

function primesBelow(limit: number): readonly number[] {
  const primes: number[] = [];
  for (let n = 2; n < limit; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}

/** The small primes in groups whose product is still an exact number: one division of the modulus serves a group. */
const primeGroups: readonly { readonly product: bigint; readonly primes: readonly number[] }[] = groupsOf(
  primesBelow(1000),
);

function groupsOf(primes: readonly number[]): readonly { product: bigint; primes: readonly number[] }[] {
  const groups: { product: bigint; primes: number[] }[] = [];
  for (const prime of primes) {
    const last = groups.at(-1);
    if (last && Number(last.product) * prime <= Number.MAX_SAFE_INTEGER) {
      last.product *= BigInt(prime);
      last.primes.push(prime);
    } else groups.push({ product: BigInt(prime), primes: [prime] });
  }
  return groups;
}

const hasSmallFactor = (modulus: bigint): boolean =>
  primeGroups.some(({ product, primes }) => {
    const rest = Number(modulus % product);
    return primes.some((prime) => rest % prime === 0);
  });

/**
 * Returns whether a modulus is of Infineon's form: M. Nemec and others, “The Return of Coppersmith's Attack”, 2017, §3:
 * the primes, and so the modulus, are powers of 65537 modulo each of the small primes from 3 to 167. One modulus in
 * some 2^27 is so by chance.
 */
const isOfRocaForm = (modulus: bigint): boolean => powers.every(({ prime, reached }) => reached.has(modulus % prime));

const powers = smallPrimes
  .filter((prime) => prime > 2n && prime <= 167n)
  .map((prime) => {
    const reached = new Set<bigint>();
    for (let power = 1n; !reached.has(power); power = (power * 65537n) % prime) reached.add(power);
    return { prime, reached };
  });

/** Rounds of Fermat's method: keys that it opens in more are not made by the known faulty generators. */
const fermatRounds = 100;

/**
 * Tries Fermat's method: `n = a² - b²` for an `a` just above the root (CVE-2022-26320; Baseline Requirements §6.1.1.3).
 */
function hasClosePrimes(modulus: bigint): boolean {
  let a = squareRoot(modulus);
  if (a * a < modulus) a++;
  let rest = a * a - modulus;
  for (let round = 0; round < fermatRounds; round++) {
    if (isSquare(rest)) return true;
    rest += 2n * a + 1n;
    a++;
  }
  return false;
}

/**
 * Returns whether a number is a square. Takes a root only of one number in a hundred, which leaves the remainders of a
 * square.
 */
function isSquare(number: bigint): boolean {
  if (squareEnds[Number(BigInt.asUintN(6, number))] !== true) return false;
  const rest = Number(number % restsProduct);
  if (squareRests.some(({ modulus, isRest }) => isRest[rest % modulus] !== true)) return false;
  const root = squareRoot(number);
  return root * root === number;
}

/** Lists for each number below `modulus` whether it is the remainder of a square. */
function restsOfSquares(modulus: number): readonly boolean[] {
  const isRest = new Array<boolean>(modulus).fill(false);
  for (let n = 0; n < modulus; n++) isRest[(n * n) % modulus] = true;
  return isRest;
}

const squareEnds = restsOfSquares(64);
const squareRests = [63, 65, 11].map((modulus) => ({ modulus, isRest: restsOfSquares(modulus) }));
const restsProduct = BigInt(63 * 65 * 11);

/** Returns the whole part of the square root (Newton's method, from above). */
function squareRoot(number: bigint): bigint {
  if (number < 2n) return number;
  // From the root of the first bits, which are as many as a number holds exactly.
  const digits = number.toString(16).length;
  const half = BigInt(Math.max(0, digits - 12) * 2);
  let root = BigInt(Math.floor(Math.sqrt(Number(number >> (half * 2n)))) + 1) << half;
  for (;;) {
    const next = (root + number / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
