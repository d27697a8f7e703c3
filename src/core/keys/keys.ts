import type { Sentence } from '../../shared/translate';
import { reading } from '../asn1/der';
import { isBoringSsl, sha256, toSpki } from '../crypto';
import { limits } from '../limits';
import type { Certificate, KeyInfo, Reading } from '../model';
import type { PemHeader } from '../pem/body';
import { readBody } from '../pem/body';
import type { PemBlock } from '../pem/scan';
import { curves, parseSpki } from '../x509/spki';
import { toBoundedKey } from './boundedKey';
import type { KeyFormat, PlainForm } from './keyForms';
import { toKeyForm, withoutAttributes } from './keyForms';
import { isSameKey, toKeyMaterial } from './keyMaterial';

/** The public facts of a private key. Everything in it is public; reasons are plain sentences without input. */
export type KeyReading =
  | {
      readonly status: 'plain';
      readonly format: KeyFormat;
      readonly key: KeyInfo;
      /**
       * The SubjectPublicKeyInfo, DER, and its SHA-256: `Certificate.fingerprints.spkiSha256` of a certificate it fits.
       */
      readonly spki: Uint8Array;
      readonly spkiSha256: string;
    }
  /** `legacy` is RFC 1421 encryption inside a PEM block. `scheme` is its cipher, or the OID of PKCS#8's. */
  | { readonly status: 'encrypted'; readonly format: 'pkcs8' | 'legacy'; readonly scheme: string }
  /** A private key that cannot be read here: another maker's format, or an algorithm this runtime lacks. */
  | { readonly status: 'unsupported'; readonly reason: Sentence; readonly isOfOtherFormat?: boolean }
  | { readonly status: 'broken'; readonly reason: Sentence };

export type KeyFit = 'fits' | 'doesNotFit' | 'cannotTell';

const broken = (reason: Sentence): KeyReading => ({ status: 'broken', reason });
const unsupported = (reason: Sentence) => ({ status: 'unsupported', reason }) as const;

/**
 * Reads the private key in a block of `text`. Never throws and keeps nothing private. `encrypted/decryptContainer.ts`
 * opens encrypted ones.
 */
export function readPrivateKey(text: string, block: PemBlock): KeyReading {
  const foreign = foreignKeys.find(({ label }) => label.test(block.label));
  if (foreign) return { ...unsupported(foreign.reason), isOfOtherFormat: true };
  if (!block.isIntact) return broken('Its PEM block is broken.');
  if (block.kind === 'encryptedPrivateKey' && block.headers.length > 0)
    return { status: 'encrypted', format: 'legacy', scheme: cipherOf(block.headers) };
  const { bytes } = readBody(text, block.body);
  return bytes ? readPrivateKeyDer(bytes) : broken('Its PEM block is broken.');
}

/** Does the same for a key in DER: PKCS#8, encrypted or not, PKCS#1, SEC1 or OpenSSL's form of DSA keys. */
export function readPrivateKeyDer(der: Uint8Array): KeyReading {
  if (der.length > limits.keyBytes)
    return broken({ text: 'It is larger than {count} bytes.', values: { count: limits.keyBytes } });
  const form = reading(() => toKeyForm(der));
  if (!form.ok) return broken(form.reason);
  switch (form.value.form) {
    case 'plain':
      return toPlain(der, form.value);
    case 'encrypted':
      return { status: 'encrypted', format: 'pkcs8', scheme: form.value.scheme };
    case 'pkcs12':
      return unsupported('It is a PKCS#12 file.');
  }
}

function toPlain(der: Uint8Array, form: PlainForm): KeyReading {
  const { format } = form;
  // node:crypto has no name for OpenSSL's form of DSA keys, which say all that is public themselves.
  const spki = format === 'dsa' ? form.spki : spkiOf(der, format);
  // BoringSSL answers for the nearest named curve, which spells the key otherwise than its certificate does.
  if (spki && form.curve !== 'explicit') return plainReading(format, spki);
  if (form.spki && (form.curve === 'explicit' || isReadWithoutHelp(form))) return plainReading(format, form.spki);
  if (spki) return plainReading(format, spki);
  const info = form.spki && parseSpki(form.spki);
  const name = info?.ok
    ? info.value.name
    : (curves.get(form.curve ?? '')?.name ?? algorithmNames[form.algorithm] ?? form.algorithm);
  return isKnownEverywhere(form) && !isBoringSsl
    ? broken('Its numbers do not make a valid key.')
    : unsupported({ text: 'Keys of this kind cannot be read here: {name}.', values: { name } });
}

function spkiOf(der: Uint8Array, type: Exclude<KeyFormat, 'dsa'>): Uint8Array | undefined {
  const key = toBoundedKey(der, type);
  const spki = key && toSpki(key, type);
  if (spki || !key || type !== 'pkcs8') return spki;
  const bare = reading(() => toBoundedKey(withoutAttributes(der), type));
  return bare.ok && bare.value ? toSpki(bare.value, type) : undefined;
}

/**
 * Returns whether a key is read without a library: RSA keys contain their public part, and libraries refuse only sizes
 * they do not like. They may not know other keys at all.
 */
const isReadWithoutHelp = (form: PlainForm): boolean =>
  form.algorithm.startsWith('1.2.840.113549.1.1.') || !isKnownEverywhere(form);

/** Returns whether every runtime has this algorithm and curve: a key that is refused is broken then. */
const isKnownEverywhere = ({ algorithm, curve }: PlainForm): boolean =>
  algorithm === '1.3.101.112' ||
  algorithm === '1.3.101.110' ||
  (algorithm === '1.2.840.10045.2.1' && ['1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.35'].includes(curve ?? ''));

const algorithmNames: Readonly<Record<string, string>> = {
  '1.3.101.111': 'X448',
  '1.3.101.113': 'Ed448',
  '1.2.840.10045.2.1': 'EC',
  '1.2.840.10040.4.1': 'DSA',
  '1.2.840.113549.1.3.1': 'DH',
  '2.16.840.1.101.3.4.3.17': 'ML-DSA-44',
  '2.16.840.1.101.3.4.3.18': 'ML-DSA-65',
  '2.16.840.1.101.3.4.3.19': 'ML-DSA-87',
};

function plainReading(format: KeyFormat, spki: Uint8Array): KeyReading {
  const key = parseSpki(spki);
  // OpenSSL takes the number zero for a key, and answers with the point at infinity.
  if (!reading(() => toKeyMaterial(spki)).ok) return broken('Its numbers do not make a valid key.');
  return key.ok ? { status: 'plain', format, key: key.value, spki, spkiSha256: sha256(spki) } : broken(key.reason);
}

/** Returns the cipher of a DEK-Info header (RFC 1421 §4.6.1.3): `DEK-Info: AES-256-CBC,0123…`; the salt is left out. */
function cipherOf(headers: readonly PemHeader[]): string {
  const info = headers.find(({ name }) => name.toUpperCase() === 'DEK-INFO')?.value ?? '';
  return /^[A-Za-z0-9-]{1,40}(?=,|$)/.exec(info)?.[0] ?? 'unknown';
}

/** Private keys that are no X.509 keys, or are encrypted by a tool of their own. */
const foreignKeys: readonly { readonly label: RegExp; readonly reason: Sentence }[] = [
  { label: /^OPENSSH PRIVATE KEY$/, reason: 'It is in the OpenSSH format, which gateways do not take.' },
  { label: /^PGP /, reason: 'It is an OpenPGP key.' },
  { label: /^TSS2 /, reason: 'It is stored in a TPM, and only that TPM can use it.' },
  { label: /(COSIGN|SIGSTORE) PRIVATE KEY$/, reason: 'It is a Sigstore signing key.' },
  { label: /^NEBULA /, reason: 'It is a Nebula key.' },
  {
    label: /^(?!(RSA |EC |SM2 |DSA |ENCRYPTED )?PRIVATE KEY$)/,
    reason: 'Its PEM label is not one of a private key that gateways take.',
  },
];

/** Returns whether the private key is the certificate's own. `cannotTell` wherever the key could not be read. */
export function keyFit(certificate: Certificate, key: KeyReading): KeyFit {
  if (key.status !== 'plain') return 'cannotTell';
  if (key.spkiSha256 === certificate.fingerprints.spkiSha256) return 'fits';
  const same: Reading<boolean | undefined> = reading(() =>
    isSameKey(toKeyMaterial(certificate.spki), toKeyMaterial(key.spki)),
  );
  if (!same.ok || same.value === undefined) return 'cannotTell';
  return same.value ? 'fits' : 'doesNotFit';
}

/**
 * Returns the label that fits the key's form. Readers go by the label, so a key under another format's label is sent
 * under its own (RFC 7468 §10, RFC 5915 §4).
 */
export function trueLabel(key: KeyReading): string | undefined {
  if (key.status === 'encrypted') return key.format === 'pkcs8' ? 'ENCRYPTED PRIVATE KEY' : undefined;
  return key.status === 'plain' ? labels[key.format] : undefined;
}

const labels = {
  pkcs8: 'PRIVATE KEY',
  pkcs1: 'RSA PRIVATE KEY',
  sec1: 'EC PRIVATE KEY',
  dsa: 'DSA PRIVATE KEY',
} as const;

const algorithms: Readonly<Record<string, string>> = {
  'RSA PRIVATE KEY': 'rsa',
  'EC PRIVATE KEY': 'ec',
  'DSA PRIVATE KEY': 'dsa',
};

/**
 * Returns the label that a key has to have, where its own one says another form; undefined where it will do. Keys under
 * the label of their algorithm may also be PKCS#8.
 */
export function labelInstead(label: string, key: KeyReading): string | undefined {
  const wanted = trueLabel(key);
  if (wanted === label || key.status !== 'plain') return wanted === label ? undefined : wanted;
  // OpenSSL 3 writes SEC1 keys of this curve so, and reads them.
  if (label === 'SM2 PRIVATE KEY' && key.format === 'sec1' && key.key.curve === 'SM2') return undefined;
  return key.format === 'pkcs8' && algorithms[label] === key.key.algorithm ? undefined : wanted;
}
