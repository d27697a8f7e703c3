/**
 * Checks whether certificates can serve as the CA that a gateway verifies its peers with (mTLS). OpenSSL, behind every
 * gateway here, asks of each of them what RFC 5280 §6.1.4 asks of an issuer, and wants the chain to end in a
 * self-signed one.
 */
import type { Translate } from '../../shared/translate';
import type { Certificate } from '../model';
import { certificateName, isSelfIssued, shortName } from '../x509/certificateName';
import { daysLeft, expiryState } from '../x509/expiry';
import { isSameCertificate, linkState } from './links';
import { issuingBars } from './pathReasons';

type CaCheckCode =
  | 'none'
  /** No CA certificate: most likely a leaf chosen by mistake. */
  | 'notCa'
  /** The certificate does not say if it is a CA, as those of version 1 cannot. */
  | 'unstated'
  | 'noKeyCertSign'
  | 'expired'
  | 'notYetValid'
  | 'expiring'
  | 'valid'
  | 'root'
  /** Signed by another CA, which is among them. */
  | 'intermediate'
  /** Signed by another CA, which is not. */
  | 'issuerMissing'
  | 'several'
  | 'duplicate';

export interface CaCheck {
  readonly code: CaCheckCode;
  /** `stop`: no peer would ever be let in. */
  readonly outcome: 'pass' | 'note' | 'warning' | 'stop';
  /** Safe to show. */
  readonly sentence: string;
  /** The certificate that it is about; undefined where it is about all. */
  readonly index?: number;
}

export interface CaCheckOptions {
  readonly now: number;
  readonly warningDays: number | null;
  readonly translate: Translate;
}

/** Finds everything that speaks for or against CA certificates, worst first. */
export function checkCa(certificates: readonly Certificate[], options: CaCheckOptions): readonly CaCheck[] {
  const { translate: t } = options;
  if (certificates.length === 0)
    return [{ code: 'none', outcome: 'stop', sentence: t('There is no certificate in it') }];
  const distinct = certificates.filter(
    (each, index) => certificates.findIndex((other) => isSameCertificate(other, each)) === index,
  );
  const checks = certificates.flatMap((certificate, index): readonly CaCheck[] => {
    if (certificates.findIndex((other) => isSameCertificate(other, certificate)) < index)
      return [
        {
          code: 'duplicate',
          outcome: 'note',
          index,
          sentence: t('{name} occurs more than once', { name: certificateName(certificate) }),
        },
      ];
    return [
      roleCheck(certificate, t),
      usageCheck(certificate, t),
      validityCheck(certificate, options),
      issuerCheck(certificate, distinct, t),
    ]
      .filter((check) => check !== undefined)
      .map((check) => ({ ...check, index }));
  });
  const authorities = distinct.filter(({ isCa }) => isCa).length;
  const several: readonly CaCheck[] =
    authorities > 1
      ? [
          {
            code: 'several',
            outcome: 'note',
            sentence: t('{count} CA certificates: a peer whose certificate any of them issued is let in', {
              count: authorities,
            }),
          },
        ]
      : [];
  const rank = { stop: 0, warning: 1, note: 2, pass: 3 } as const;
  return [...checks, ...several].sort((a, b) => rank[a.outcome] - rank[b.outcome]);
}

/** Checks basic constraints (RFC 5280 §6.1.4 (k)). */
function roleCheck(certificate: Certificate, t: Translate): CaCheck | undefined {
  if (certificate.isCa) return undefined;
  const name = certificateName(certificate);
  if (!issuingBars(certificate).includes('notCa'))
    return {
      code: 'unstated',
      outcome: 'note',
      sentence: t('{name} is of version {version}, which cannot say that it is a CA', {
        name,
        version: certificate.version,
      }),
    };
  const isStated = certificate.extensions.some(({ oid }) => oid === '2.5.29.19');
  return isStated || !isSelfIssued(certificate)
    ? {
        code: 'notCa',
        outcome: 'stop',
        sentence: t('{name} is not the certificate of a CA: it cannot verify other certificates', { name }),
      }
    : {
        code: 'unstated',
        outcome: 'warning',
        sentence: t('{name} does not say that it is a CA: it cannot verify other certificates', { name }),
      };
}

/** Checks key usage (RFC 5280 §6.1.4 (n)). */
function usageCheck(certificate: Certificate, t: Translate): CaCheck | undefined {
  if (!certificate.isCa || !issuingBars(certificate).includes('noKeyCertSign')) return undefined;
  return {
    code: 'noKeyCertSign',
    outcome: 'warning',
    sentence: t('The key usage of {name} does not allow signing certificates: peers are refused', {
      name: certificateName(certificate),
    }),
  };
}

function validityCheck(certificate: Certificate, { now, warningDays, translate: t }: CaCheckOptions): CaCheck {
  const values = { name: certificateName(certificate), days: daysLeft(certificate.validity, now) };
  const state = expiryState(certificate.validity, now, warningDays);
  switch (state) {
    case 'expired':
      return { code: state, outcome: 'warning', sentence: t('{name} has expired: peers are refused', values) };
    case 'notYetValid':
      return {
        code: state,
        outcome: 'warning',
        sentence: t('{name} is not valid yet: peers are refused until then', values),
      };
    case 'expiring':
      return {
        code: state,
        outcome: 'warning',
        sentence:
          values.days === 1
            ? t('{name} expires soon: 1 day left', values)
            : t('{name} expires soon: {days} days left', values),
      };
    case 'valid':
      return { code: state, outcome: 'pass', sentence: t('{name} is valid for {days} more days', values) };
  }
}

/** Checks who issued a CA; what is wrong with a leaf is reported elsewhere. */
function issuerCheck(certificate: Certificate, all: readonly Certificate[], t: Translate): CaCheck | undefined {
  const name = certificateName(certificate);
  if (isSelfIssued(certificate) && linkState(certificate, certificate) !== 'notIssued')
    return certificate.isCa
      ? { code: 'root', outcome: 'pass', sentence: t('{name} is a root: self-signed', { name }) }
      : undefined;
  if (!certificate.isCa) return undefined;
  const issuer = all.find((other) => other !== certificate && linkState(certificate, other) !== 'notIssued');
  return issuer
    ? {
        code: 'intermediate',
        outcome: 'pass',
        sentence: t('{name} is signed by {issuer}, which is there too', { name, issuer: certificateName(issuer) }),
      }
    : {
        code: 'issuerMissing',
        outcome: 'warning',
        sentence: t(
          '{name} is signed by {issuer}, which is not there: gateways that want the chain up to a root refuse every peer',
          {
            name,
            issuer: shortName(certificate.issuer),
          },
        ),
      };
}
