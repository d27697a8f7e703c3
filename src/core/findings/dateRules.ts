import type { ExpiryState, Validity } from '../model';
import { certificateName, isSelfIssued } from '../x509/certificateName';
import { day, daysLeft, expiryState, isEndless, isNeverValid } from '../x509/expiry';
import { mayServe } from './certificateParts';
import type { FindingPlace, Rule } from './rule';
import { at } from './rule';
import type { RuleContext } from './ruleContext';
import { onEach } from './ruleContext';

/** RFC 5280 §4.1.2.5, and how long public CAs may make it last. */
export const dateRules = [
  {
    // RFC 5280 §4.1.2.5: both ends belong to the validity, so that equal ones leave a single second.
    code: 'neverValid',
    severity: 'error',
    sentence: '{name} is never valid: it ends on {end}, before it starts on {start}.',
    find: ({ certificates }) =>
      certificates.flatMap(({ part, certificate }): readonly FindingPlace[] => {
        const { notBefore, notAfter } = certificate.validity;
        if (notAfter > notBefore) return [];
        const facts = { name: certificateName(certificate), start: toUtcText(notBefore), end: toUtcText(notAfter) };
        if (isNeverValid(certificate)) return [at(part, facts)];
        return [{ ...at(part, facts), sentence: '{name} is valid for only one second: it starts and ends on {end}.' }];
      }),
  },
  {
    // RFC 5280 §4.1.2.5.1 and §4.1.2.5.2. OpenSSL: “format error in certificate's notBefore field”.
    code: 'timeForm',
    severity: 'error',
    sentence:
      'A date of {name} has an offset or a fraction, or lacks seconds or its zone: OpenSSL and Chrome refuse the certificate.',
    find: (subject) => onEach(subject, ({ oddities }) => (oddities.includes('timeForm') ? {} : undefined)),
  },
  {
    // RFC 5280 §4.1.2.5: UTCTime through 2049. Roots of old have it, and clients have those.
    code: 'timeType',
    severity: 'hint',
    sentence: 'A date of {name} before 2050 is a GeneralizedTime; until then it has to be a UTCTime.',
    find: (subject) =>
      onEach(subject, (certificate) =>
        certificate.oddities.includes('timeType') && !isSelfIssued(certificate) ? {} : undefined,
      ),
  },
  {
    code: 'expired',
    severity: 'error',
    sentence: '{name} expired on {date}.',
    find: (subject) => inState(subject, 'expired'),
  },
  {
    code: 'notYetValid',
    severity: 'warning',
    sentence: '{name} is not valid before {date}.',
    find: (subject) => inState(subject, 'notYetValid'),
  },
  {
    code: 'expiring',
    severity: 'warning',
    sentence: '{name} expires on {date} ({days} d left).',
    find: (subject) => inState(subject, 'expiring'),
  },
  {
    // CA/B Forum Baseline Requirements §6.3.2, ballot SC-081v3.
    code: 'validityTooLong',
    severity: 'hint',
    sentence:
      '{name} is valid for {days} days. For its date of issue, public CAs may give at most {limit}, and browsers enforce that.',
    find: ({ ends }) =>
      ends.flatMap(({ part, certificate }): readonly FindingPlace[] => {
        const limit = maxValidity(certificate.validity.notBefore);
        const days = daysOf(certificate.validity);
        if (limit === undefined || days <= limit || !mayServe(certificate)) return [];
        const place = at(part, { name: certificateName(certificate), days, limit });
        if (!isEndless(certificate.validity)) return [place];
        return [
          {
            ...place,
            sentence:
              '{name} has no expiration date. For its date of issue, public CAs may give at most {limit} days, and browsers enforce that.',
          },
        ];
      }),
  },
] as const satisfies readonly Rule[];

function inState({ certificates, now, warningDays }: RuleContext, wanted: ExpiryState): readonly FindingPlace[] {
  return certificates.flatMap(({ part, certificate }) => {
    const { validity } = certificate;
    if (isNeverValid(certificate) || expiryState(validity, now, warningDays) !== wanted) return [];
    const time = wanted === 'notYetValid' ? validity.notBefore : validity.notAfter;
    return [at(part, { name: certificateName(certificate), date: toUtcText(time), days: daysLeft(validity, now) })];
  });
}

/** `2026-12-05 10:00 UTC`; `+10000-01-01 00:00 UTC` beyond four digits of a year. */
const toUtcText = (time: number): string =>
  `${new Date(time)
    .toISOString()
    .replace(/:\d\d\.\d+Z$/, '')
    .replace('T', ' ')
    .replace(/^\+0+/, '+')} UTC`;

/**
 * Counts the days of a validity; a started day counts in full, and both ends are included (Baseline Requirements
 * §1.6.1, “Validity Period”).
 */
const daysOf = ({ notBefore, notAfter }: Validity): number => Math.ceil((notAfter - notBefore + 1000) / day);

/** The longest validity in days by the date of issue, newest first. */
const longest: readonly (readonly [from: number, days: number])[] = [
  [Date.UTC(2029, 2, 15), 47],
  [Date.UTC(2027, 2, 15), 100],
  [Date.UTC(2026, 2, 15), 200],
  [Date.UTC(2020, 8, 1), 398],
  [Date.UTC(2018, 2, 1), 825],
];

const maxValidity = (issued: number): number | undefined => longest.find(([from]) => issued >= from)?.[1];
