/** What a PEM label says its block holds. */
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

/** Kind of the block with this label. Anything that calls itself a private key is treated as one, whatever its maker. */
export function kindOfLabel(label: string): PemKind {
  const known = kinds.get(label);
  if (known) return known;
  return label.endsWith('PRIVATE KEY') || label.endsWith('PRIVATE KEY BLOCK') ? 'privateKey' : 'other';
}

/** Armour that looks like PEM and is not: its body is no plain base64 (RFC 9580 §6.2), so nothing in it is a breakage. */
export const isForeignLabel = (label: string): boolean => label.startsWith('PGP ') || kindOfLabel(label) === 'other';
