/** From OpenSSL's words to ours. `undefined` where OpenSSL says something that has no row here. */
import type { Certificate, KeyAlgorithm, KeyInfo, KeyUsage, Purpose, SanEntry } from '../../src/core/model';
import { signatureAlgorithms } from '../../src/core/x509/signature';

const keyAlgorithms: ReadonlyMap<string, KeyAlgorithm> = new Map<string, KeyAlgorithm>([
  ['RSA', 'rsa'],
  ['RSA-PSS', 'rsa-pss'],
  ['EC', 'ec'],
  ['DSA', 'dsa'],
  ['DH', 'dh'],
  ['Ed25519', 'ed25519'],
  ['Ed448', 'ed448'],
  ['X25519', 'x25519'],
  ['X448', 'x448'],
]);

/** Key algorithms we know by OID only. */
const keyOids: ReadonlyMap<string, string> = new Map([
  ['GOST R 34.10-2001', '1.2.643.2.2.19'],
  ['GOST R 34.10-94', '1.2.643.2.2.20'],
  ['GOST R 34.10-2012 with 256 bit modulus', '1.2.643.7.1.1.1.1'],
  ['GOST R 34.10-2012 with 512 bit modulus', '1.2.643.7.1.1.1.2'],
]);

/** `key`, in the word that OpenSSL has for it. */
export function keyTypeIn(key: KeyInfo, openssl: string): string {
  if (keyAlgorithms.get(openssl) === key.algorithm || keyOids.get(openssl) === key.oid || key.name === openssl) {
    return openssl;
  }
  return /^[\d.]+$/.test(openssl) ? key.oid : key.name;
}

const curveNames: ReadonlyMap<string, string> = new Map([
  ['prime192v1', 'P-192'],
  ['secp224r1', 'P-224'],
  ['prime256v1', 'P-256'],
  ['secp384r1', 'P-384'],
  ['secp521r1', 'P-521'],
]);

export const curveName = (openssl: string): string => curveNames.get(openssl) ?? openssl;

/** Signature algorithms that OpenSSL writes otherwise than we do. */
const signatureNames: ReadonlyMap<string, string> = new Map([
  ['rsassaPss', 'RSASSA-PSS'],
  ['ED25519', 'Ed25519'],
  ['ED448', 'Ed448'],
  ['dsaWithSHA', 'dsa-with-SHA'],
  ['dsaWithSHA1', 'dsa-with-SHA1'],
  ['dsaWithSHA1-old', 'dsa-with-SHA1 (OIW)'],
]);

/** The OID of a signature algorithm, from OpenSSL's name for it or the OID itself. */
export function signatureOid(openssl: string): string | undefined {
  const name = signatureNames.get(openssl) ?? openssl.replace(/^(ec)?dsa_with_/, '$1dsa-with-');
  const row = [...signatureAlgorithms].find(([, ours]) => ours.name === name);
  return row?.[0] ?? (/^[\d.]+$/.test(openssl) ? openssl : undefined);
}

const usages: ReadonlyMap<string, KeyUsage> = new Map<string, KeyUsage>([
  ['Digital Signature', 'digitalSignature'],
  ['Non Repudiation', 'nonRepudiation'],
  ['Key Encipherment', 'keyEncipherment'],
  ['Data Encipherment', 'dataEncipherment'],
  ['Key Agreement', 'keyAgreement'],
  ['Certificate Sign', 'keyCertSign'],
  ['CRL Sign', 'cRLSign'],
  ['Encipher Only', 'encipherOnly'],
  ['Decipher Only', 'decipherOnly'],
]);

/** OpenSSL writes `....` where no bit is set. */
export const keyUsages = (openssl: readonly string[]): readonly string[] =>
  openssl.filter((each) => each !== '....').map((each) => usages.get(each) ?? `? ${each}`);

export const purposes: ReadonlyMap<string, Purpose> = new Map<string, Purpose>([
  ['server', 'server'],
  ['client', 'client'],
  ['both', 'both'],
  ['any', 'any'],
  ['absent', 'unstated'],
  ['other', 'neither'],
]);

const sanLabels: Record<SanEntry['kind'], string> = {
  dns: 'DNS',
  email: 'email',
  uri: 'URI',
  ip: 'IP',
  directoryName: 'DirName',
  registeredId: 'RID',
  other: 'othername',
};

/** Of forms without a text OpenSSL says only that they are there. */
export function sanText(entry: SanEntry): string {
  if (entry.kind === 'ip' && entry.version === undefined) {
    return `IP:<invalid>${entry.value}`;
  }
  if (entry.kind === 'other') {
    return entry.oid === undefined ? (unnamedForms.get(entry.value.slice(0, 2)) ?? 'X400:') : 'othername:';
  }
  return entry.kind === 'directoryName' ? 'DirName:' : `${sanLabels[entry.kind]}:${entry.value}`;
}

const unnamedForms: ReadonlyMap<string, string> = new Map([
  ['a3', 'X400:'],
  ['a5', 'EDI:'],
]);

/** OpenSSL cuts the OID of an attribute after 79 characters and leaves it out beyond 586 bytes. */
export function nameAsOpenSsl(name: Certificate['subject']): string {
  return name.text.replace(/(^|[,+])(\d+(?:\.\d+)+)=/g, (_, before: string, oid: string) => {
    const bytes = oid.split('.').reduce((sum, arc) => sum + Math.ceil(BigInt(arc).toString(2).length / 7), 0);
    return `${before}${bytes > 586 ? '' : oid.slice(0, 79)}=`;
  });
}
