/**
 * Says what is wrong with the extensions of a certificate, so that clients refuse it. Findings and verdicts on chains
 * ask here.
 */
import type { Certificate, Extension } from '../model';
import { unreadableExtensions } from './malformedExtensions';

type WithExtensions = Pick<Certificate, 'extensions'>;

/** RFC 6962 §3.1. */
const poison = '1.3.6.1.4.1.11129.2.4.3';

/** Returns true if it was made for transparency logs alone: clients refuse it (RFC 6962 §3.1). */
export const isPrecertificate = ({ extensions }: WithExtensions): boolean =>
  extensions.some(({ oid }) => oid === poison);

/**
 * Critical extensions that clients do not process: RFC 5280 §4.2 wants them to refuse the certificate. Known are those
 * that OpenSSL takes (`X509_supported_extension`); others take fewer. The key identifiers are none of them: OpenSSL and
 * Go refuse them where they are critical, which RFC 5280 §4.2.1.1 and §4.2.1.2 forbid.
 */
export const unknownCriticals = ({ extensions }: WithExtensions): readonly Extension[] =>
  extensions.filter(({ oid, isCritical }) => isCritical && oid !== poison && !processed.has(oid));

const processed: ReadonlySet<string> = new Set([
  '2.16.840.1.113730.1.1',
  '2.5.29.15',
  '2.5.29.17',
  '2.5.29.19',
  '2.5.29.30',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.33',
  '2.5.29.36',
  '2.5.29.37',
  '2.5.29.54',
  '1.3.6.1.5.5.7.1.7',
  '1.3.6.1.5.5.7.1.8',
  '1.3.6.1.5.5.7.1.14',
  '1.3.6.1.5.5.7.48.1.5',
]);

/** Finds extensions that come again after the first of their kind: RFC 5280 §4.2 allows one of each. */
export function repeatedExtensions({ extensions }: WithExtensions): readonly Extension[] {
  const seen = new Set<string>();
  const reported = new Set<string>();
  return extensions.filter(({ oid }) => {
    const isRepeated = seen.has(oid) && !reported.has(oid);
    if (isRepeated) reported.add(oid);
    seen.add(oid);
    return isRepeated;
  });
}

/** Returns true if its names cannot be read: nothing is known of them then. */
export const hasUnreadableNames = (certificate: WithExtensions): boolean =>
  unreadableExtensions(certificate).some(({ oid }) => oid === '2.5.29.17');

/** Returns true if it asks servers to staple an OCSP answer (RFC 7633 §4.1: TLS feature 5). */
export const wantsStapling = ({ extensions }: WithExtensions): boolean =>
  extensions.some(({ content }) => content.kind === 'tlsFeature' && content.features.includes(5));

/**
 * Returns true if it has signed timestamps of public logs (RFC 6962 §3.3), or a policy of the CA/B Forum (Baseline
 * Requirements §7.1.6.1).
 */
export const isOfPublicCa = ({ extensions }: WithExtensions): boolean =>
  extensions.some(({ content }) => {
    if (content.kind === 'sctList') return content.scts.length > 0;
    return (
      content.kind === 'certificatePolicies' &&
      content.policies.some(({ oid }) => /^2\.23\.140\.1\.(1|2\.[123])$/.test(oid))
    );
  });
