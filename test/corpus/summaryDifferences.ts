/** Compares what the reader for rows says of a certificate with what the reader of all fields says. */
import type { Certificate } from '../../src/core/model';
import { parseCertificate } from '../../src/core/x509/certificate';
import type { CertificateSummary } from '../../src/core/x509/certificateSummary';
import { parseSummary } from '../../src/core/x509/certificateSummary';
import type { Difference } from './difference';
import { difference } from './difference';

/** One row a property of the summary. */
const rows: Readonly<Record<Exclude<keyof CertificateSummary, 'hasDnsNames'>, (full: Certificate) => unknown>> = {
  serial: ({ serial }) => serial,
  validity: ({ validity }) => validity,
  issuer: ({ issuer }) => issuer,
  subject: ({ subject }) => subject,
  subjectDer: ({ subject }) => Buffer.from(subject.der, 'hex').toString('latin1'),
  keyName: ({ key }) => key.name,
  sans: ({ sans }) => sans,
  keyUsage: (full) => full.keyUsage,
  extendedKeyUsage: (full) => full.extendedKeyUsage,
  isCa: ({ isCa }) => isCa,
  sha256: ({ fingerprints }) => fingerprints.sha256,
};

export function summaryDifferences(der: Uint8Array): readonly Difference[] {
  const full = parseCertificate(der);
  const summary = parseSummary(der);
  if (!full.ok || !summary.ok)
    return difference('reason', full.ok ? 'read' : full.reason, summary.ok ? 'read' : summary.reason);
  const fields = Object.entries(rows).flatMap(([field, of]) =>
    difference(field, of(full.value), summary.value[field as keyof CertificateSummary]),
  );
  return [...fields, ...namesDifferences(full.value, summary.value)];
}

/** A summary may say of names that it cannot tell, and never that others are the certificate's. */
function namesDifferences({ sans = [] }: Certificate, summary: CertificateSummary): readonly Difference[] {
  const names = sans.map(({ value }) => value);
  const isDns = sans.every(({ kind }) => kind === 'dns');
  const others = [names.slice(1), [...names, 'other.test'], names.map((name) => `${name}x`), []];
  return [
    ...(summary.hasDnsNames(names) && !isDns ? difference('names', 'others', 'its own') : []),
    ...(others.some((list) => list.join() !== names.join() && summary.hasDnsNames(list))
      ? difference('other names', 'others', 'its own')
      : []),
  ];
}
