/** Which of the objects around TLS a DER encoding is. Files say it by their names, and names are often wrong. */
import { reading } from '../asn1/reading';
import { toKeyForm } from '../keys/keyForms';
import type { KeyReading } from '../keys/keys';
import { readPrivateKeyDer } from '../keys/keys';
import { limits } from '../limits';
import type { Certificate, KeyInfo, Reading } from '../model';
import { parseCertificate } from '../x509/certificate';
import { parsePkcs7 } from '../x509/pkcs7';
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
  | { readonly kind: 'unknown'; readonly reason: string };

/** Never throws. */
export function readDerObject(bytes: Uint8Array): DerObject {
  if (bytes.length > limits.objectBytes) return { kind: 'tooLarge' };
  const certificate = parseCertificate(bytes);
  if (certificate.ok) return { kind: 'certificate', certificate: certificate.value };
  const message = parsePkcs7(bytes);
  if (message.ok) return { kind: 'pkcs7', certificates: message.value.slice(0, limits.blocks).map(parseCertificate) };
  const form = reading(() => toKeyForm(bytes));
  if (form.ok)
    return form.value.form === 'pkcs12' ? { kind: 'pkcs12' } : { kind: 'privateKey', key: readPrivateKeyDer(bytes) };
  const request = parseRequest(bytes);
  if (request.ok) return { kind: 'request', request: request.value };
  const list = parseRevocationList(bytes);
  if (list.ok) return { kind: 'revocationList', list: list.value };
  const key = parseSpki(bytes);
  return key.ok ? { kind: 'publicKey', key: key.value } : { kind: 'unknown', reason: certificate.reason };
}
