/** The kind of block that a PEM label names. */
export type PemKind =
  | 'certificate'
  | 'privateKey'
  | 'encryptedPrivateKey'
  | 'certificateRequest'
  | 'crl'
  | 'publicKey'
  | 'pkcs7'
  | 'parameters'
  | 'other';

/** RFC 7468 §4 to §13 and the older spellings OpenSSL still reads (pem.h). */
const kinds: ReadonlyMap<string, PemKind> = new Map<string, PemKind>([
  ['CERTIFICATE', 'certificate'],
  ['X509 CERTIFICATE', 'certificate'],
  ['X.509 CERTIFICATE', 'certificate'],
  ['TRUSTED CERTIFICATE', 'certificate'],
  ['ENCRYPTED PRIVATE KEY', 'encryptedPrivateKey'],
  ['CERTIFICATE REQUEST', 'certificateRequest'],
  ['NEW CERTIFICATE REQUEST', 'certificateRequest'],
  ['X509 CRL', 'crl'],
  ['CRL', 'crl'],
  ['PUBLIC KEY', 'publicKey'],
  ['RSA PUBLIC KEY', 'publicKey'],
  ['EC PUBLIC KEY', 'publicKey'],
  ['DSA PUBLIC KEY', 'publicKey'],
  ['PKCS7', 'pkcs7'],
  ['PKCS #7 SIGNED DATA', 'pkcs7'],
  ['CMS', 'pkcs7'],
  ['EC PARAMETERS', 'parameters'],
  ['DH PARAMETERS', 'parameters'],
  ['X9.42 DH PARAMETERS', 'parameters'],
  ['DSA PARAMETERS', 'parameters'],
]);

/**
 * Returns the kind of the block with this label. Anything that calls itself a private key is treated as one, whatever
 * its maker.
 */
export function kindOfLabel(label: string): PemKind {
  const known = kinds.get(label);
  if (known) return known;
  return label.endsWith('PRIVATE KEY') || label.endsWith('PRIVATE KEY BLOCK') ? 'privateKey' : 'other';
}

/**
 * Returns whether a label is of armour that looks like PEM and is not: its body is no plain base64 (RFC 9580 §6.2), so
 * nothing in it is an error.
 */
export const isForeignLabel = (label: string): boolean => label.startsWith('PGP ') || kindOfLabel(label) === 'other';

/** Returns whether its lines are laid out by other rules than those of RFC 7468: what is no PEM, and OpenSSH's keys. */
export const hasOwnLayout = (label: string): boolean => isForeignLabel(label) || label === 'OPENSSH PRIVATE KEY';

/** Labels that others are misspelt from. */
const oftenMeant = [
  'CERTIFICATE',
  'X509 CERTIFICATE',
  'TRUSTED CERTIFICATE',
  'CERTIFICATE REQUEST',
  'NEW CERTIFICATE REQUEST',
  'PRIVATE KEY',
  'RSA PRIVATE KEY',
  'EC PRIVATE KEY',
  'ENCRYPTED PRIVATE KEY',
  'X509 CRL',
] as const;

const knownPrivateKeys: ReadonlySet<string> = new Set([...oftenMeant, 'DSA PRIVATE KEY', 'ANY PRIVATE KEY']);

/**
 * Returns the label that a wrong one was meant as: another case, a letter or two wrong, swapped, missing or too many.
 */
export function meantLabel(label: string): string | undefined {
  const kind = kindOfLabel(label);
  if (label.length > 40 || label.startsWith('PGP ') || knownPrivateKeys.has(label)) return undefined;
  if (kind !== 'other' && kind !== 'privateKey') return undefined;
  const upper = label.toUpperCase();
  const exact = oftenMeant.find((each) => each === upper);
  return exact ?? oftenMeant.find((each) => distance(upper, each) <= (each.length > 9 ? 2 : 1));
}

/** Returns the side of a block that a word was meant as, with one letter wrong, swapped, missing or too many. */
export function meantSide(word: string): 'begin' | 'end' | undefined {
  const upper = word.toUpperCase();
  if (distance(upper, 'BEGIN') <= 1) return 'begin';
  // Not AND, nor any other word that is its own.
  return upper.startsWith('E') && upper.length > 1 && distance(upper, 'END') <= 1 ? 'end' : undefined;
}

/** Counts insertions, deletions, substitutions, and swaps of neighbours, one each (optimal string alignment). */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let twoBefore: readonly number[] = [];
  let before: readonly number[] = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const changed = Math.min((before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (before[j - 1] ?? 0) + cost);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(isSwapped ? Math.min(changed, (twoBefore[j - 2] ?? 0) + 1) : changed);
    }
    twoBefore = before;
    before = row;
  }
  return before[b.length] ?? 0;
}
