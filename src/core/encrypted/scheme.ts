/**
 * Reads what an AlgorithmIdentifier of encryption asks for: PBES2 and PBES1 (RFC 8018 §A), PBE of PKCS#12 (RFC 7292
 * §C).
 */
import type { DerValue } from '../asn1/der';
import { DerError } from '../asn1/der';
import { oidText } from '../asn1/oid';
import { contentBytes, expectTag, octets, sequenceOf, tags } from '../asn1/values';
import type { Cipher } from './cipher';
import { decrypt, shapeOf } from './cipher';
import { cannotOpenHere } from './decryptResult';
import type { Attempt, Derivation } from './derive';
import { derive } from './derive';
import { hmacHashOf } from './hashes';
import { payForDeciphering } from './workBudget';

export interface Scheme {
  readonly derivation: Derivation;
  readonly cipher: Cipher;
  /** Undefined where the derivation makes it. */
  readonly iv: Buffer | undefined;
}

/** Reads an encryption scheme. @throws DecryptError @throws DerError */
export function parseScheme(algorithm: DerValue | undefined): Scheme {
  const [oidValue, parameters] = sequenceOf(algorithm, 'The encryption');
  const oid = oidText(oidValue, 'The encryption');
  if (oid === '1.2.840.113549.1.5.13') return parsePbes2(parameters);
  const row = oneStep[oid];
  if (!row) throw cannotOpenHere({ text: 'Its encryption is not known here: {oid}.', values: { oid } });
  const [salt, rounds] = sequenceOf(parameters, 'The encryption');
  const common = { salt: octets(salt, tags.octetString, 'The salt'), iterations: parseIterations(rounds) };
  return { derivation: row.derivation(common), cipher: row.cipher, iv: undefined };
}

/** Decrypts data that a scheme protects. @throws DecryptError */
export function decryptUnder({ derivation, cipher, iv }: Scheme, password: Attempt, data: Buffer): Buffer {
  payForDeciphering(password.budget, cipher, data.length);
  const derived = derive(derivation, password, shapeOf(cipher));
  try {
    return decrypt(cipher, { key: derived.key, iv: iv ?? derived.iv ?? Buffer.alloc(0), data });
  } finally {
    derived.key.fill(0);
  }
}

interface Common {
  readonly salt: Buffer;
  readonly iterations: number;
}
interface OneStep {
  readonly derivation: (common: Common) => Derivation;
  readonly cipher: Cipher;
}

const pbes1 = (hash: string, cipher: Cipher): OneStep => ({
  derivation: (common) => ({ kind: 'pbkdf1', hash, ...common }),
  cipher,
});
const pkcs12 = (cipher: Cipher): OneStep => ({
  derivation: (common) => ({ kind: 'pkcs12', hash: { name: 'sha1', block: 64 }, ...common }),
  cipher,
});
const named = (name: string): Cipher => ({ kind: 'named', name });
const rc2 = (bits: number, keyLength = bits / 8): Cipher => ({ kind: 'rc2', bits, keyLength });
const rc4 = (bits: number): Cipher => ({ kind: 'rc4', keyLength: bits / 8 });

/** Schemes whose derivation makes key and initialisation vector alike. */
const oneStep: Readonly<Record<string, OneStep>> = {
  '1.2.840.113549.1.5.3': pbes1('md5', named('des-cbc')),
  '1.2.840.113549.1.5.6': pbes1('md5', rc2(64)),
  '1.2.840.113549.1.5.10': pbes1('sha1', named('des-cbc')),
  '1.2.840.113549.1.5.11': pbes1('sha1', rc2(64)),
  '1.2.840.113549.1.12.1.1': pkcs12(rc4(128)),
  '1.2.840.113549.1.12.1.2': pkcs12(rc4(40)),
  '1.2.840.113549.1.12.1.3': pkcs12(named('des-ede3-cbc')),
  '1.2.840.113549.1.12.1.4': pkcs12(named('des-ede-cbc')),
  '1.2.840.113549.1.12.1.5': pkcs12(rc2(128)),
  '1.2.840.113549.1.12.1.6': pkcs12(rc2(40)),
};

/** Ciphers of PBES2 whose parameter is the initialisation vector. */
const vectorCiphers: Readonly<Record<string, string>> = {
  '1.3.14.3.2.7': 'des-cbc',
  '1.2.840.113549.3.7': 'des-ede3-cbc',
  '2.16.840.1.101.3.4.1.2': 'aes-128-cbc',
  '2.16.840.1.101.3.4.1.22': 'aes-192-cbc',
  '2.16.840.1.101.3.4.1.42': 'aes-256-cbc',
  '2.16.840.1.101.3.4.1.3': 'aes-128-ofb',
  '2.16.840.1.101.3.4.1.23': 'aes-192-ofb',
  '2.16.840.1.101.3.4.1.43': 'aes-256-ofb',
  '2.16.840.1.101.3.4.1.4': 'aes-128-cfb',
  '2.16.840.1.101.3.4.1.24': 'aes-192-cfb',
  '2.16.840.1.101.3.4.1.44': 'aes-256-cfb',
  '1.2.392.200011.61.1.1.1.2': 'camellia-128-cbc',
  '1.2.392.200011.61.1.1.1.3': 'camellia-192-cbc',
  '1.2.392.200011.61.1.1.1.4': 'camellia-256-cbc',
  '1.2.156.10197.1.104.2': 'sm4-cbc',
  '1.2.410.200046.1.1.2': 'aria-128-cbc',
  '1.2.410.200046.1.1.7': 'aria-192-cbc',
  '1.2.410.200046.1.1.12': 'aria-256-cbc',
};

function parsePbes2(parameters: DerValue | undefined): Scheme {
  const [derivation, cipher] = sequenceOf(parameters, 'The encryption');
  const { keyLength, ...derived } = parseDerivation(derivation);
  return { ...derived, ...parseCipher(cipher, keyLength) };
}

/**
 * Reads a derivation, and how many bytes it says that it makes. PBMAC1 uses the same. @throws DecryptError @throws
 * DerError
 */
export function parseDerivation(value: DerValue | undefined): {
  readonly derivation: Derivation;
  readonly keyLength: number | undefined;
} {
  const [oidValue, parameters] = sequenceOf(value, 'The key derivation');
  const oid = oidText(oidValue, 'The key derivation');
  const [saltValue, ...rest] = sequenceOf(parameters, 'The key derivation');
  const salt = octets(saltValue, tags.octetString, 'The salt');
  const numbers = rest.filter(({ tag }) => tag === tags.integer);
  if (oid === '1.2.840.113549.1.5.12') {
    const [rounds, length] = numbers;
    const prf = rest.find(({ tag }) => tag === tags.sequence);
    const prfOid = prf ? oidText(prf.children[0], 'The key derivation') : '1.2.840.113549.2.7';
    const hash = hmacHashOf(prfOid);
    if (!hash) throw cannotOpenHere({ text: 'Its key derivation is not known here: {oid}.', values: { oid: prfOid } });
    return {
      derivation: { kind: 'pbkdf2', hash, salt, iterations: parseIterations(rounds) },
      keyLength: length && parseNumber(length),
    };
  }
  if (oid === '1.3.6.1.4.1.11591.4.11') {
    const [cost = 0, blockSize = 0, parallel = 0] = numbers.map(parseNumber);
    return {
      derivation: { kind: 'scrypt', salt, cost, blockSize, parallel },
      keyLength: numbers[3] && parseNumber(numbers[3]),
    };
  }
  throw cannotOpenHere({ text: 'Its key derivation is not known here: {oid}.', values: { oid } });
}

function parseCipher(
  value: DerValue | undefined,
  keyLength: number | undefined,
): { readonly cipher: Cipher; readonly iv: Buffer } {
  const [oidValue, parameter] = sequenceOf(value, 'The cipher');
  const oid = oidText(oidValue, 'The cipher');
  if (oid === '1.2.840.113549.3.2') return parseRc2(value, keyLength);
  const name = vectorCiphers[oid];
  if (!name) throw cannotOpenHere({ text: 'Its cipher is not known here: {oid}.', values: { oid } });
  if (keyLength !== undefined && keyLength !== shapeOf(named(name)).keyLength) throw noSuchKey(value);
  return { cipher: named(name), iv: octets(parameter, tags.octetString, 'The initialisation vector') };
}

/**
 * Reads the parameters of RC2 (RFC 8018 §B.2.3): the version stands for the effective bits; without one they are 32.
 */
function parseRc2(
  value: DerValue | undefined,
  keyLength: number | undefined,
): { readonly cipher: Cipher; readonly iv: Buffer } {
  const parameter = sequenceOf(value, 'The cipher')[1];
  const isBare = parameter?.tag === tags.octetString;
  const parts = isBare ? [parameter] : sequenceOf(parameter, 'The cipher');
  const version = parts.find(({ tag }) => tag === tags.integer);
  const bits = version ? rc2Bits(parseNumber(version)) : 32;
  if (keyLength !== undefined && keyLength > 128) throw noSuchKey(value);
  return {
    cipher: rc2(bits, keyLength ?? bits / 8),
    iv: octets(parts.at(-1), tags.octetString, 'The initialisation vector'),
  };
}

function rc2Bits(version: number): number {
  const bits = { 160: 40, 120: 64, 58: 128 }[version] ?? version;
  if (bits > 1024 || bits < 8) throw new DerError('No RC2 key has this size.', 0);
  return bits;
}

export const parseIterations = (value: DerValue | undefined): number =>
  parseNumber(expectTag(value, tags.integer, 'The iteration count'));

const noSuchKey = (value: DerValue | undefined): DerError => new DerError('No key has this length.', value?.start ?? 0);

/** Reads a positive INTEGER. Infinity for one that is out of all bounds. */
function parseNumber(value: DerValue): number {
  const bytes = contentBytes(value);
  if (bytes.length === 0 || (bytes[0] ?? 0) >= 0x80) throw new DerError('A count is negative.', value.start);
  const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  if (number === 0) throw new DerError('A count is zero.', value.start);
  return number;
}
