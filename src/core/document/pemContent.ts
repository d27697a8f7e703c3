/** Reads what PEM blocks hold, whatever their labels say. */
import type { Cooperative } from '../../shared/cooperative';
import type { KeyReading } from '../keys/keys';
import { readPrivateKey } from '../keys/keys';
import type { Certificate, Reading } from '../model';
import { decodeBase64 } from '../pem/base64';
import type { PemBlock } from '../pem/scan';
import { scanPemSteps, toPem } from '../pem/scan';
import { parseCertificate, parsePkcs7 } from '../x509/certificate';
import type { CertificateRequest } from '../x509/request';
import { parseRequest } from '../x509/request';
import { readCertificatesSteps, readDerObjectSteps } from './derObject';
import { decodeText, decodeWholeSteps } from './unwrap';

/** `pem`: PEM that was encoded twice, as `certutil -encode` does. */
export type MislabelledKind =
  'certificate' | 'pkcs7' | 'pem' | 'request' | 'pkcs12' | 'privateKey' | 'publicKey' | 'revocationList';

/** The content of a block, of whichever label. */
export interface PemContent {
  readonly certificate?: Reading<Certificate>;
  readonly key?: KeyReading;
  /** The certificate request, where it can be read. */
  readonly request?: CertificateRequest;
  /** The place of this certificate, from 0, among all that its block holds. */
  readonly member?: { readonly index: number; readonly count: number };
  /** The block's real kind, where its label says another. */
  readonly mislabelled?: MislabelledKind;
}

/** Reads what a block holds, in steps. */
export function* readContentSteps(text: string, block: PemBlock): Cooperative<readonly PemContent[]> {
  switch (block.kind) {
    case 'certificate':
      return block.der
        ? yield* readCertificate(block.der)
        : [{ certificate: { ok: false, reason: 'Its PEM block is broken.' } }];
    case 'privateKey':
    case 'encryptedPrivateKey': {
      const key = readPrivateKey(text, block);
      // PKCS#12 begins as a key of an unknown kind does.
      const mayBeElse = key.status === 'broken' || key.status === 'unsupported';
      return (mayBeElse ? yield* readUnderOtherLabel(text, block) : undefined) ?? [{ key }];
    }
    case 'pkcs7': {
      const message = block.der && parsePkcs7(block.der);
      yield;
      if (message?.ok && message.value.length > 0) return toMembers(yield* readCertificatesSteps(message.value));
      return (yield* readUnderOtherLabel(text, block)) ?? [{}];
    }
    case 'certificateRequest': {
      const request = block.der && parseRequest(block.der);
      if (request?.ok) return [{ request: request.value }];
      return (yield* readUnderOtherLabel(text, block)) ?? [{}];
    }
    case 'crl':
    case 'publicKey':
    case 'parameters':
    case 'other':
      return (yield* readUnderOtherLabel(text, block)) ?? [{}];
  }
}

const toMembers = (certificates: readonly Reading<Certificate>[], more: PemContent = {}): readonly PemContent[] =>
  certificates.map((certificate, index) => ({ certificate, member: { index, count: certificates.length }, ...more }));

/** Reads a block labelled CERTIFICATE. */
function* readCertificate(der: Uint8Array): Cooperative<readonly PemContent[]> {
  const certificate = parseCertificate(der);
  if (certificate.ok) return [{ certificate }];
  yield;
  const object = yield* readDerObjectSteps(der);
  switch (object.kind) {
    case 'pkcs7':
      return object.certificates.length > 0
        ? toMembers(object.certificates, { mislabelled: 'pkcs7' })
        : [{ certificate: mislabelledReasons.pkcs7, mislabelled: 'pkcs7' }];
    case 'privateKey':
      return [{ key: object.key, mislabelled: 'privateKey' }];
    case 'request':
      return [{ certificate: mislabelledReasons.request, mislabelled: 'request', request: object.request }];
    case 'pkcs12':
    case 'publicKey':
    case 'revocationList':
      return [{ certificate: mislabelledReasons[object.kind], mislabelled: object.kind }];
    case 'certificate':
    case 'tooLarge':
    case 'unknown':
      return (yield* encodedTwice(der)) ?? [{ certificate }];
  }
}

/** Reads a block under another label, where it holds something else than the label says; else undefined. */
function* readUnderOtherLabel(text: string, block: PemBlock): Cooperative<readonly PemContent[] | undefined> {
  if (block.kind === 'parameters' || block.headers.length > 0 || block.label.startsWith('PGP ')) return undefined;
  const body = decodeBase64(text, block.body);
  if (body.ok && body.bytes[0] === 0x2d && block.kind !== 'other') {
    yield;
    if (decodeText(body.bytes).includes('-----BEGIN ')) return [{ mislabelled: 'pem' }];
  }
  if (!body.ok || body.bytes[0] !== 0x30) return undefined;
  yield;
  const object = yield* readDerObjectSteps(body.bytes);
  switch (object.kind) {
    case 'certificate':
      return [{ certificate: { ok: true, value: object.certificate }, mislabelled: 'certificate' }];
    case 'privateKey':
      return block.kind === 'privateKey' || block.kind === 'encryptedPrivateKey'
        ? undefined
        : [{ key: object.key, mislabelled: 'privateKey' }];
    case 'pkcs7':
      if (block.kind === 'pkcs7') return undefined;
      return object.certificates.length > 0
        ? toMembers(object.certificates, { mislabelled: 'pkcs7' })
        : [{ mislabelled: 'pkcs7' }];
    case 'pkcs12':
      return [{ mislabelled: 'pkcs12' }];
    case 'request':
      return block.kind === 'certificateRequest' ? undefined : [{ mislabelled: 'request', request: object.request }];
    case 'publicKey':
      return block.kind === 'publicKey' ? undefined : [{ mislabelled: 'publicKey' }];
    case 'revocationList':
      return block.kind === 'crl' ? undefined : [{ mislabelled: 'revocationList' }];
    case 'tooLarge':
    case 'unknown':
      return undefined;
  }
}

/** Reads the certificates of PEM or base64 that was encoded as PEM once more. Undefined for bytes that are neither. */
function* encodedTwice(bytes: Uint8Array): Cooperative<readonly PemContent[] | undefined> {
  const text = yield* encodedText(bytes);
  if (text === undefined) return undefined;
  const { blocks } = yield* scanPemSteps(text);
  const readings = yield* readCertificatesSteps(
    blocks.flatMap((block) => (block.kind === 'certificate' && block.der ? [block.der] : [])),
  );
  return readings.length > 0
    ? toMembers(readings, { mislabelled: 'pem' })
    : [{ certificate: mislabelledReasons.pem, mislabelled: 'pem' }];
}

/** Returns the PEM text that was encoded as PEM once more; base64 of one certificate gets its armour. */
export function* encodedText(bytes: Uint8Array): Cooperative<string | undefined> {
  const text = decodeText(bytes);
  if (text.includes('-----BEGIN ')) return text;
  const whole = yield* decodeWholeSteps(text);
  if (!whole) return undefined;
  return whole.bytes[0] === 0x30 ? toPem('CERTIFICATE', whole.bytes) : decodeText(whole.bytes);
}

/** Sentences that say what a block really is. */
export const mislabelledReasons = {
  certificate: { ok: false, reason: 'It is a certificate; its label should be CERTIFICATE.' },
  pkcs7: { ok: false, reason: 'It is a PKCS#7 message; its label should be PKCS7.' },
  pem: { ok: false, reason: 'It contains PEM that was encoded twice.' },
  request: { ok: false, reason: 'It is a certificate request; its label should be CERTIFICATE REQUEST.' },
  pkcs12: { ok: false, reason: 'It is a PKCS#12 file, which has no PEM form.' },
  privateKey: { ok: false, reason: 'It is a private key.' },
  publicKey: { ok: false, reason: 'It is a public key; its label should be PUBLIC KEY.' },
  revocationList: { ok: false, reason: 'It is a certificate revocation list; its label should be X509 CRL.' },
} as const satisfies Readonly<Record<MislabelledKind, Reading<Certificate>>>;
