import type { Translate } from '../../shared/translate';
import type { Validity } from '../model';
import { isEndless } from '../x509/expiry';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365.25 * day;

/** Writes a time as `2026-01-02 10:00:00 UTC`: the same in every language and time zone, so that it can be compared. */
export function toUtc(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime())
    ? String(time)
    : date
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, ' UTC');
}

/** Writes the end of a validity in one spelling like {@link toUtc}. */
export const toEnd = (notAfter: number, translate: Translate): string =>
  isEndless({ notAfter }) ? translate('no expiration date') : toUtc(notAfter);

/** Writes from when until when. */
export const toValidity = ({ notBefore, notAfter }: Validity, translate: Translate): string =>
  isEndless({ notAfter })
    ? translate('{from}, no expiration date', { from: toUtc(notBefore) })
    : translate('{from} to {to}', { from: toUtc(notBefore), to: toUtc(notAfter) });

/** Writes a length of time in its largest fitting unit, rounded down so that nothing is promised: `12 days`. */
export function toSpan(milliseconds: number, translate: Translate): string {
  const length = Math.abs(milliseconds);
  if (length < minute) return translate('less than a minute');
  if (length < 2 * minute) return translate('1 minute');
  if (length < 2 * hour) return translate('{count} minutes', { count: Math.floor(length / minute) });
  if (length < 2 * day) return translate('{count} hours', { count: Math.floor(length / hour) });
  if (length < 2 * year) return translate('{count} days', { count: Math.floor(length / day) });
  return translate('{count} years', { count: Math.floor(length / year) });
}

/** Writes a time as seen from now: `in 12 days`, `3 hours ago`. */
export const toRelative = (time: number, now: number, translate: Translate): string =>
  time > now
    ? translate('in {span}', { span: toSpan(time - now, translate) })
    : translate('{span} ago', { span: toSpan(now - time, translate) });
