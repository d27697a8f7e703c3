/** Words and looks for the page of the timeline. */
import type { Connection } from '../../app/connections/connection';
import type { CertificateState } from '../../app/inventory/stateCounts';
import type { ItemType, NumberId } from '../../app/timeline/items';
import type { Dimension, Period } from '../../app/timeline/timeline';
import { filesSource } from '../../app/timeline/timeline';
import { typeWord } from '../../core/typeWord';
import type { TimelineLook } from '../../shared/timelineProtocol';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { Wording } from '../text/words';
import { stateWord } from '../text/words';

/** Longest texts of strangers on the page. */
export const maxText = 100;

export function numberWord(id: NumberId, t: Translate): string {
  switch (id) {
    case 'expired':
      return t('Expired');
    case 'week':
      return t('Within 7 days');
    case 'month':
      return t('Within 30 days');
  }
}

export function dimensionWord(dimension: Dimension, t: Translate): string {
  switch (dimension) {
    case 'state':
      return t('State');
    case 'type':
      return t('Type');
    case 'issuer':
      return t('Issuer');
    case 'source':
      return t('Connection');
  }
}

export function keyWord(
  dimension: Dimension,
  key: string,
  { connections, wording }: { readonly connections: readonly Connection[]; readonly wording: Wording },
): string {
  const { translate: t } = wording;
  switch (dimension) {
    case 'state':
      return stateWord(key as CertificateState, t);
    case 'type':
      return itemTypeWord(key as ItemType, t);
    case 'issuer':
      return key === '' ? t('Issuer unknown') : toShortText(key, maxText);
    case 'source':
      return key === filesSource
        ? t('Files of this workspace')
        : toShortText(connections.find(({ id }) => id === key)?.name ?? key, maxText);
  }
}

export function itemTypeWord(type: ItemType, t: Translate): string {
  if (type === 'ca') return t('CA');
  return typeWord(type === 'unknown' ? undefined : type, t);
}

const looks: readonly TimelineLook[] = ['a', 'b', 'c', 'd', 'e', 'rest'];

export function lookOf(by: Dimension, key: string | undefined, index: number): TimelineLook {
  if (by !== 'state') return looks[key === undefined ? looks.length - 1 : index] ?? 'rest';
  switch (key) {
    case 'expired':
    case 'expiring':
    case 'notYetValid':
    case 'valid':
    case 'disabled':
      return key;
    default:
      return 'rest';
  }
}

/** Writes a period: `Nov 28 – Dec 5, 2026`, `March 2027`; the first and the last in words. */
export function periodText({ kind, from, to }: Period, { language, translate: t }: Wording): string {
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  switch (kind) {
    case 'expired':
      return t('Expired');
    case 'week':
    case 'restOfMonth':
      return date.formatRange(from, to - 1);
    case 'month':
      return new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(from);
    case 'later':
      return t('From {date} on', { date: date.format(from) });
  }
}

export function shortPeriodText({ kind, from }: Period, { language, translate: t }: Wording): string {
  const format = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }).format(from);
  switch (kind) {
    case 'expired':
      return t('Expired');
    case 'week':
    case 'restOfMonth':
      return format({ month: 'short', day: 'numeric' });
    case 'month':
      return new Date(from).getUTCMonth() === 0 ? format({ year: 'numeric' }) : format({ month: 'short' });
    case 'later':
      return t('Later');
  }
}
