/** The CA that a gateway verifies its peers with, as it is chosen for an upload or update. Pure. */
import type { Certificate, CertificateType } from '../../core/model';
import { toCertificatesPem } from '../../core/pem/scan';
import { shortName } from '../../core/x509/certificateName';
import type { Translate } from '../../shared/translate';

export interface UploadCa {
  /** The name of the file that it is from. */
  readonly place: string;
  /** Not empty. Several are sent together: each is trusted. */
  readonly certificates: readonly Certificate[];
  /** The number of certificates that may stand between a peer's and the CA. Undefined: the gateway's own default. */
  readonly depth?: number;
}

/** Writes the CA as {@link CertificateBundle.caCertificate} wants it: each block with a line break behind it. */
export const caPem = ({ certificates }: UploadCa): string => toCertificatesPem(certificates);

/** Says what a CA certificate does beside a certificate of this type. */
export const caMeaning = (type: CertificateType, t: Translate): string =>
  type === 'server'
    ? t(
        'With a CA certificate the gateway demands a certificate of every client (mTLS), and lets in only those this CA issued.',
      )
    : t('With a CA certificate the gateway accepts only upstreams whose certificate this CA issued.');

/** Names a CA: `Example Root`, `Example Root and 1 more`. */
export function caTitle({ certificates }: UploadCa, t: Translate): string {
  const [first] = certificates;
  const name = first ? shortName(first.subject) : '';
  return certificates.length > 1 ? t('{name} and {count} more', { name, count: certificates.length - 1 }) : name;
}

/** Highest depth that is of any use; OpenSSL stops at 100. */
export const deepest = 100;

/** Parses a depth. Undefined where the text is none; `default` where it is empty. */
export function toDepth(text: string): number | 'default' | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return 'default';
  return /^\d{1,3}$/.test(trimmed) && Number(trimmed) <= deepest ? Number(trimmed) : undefined;
}
