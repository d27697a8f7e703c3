import type { DerValue } from '../asn1/der';
import { DerError } from '../asn1/der';
import { oidText } from '../asn1/oid';
import { octets, sequenceOf, tags } from '../asn1/values';
import { hmac, isSameSecret } from '../crypto';
import { DecryptError } from './decryptResult';
import type { Attempt } from './derive';
import { derive } from './derive';
import { hashLength, hashOf, hmacHashOf } from './hashes';
import { parseDerivation, parseIterations } from './scheme';

/** Returns true if a password is the one that protects the file. */
export type MacCheck = (password: Attempt) => boolean;

/**
 * Reads MacData (RFC 7292 §4; RFC 9579 for PBMAC1).
 * @returns undefined where this runtime lacks what it was made with: then it cannot be checked
 * @throws DecryptError
 * @throws DerError
 */
export function parseMac(value: DerValue, content: Buffer): MacCheck | undefined {
  const [digestInfo, saltValue, rounds] = sequenceOf(value, 'The integrity check');
  const [algorithm, digestValue] = sequenceOf(digestInfo, 'The integrity check');
  const [oidValue, parameters] = sequenceOf(algorithm, 'The integrity check');
  const oid = oidText(oidValue, 'The integrity check');
  const expected = octets(digestValue, tags.octetString, 'The integrity check');
  if (oid === '1.2.840.113549.1.5.14') return parsePbmac1(parameters, { content, expected, digestValue });
  const hash = hashOf(oid);
  if (!hash) return undefined;
  const salt = octets(saltValue, tags.octetString, 'The salt');
  const iterations = rounds ? parseIterations(rounds) : 1;
  const length = lengthOf(hash.name, expected, digestValue);
  return (password) => {
    const { key } = derive({ kind: 'pkcs12', purpose: 'mac', hash, salt, iterations }, password, {
      keyLength: length,
      ivLength: 0,
    });
    return isSameSecret(hmac(hash.name, key, content), expected);
  };
}

/**
 * Returns the number of bytes of the hash, which is that of the MAC as well.
 * @throws DerError
 */
function lengthOf(hash: string, mac: Buffer, value: DerValue | undefined): number {
  const length = hashLength(hash);
  if (mac.length !== length)
    throw new DerError('The integrity check has another length than its hash.', value?.start ?? 0);
  return length;
}

interface Pbmac1Parts {
  readonly content: Buffer;
  readonly expected: Buffer;
  readonly digestValue: DerValue | undefined;
}

function parsePbmac1(
  parameters: DerValue | undefined,
  { content, expected, digestValue }: Pbmac1Parts,
): MacCheck | undefined {
  const [derivationValue, schemeValue] = sequenceOf(parameters, 'The integrity check');
  const hash = hmacHashOf(oidText(sequenceOf(schemeValue, 'The integrity check')[0], 'The integrity check'));
  if (!hash) return undefined;
  const parsed = derivationOf(derivationValue);
  const keyLength = lengthOf(hash, expected, digestValue);
  // RFC 9579 §4: the key is as long as the hash.
  if (parsed?.keyLength !== undefined && parsed.keyLength !== keyLength)
    throw new DerError('No key has this length.', derivationValue?.start ?? 0);
  return (
    parsed &&
    ((password) => {
      const { key } = derive(parsed.derivation, password, { keyLength, ivLength: 0 });
      return isSameSecret(hmac(hash, key, content), expected);
    })
  );
}

function derivationOf(value: DerValue | undefined): ReturnType<typeof parseDerivation> | undefined {
  try {
    return parseDerivation(value);
  } catch (error) {
    if (error instanceof DecryptError && error.result.status === 'cannotOpenHere') return undefined;
    throw error;
  }
}
