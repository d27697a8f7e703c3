import { readDerObject } from '../../core/document/derObject';
import { readPrivateKeyDer } from '../../core/keys/keys';
import type { DecryptedContents } from '../../core/encrypted/decryptResult';
import { toPem } from '../../core/pem/scan';
import type { FileContent } from './fileContent';
import { trueLabel } from '../../core/keys/trueLabel';
import { decodeWhole } from './unwrap';

/** A file as the PEM that it is, or would be. May hold a private key: to be read, and let go of. */
export type PemOfFile =
  | {
      readonly kind: 'pem';
      readonly text: string;
      /** False where `text` is made of something else, and its offsets are no places of the file. */
      readonly isText: boolean;
    }
  /** PKCS#12: what is in it shows only once it is opened. */
  | { readonly kind: 'sealed'; readonly der: Uint8Array }
  /** Bytes that are nothing known here. */
  | { readonly kind: 'unknown' };

/** PEM, or base64 of PEM or DER as pipelines carry it, or DER of a certificate, key, request or PKCS#7 message. Never throws. */
export function toPemOfFile(content: FileContent): PemOfFile {
  if (content.kind === 'binary') return ofDer(content.bytes);
  const { text } = content;
  const inside = decodeWhole(text);
  if (!inside) return { kind: 'pem', text, isText: true };
  return inside[0] === 0x30 ? ofDer(inside) : made(new TextDecoder().decode(inside));
}

const made = (text: string): PemOfFile => ({ kind: 'pem', text, isText: false });

function ofDer(der: Uint8Array): PemOfFile {
  const object = readDerObject(der);
  switch (object.kind) {
    case 'certificate':
      return made(toPem('CERTIFICATE', der));
    case 'pkcs7':
      return made(toCertificatesPem(object.certificates.flatMap((each) => (each.ok ? [each.value.der] : []))));
    case 'pkcs12':
      return { kind: 'sealed', der };
    case 'privateKey':
      return made(toPem(trueLabel(object.key) ?? 'PRIVATE KEY', der));
    case 'request':
      return made(toPem('CERTIFICATE REQUEST', der));
    case 'publicKey':
      return made(toPem('PUBLIC KEY', der));
    case 'revocationList':
      return made(toPem('X509 CRL', der));
    case 'tooLarge':
    case 'unknown':
      return { kind: 'unknown' };
  }
}

const toCertificatesPem = (ders: readonly Uint8Array[]): string =>
  ders.map((der) => toPem('CERTIFICATE', der)).join('');
const toKeyPem = (der: Uint8Array): string => toPem(trueLabel(readPrivateKeyDer(der)) ?? 'PRIVATE KEY', der);

/** Returns the contents of a PKCS#12 file as PEM, with its keys in the clear. Overwrites those of `opened`. */
export function openedPem({ certificates, keys }: DecryptedContents): string {
  const text = toCertificatesPem(certificates) + keys.map(toKeyPem).join('');
  for (const key of keys) key.fill(0);
  return text;
}
