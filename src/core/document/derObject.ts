/** Determines which of the objects around TLS a DER encoding is. File names say it too, and are often wrong. */
import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import type { Sentence } from '../../shared/translate';
import { reading } from '../asn1/der';
import { toKeyForm } from '../keys/keyForms';
import type { KeyReading } from '../keys/keys';
import { readPrivateKeyDer, trueLabel } from '../keys/keys';
import { limits } from '../limits';
import type { Certificate, KeyInfo, Reading } from '../model';
import { toCertificatesPem, toPem } from '../pem/scan';
import { parseCertificate, parsePkcs7 } from '../x509/certificate';
import type { CertificateRequest } from '../x509/request';
import { parseRequest } from '../x509/request';
import type { RevocationList } from '../x509/revocationList';
import { parseRevocationList } from '../x509/revocationList';
import { parseSpki } from '../x509/spki';

export type DerObject =
  | { readonly kind: 'certificate'; readonly certificate: Certificate }
  /** In the order of the message. */
  | { readonly kind: 'pkcs7'; readonly certificates: readonly Reading<Certificate>[] }
  /** Nothing of it is known before its password is. */
  | { readonly kind: 'pkcs12' }
  /** Behind a password or not; holds nothing private. */
  | { readonly kind: 'privateKey'; readonly key: KeyReading }
  | { readonly kind: 'publicKey'; readonly key: KeyInfo }
  | { readonly kind: 'request'; readonly request: CertificateRequest }
  | { readonly kind: 'revocationList'; readonly list: RevocationList }
  | { readonly kind: 'tooLarge' }
  /** None of these; `reason` is why it is no certificate, a plain sentence. */
  | { readonly kind: 'unknown'; readonly reason: Sentence };

/** Reads a DER object. Never throws. */
export const readDerObject = (bytes: Uint8Array): DerObject => runSync(readDerObjectSteps(bytes));

export function* readDerObjectSteps(bytes: Uint8Array): Cooperative<DerObject> {
  if (bytes.length > limits.objectBytes) return { kind: 'tooLarge' };
  const certificate = parseCertificate(bytes);
  if (certificate.ok) return { kind: 'certificate', certificate: certificate.value };
  yield;
  const message = parsePkcs7(bytes);
  if (message.ok) return { kind: 'pkcs7', certificates: yield* readCertificatesSteps(message.value) };
  yield;
  const form = reading(() => toKeyForm(bytes));
  if (form.ok)
    return form.value.form === 'pkcs12' ? { kind: 'pkcs12' } : { kind: 'privateKey', key: readPrivateKeyDer(bytes) };
  yield;
  const request = parseRequest(bytes);
  if (request.ok) return { kind: 'request', request: request.value };
  yield;
  const list = parseRevocationList(bytes);
  if (list.ok) return { kind: 'revocationList', list: list.value };
  yield;
  const key = parseSpki(bytes);
  return key.ok ? { kind: 'publicKey', key: key.value } : { kind: 'unknown', reason: certificate.reason };
}

/** Reads certificates, with a pause after each. */
export function* readCertificatesSteps(ders: readonly Uint8Array[]): Cooperative<readonly Reading<Certificate>[]> {
  const certificates: Reading<Certificate>[] = [];
  for (const der of ders) {
    certificates.push(parseCertificate(der));
    yield;
  }
  return certificates;
}

/**
 * Writes what was read as PEM: one block, and one for each certificate of a PKCS#7 message. Undefined for what PEM has
 * no block for, or nobody knows.
 */
export function derToPem(der: Uint8Array, object: DerObject): string | undefined {
  switch (object.kind) {
    case 'certificate':
      return toPem('CERTIFICATE', der);
    case 'pkcs7':
      return toCertificatesPem(object.certificates.flatMap((each) => (each.ok ? [each.value] : [])));
    case 'privateKey':
      return toPem(trueLabel(object.key) ?? 'PRIVATE KEY', der);
    case 'request':
      return toPem('CERTIFICATE REQUEST', der);
    case 'publicKey':
      return toPem('PUBLIC KEY', der);
    case 'revocationList':
      return toPem('X509 CRL', der);
    case 'pkcs12':
    case 'tooLarge':
    case 'unknown':
      return undefined;
  }
}
