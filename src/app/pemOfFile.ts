import { toKeyForm } from '../core/keyForms';
import { readPrivateKeyDer } from '../core/keys';
import { limits } from '../core/limits';
import type { Opened } from '../core/locked/opening';
import { toPem } from '../core/pem';
import { parsePkcs7 } from '../core/pkcs7';
import { reading } from '../core/reading';
import { parseRequest } from '../core/request';
import { parseSpki } from '../core/spki';
import { parseCertificate } from '../core/x509';
import type { FileContent } from './fileContent';
import { trueLabel } from './material';
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
  if (der.length > limits.objectBytes) return { kind: 'unknown' };
  if (parseCertificate(der).ok) return made(toPem('CERTIFICATE', der));
  const bundle = parsePkcs7(der);
  if (bundle.ok) return made(toCertificatesPem(bundle.value));
  const form = reading(() => toKeyForm(der));
  if (form.ok) return form.value.form === 'pkcs12' ? { kind: 'sealed', der } : made(toKeyPem(der));
  if (parseRequest(der).ok) return made(toPem('CERTIFICATE REQUEST', der));
  return parseSpki(der).ok ? made(toPem('PUBLIC KEY', der)) : { kind: 'unknown' };
}

const toCertificatesPem = (ders: readonly Uint8Array[]): string => ders.map((der) => toPem('CERTIFICATE', der)).join('');
const toKeyPem = (der: Uint8Array): string => toPem(trueLabel(readPrivateKeyDer(der)) ?? 'PRIVATE KEY', der);

/** What a PKCS#12 file holds, its keys in the clear. Overwrites those of `opened`. */
export function openedPem({ certificates, keys }: Opened): string {
  const text = toCertificatesPem(certificates) + keys.map(toKeyPem).join('');
  for (const key of keys) key.fill(0);
  return text;
}
