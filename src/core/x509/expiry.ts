import type { ExpiryState, Validity } from '../model';

/** Milliseconds of a day. */
export const day = 24 * 60 * 60 * 1000;

/** The longest warning: a month suits certificates of a year; for short-lived ones a third of the lifetime does. */
const maxWarning = 30 * day;

/** RFC 5280 §4.1.2.5: this notAfter says that there is no well-defined expiration date. */
const endless = Date.UTC(9999, 11, 31, 23, 59, 59);

/** Returns true if it says that it does not expire, or names a time that no date can be. */
export const isEndless = ({ notAfter }: Pick<Validity, 'notAfter'>): boolean => notAfter >= endless;

/**
 * Returns how long before its end a certificate counts as expiring, in milliseconds.
 * @param warningDays a fixed number of days, or null for the smaller of 30 days and a third of the lifetime
 */
export function warningTime({ notBefore, notAfter }: Validity, warningDays: number | null): number {
  return warningDays === null ? Math.min(maxWarning, Math.max(0, notAfter - notBefore) / 3) : warningDays * day;
}

/**
 * Returns the state at `now`. Both ends of the validity are included, `notAfter` for its whole second (RFC 5280
 * §4.1.2.5).
 */
export function expiryState(validity: Validity, now: number, warningDays: number | null): ExpiryState {
  // Expired comes first: a validity that ends before it starts never comes.
  if (now >= validity.notAfter + 1000) return 'expired';
  if (now < validity.notBefore) return 'notYetValid';
  return validity.notAfter - now <= warningTime(validity, warningDays) ? 'expiring' : 'valid';
}

/** Returns true if it ends before it starts. */
export const isNeverValid = ({ validity }: { readonly validity: Validity }): boolean =>
  validity.notAfter < validity.notBefore;

/**
 * Counts the whole days until the end: 0 on the last day, negative once it is over (-1 during the first day after it).
 */
export const daysLeft = (validity: Validity, now: number): number => Math.floor((validity.notAfter - now) / day);

/** Counts the days until it begins; a started day counts in full, so that nothing is promised too early. */
export const daysUntilValid = ({ notBefore }: Pick<Validity, 'notBefore'>, now: number): number =>
  Math.ceil((notBefore - now) / day);

/**
 * Returns true if it ends within so many days, and that is near for it: by {@link expiryState}, a certificate of six
 * days is not near its end from its first day on. Where the days of the warning are fixed, days alone count.
 */
export function endsWithin(
  validity: Validity,
  { days, now, warningDays }: { readonly days: number; readonly now: number; readonly warningDays: number | null },
): boolean {
  if (validity.notAfter - now > days * day) return false;
  return expiryState(validity, now, warningDays === null ? null : days) === 'expiring';
}
