/** Compares what the reader for rows says of a certificate with what the reader of all fields says. */
import type { Certificate } from '../../src/core/model';
import { parseCertificate } from '../../src/core/x509/certificate';
import type { CertificateSummary } from '../../src/core/x509/certificateSummary';
import { parseSummary } from '../../src/core/x509/certificateSummary';
import type { Difference } from './difference';
import { difference } from './difference';

/** One row a property of the summary. */
const rows: Readonly<Record<keyof CertificateSummary, (full: Certificate) => unknown>> = {
  serial: ({ serial }) => serial,
  validity: ({ validity }) => validity,
  issuer: ({ issuer }) => issuer,
  subject: ({ subject }) => subject,
  key: ({ key }) => key,
  sans: ({ sans }) => sans,
  extendedKeyUsage: (full) => full.extendedKeyUsage,
  isCa: ({ isCa }) => isCa,
  sha256: ({ fingerprints }) => fingerprints.sha256,
};

export function summaryDifferences(der: Uint8Array): readonly Difference[] {
  const full = parseCertificate(der);
  const summary = parseSummary(der);
  if (!full.ok || !summary.ok)
    return difference('reason', full.ok ? 'read' : full.reason, summary.ok ? 'read' : summary.reason);
  return Object.entries(rows).flatMap(([field, of]) =>
    difference(field, of(full.value), summary.value[field as keyof CertificateSummary]),
  );
}
