import type { Certificate } from '../model';
import { isSelfIssued } from '../x509/certificateName';

/** A certificate of version 1 cannot say that it is a CA; old roots are, and OpenSSL takes them for one. */
const isOldRoot = (certificate: Certificate): boolean =>
  !certificate.isCa && certificate.version < 3 && isSelfIssued(certificate);

/**
 * Returns what keeps a certificate from issuing others: it is no CA (RFC 5280 §6.1.4 (k)), or its key usage does not
 * allow signing certificates (n).
 */
export const issuingBars = (certificate: Certificate): readonly ('notCa' | 'noKeyCertSign')[] => [
  ...(certificate.isCa || isOldRoot(certificate) ? [] : (['notCa'] as const)),
  ...(!certificate.keyUsage || certificate.keyUsage.includes('keyCertSign') ? [] : (['noKeyCertSign'] as const)),
];
