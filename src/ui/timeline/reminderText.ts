import type { Numbers } from '../../app/timeline/items';
import type { Wording } from '../text/words';
import { countText } from '../text/words';

type Words = Pick<Wording, 'translate' | 'language'>;

/** Words the notice as the tree does. */
export const pressingText = ({ expired, expiring }: Numbers, words: Words): string =>
  words.translate('Certificates on your gateways and in checked files: {expired} expired, {expiring} expiring.', {
    expired: countText(expired, words),
    expiring: countText(expiring, words),
  });

/** Words the status bar; undefined where nothing ends soon. */
export function statusText(
  { expired, week, month }: Numbers,
  words: Words,
): { readonly text: string; readonly tooltip: string } | undefined {
  const { translate: t } = words;
  const parts = [
    expired > 0 ? t('{count} expired', { count: countText(expired, words) }) : '',
    week > 0 ? t('{count} ≤ 7 d', { count: countText(week, words) }) : '',
    month > 0 ? t('{count} ≤ 30 d', { count: countText(month, words) }) : '',
  ].filter(Boolean);
  if (parts.length === 0) return undefined;
  return {
    text: parts.join(' · '),
    tooltip: t('Certificates: {expired} expired, {week} expire within 7 days, {month} within 30 days. Show timeline', {
      expired: countText(expired, words),
      week: countText(week, words),
      month: countText(month, words),
    }),
  };
}
