import type { GroupKey } from '../../app/inventory/arrange';
import type { CertificateEntry } from '../../app/inventory/certificateEntry';
import type { Grouping, Sorting } from '../../app/inventory/order';
import type { CertificateState, Clock } from '../../app/inventory/stateCounts';
import { toCertificateState } from '../../app/inventory/stateCounts';
import type { Validity } from '../../core/model';
import { typeWord } from '../../core/typeWord';
import { day, daysLeft, daysUntilValid, expiryState, isEndless } from '../../core/x509/expiry';
import { dayText } from '../../shared/dayText';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';

/** Everything wording depends on. `language` is a BCP 47 tag. */
export interface Wording {
  readonly clock: Clock;
  readonly translate: Translate;
  readonly language: string;
}

export function stateWord(state: CertificateState, translate: Translate): string {
  switch (state) {
    case 'expired':
      return translate('Expired');
    case 'expiring':
      return translate('Expiring');
    case 'notYetValid':
      return translate('Not valid yet');
    case 'valid':
      return translate('Valid');
    case 'unknown':
      return translate('Dates unknown');
    case 'disabled':
      return translate('Disabled');
  }
}

export function groupWord(key: GroupKey, translate: Translate): string {
  switch (key.by) {
    case 'state':
      return stateWord(key.value, translate);
    case 'type':
      return typeWord(key.value, translate);
    case 'issuer':
      return key.value === undefined ? translate('Issuer unknown') : toShortText(key.value, 200);
    case 'label':
      return key.value === undefined ? translate('No labels') : toShortText(key.value, 200);
  }
}

export function groupingWord(grouping: Grouping, translate: Translate): string {
  switch (grouping) {
    case 'none':
      return translate('No grouping');
    case 'state':
      return translate('State');
    case 'type':
      return translate('Type');
    case 'issuer':
      return translate('Issuer');
    case 'label':
      return translate('Label');
    case 'host':
      return translate('Host');
  }
}

export function sortingWord(sorting: Sorting, translate: Translate): string {
  switch (sorting) {
    case 'expiry':
      return translate('Expiry, soonest first');
    case 'name':
      return translate('Name');
  }
}

/** Returns the remaining time in short words: `12 days left`, `expired 3 days ago`, `disabled`. */
export function remainingText(entry: CertificateEntry, wording: Wording): string {
  const { clock, translate } = wording;
  const { validity } = entry;
  const state = toCertificateState(entry, clock);
  if (state === 'disabled') return translate('disabled');
  if (!validity || state === 'unknown') return translate('dates unknown');
  return validityText(validity, wording);
}

/**
 * Returns it for the beginning of a row: `12 d`, `−9 d` where it expired, `in 3 d` before it is valid. Undefined where
 * no dates are known.
 */
export function shortRemaining({ validity }: CertificateEntry, { clock, translate }: Wording): string | undefined {
  if (!validity) return undefined;
  const state = expiryState(validity, clock.now, clock.warningDays);
  if (state === 'expired') {
    const days = Math.floor((clock.now - validity.notAfter) / day);
    return days < 1 ? translate('−<1 d') : translate('−{days} d', { days });
  }
  if (state === 'notYetValid') return translate('in {days} d', { days: daysUntilValid(validity, clock.now) });
  if (isEndless(validity)) return translate('no end');
  const days = daysLeft(validity, clock.now);
  return days < 1 ? translate('<1 d') : translate('{days} d', { days });
}

/** Returns the remaining time by dates alone. */
export function validityText(validity: Validity, { clock, translate }: Pick<Wording, 'clock' | 'translate'>): string {
  const state = expiryState(validity, clock.now, clock.warningDays);
  if (state === 'notYetValid') return translate('not valid before {date}', { date: dayText(validity.notBefore) });
  if (state === 'expired') return expiredText(clock.now - validity.notAfter, translate);
  if (isEndless(validity)) return translate('no expiration date');
  const days = daysLeft(validity, clock.now);
  if (days < 1) return translate('less than a day left');
  return days === 1 ? translate('1 day left') : translate('{days} days left', { days });
}

/** Returns the remaining time as part of a spoken sentence: `expires in 12 days`. */
export function spokenRemaining(entry: CertificateEntry, wording: Wording): string {
  const state = toCertificateState(entry, wording.clock);
  if (!entry.validity || (state !== 'valid' && state !== 'expiring')) return remainingText(entry, wording);
  if (isEndless(entry.validity)) return wording.translate('has no expiration date');
  const days = daysLeft(entry.validity, wording.clock.now);
  if (days < 1) return wording.translate('expires in less than a day');
  return days === 1 ? wording.translate('expires in 1 day') : wording.translate('expires in {days} days', { days });
}

function expiredText(since: number, translate: Translate): string {
  const days = Math.floor(since / day);
  if (days < 1) return translate('expired less than a day ago');
  return days === 1 ? translate('expired 1 day ago') : translate('expired {days} days ago', { days });
}

/** Writes a time: `2026-01-02 10:00 UTC`. */
export const timeText = (time: number): string =>
  dayText(time) === '–' ? '–' : `${dayText(time)} ${new Date(time).toISOString().slice(-13, -8)} UTC`;

export function countText(count: number, wording: Pick<Wording, 'language'>): string {
  return new Intl.NumberFormat(wording.language).format(count);
}
