import { isSelfIssued } from '../x509/certificateName';
import type { PemDocument, PemPart } from '../document/document';
import type { Certificate } from '../model';

export interface CertificatePart {
  readonly part: PemPart;
  readonly certificate: Certificate;
}

/** Every certificate that could be read, in the order of the text. */
export const certificateParts = (document: PemDocument): readonly CertificatePart[] =>
  document.parts.flatMap((part) => (part.certificate?.ok ? [{ part, certificate: part.certificate.value }] : []));

/** Each where it stands first. */
export function distinctParts(certificates: readonly CertificatePart[]): readonly CertificatePart[] {
  const seen = new Set<string>();
  return certificates.filter(({ certificate: { fingerprints } }) => {
    const isNew = !seen.has(fingerprints.sha256);
    seen.add(fingerprints.sha256);
    return isNew;
  });
}

/** No CA: roots of version 1 cannot say that they are one. */
export const isEnd = (certificate: Certificate): boolean =>
  !certificate.isCa && !(isSelfIssued(certificate) && certificate.version < 3);
