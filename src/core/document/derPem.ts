import { trueLabel } from '../keys/trueLabel';
import { toCertificatesPem, toPem } from '../pem/scan';
import type { DerObject } from './derObject';

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
