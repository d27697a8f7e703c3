/** The periods of the timeline: what has ended, weeks for a quarter, months for a year, and all that is later. */

const day = 24 * 60 * 60 * 1000;
const week = 7 * day;
/** A quarter. */
const weeks = 13;
/** Whole months behind the quarter and the rest of its last month. */
const months = 12;
/** `notAfter` counts for its whole second: RFC 5280 §4.1.2.5. */
const second = 1000;

export interface Period {
  /** `expired`, `w0` to `w12`, `m0` to `m12`, `later`. */
  readonly id: string;
  readonly kind: 'expired' | 'week' | 'restOfMonth' | 'month' | 'later';
  /** The first moment of it, and the first one behind it. */
  readonly from: number;
  readonly to: number;
}

/** Returns all periods in order, without a gap. Weeks are counted from `now` on, months as UTC has them. */
export function periodsAt(now: number): readonly Period[] {
  const periods: Period[] = [{ id: 'expired', kind: 'expired', from: Number.NEGATIVE_INFINITY, to: now - second + 1 }];
  let from = now - second + 1;
  const add = (id: string, kind: Period['kind'], to: number): void => {
    if (to <= from) return;
    periods.push({ id, kind, from, to });
    from = to;
  };
  for (let index = 0; index < weeks; index++) add(`w${index}`, 'week', now + (index + 1) * week + 1);
  const last = new Date(now + weeks * week);
  for (let index = 0; index <= months; index++)
    add(
      `m${index}`,
      index === 0 ? 'restOfMonth' : 'month',
      Date.UTC(last.getUTCFullYear(), last.getUTCMonth() + index + 1),
    );
  add('later', 'later', Number.POSITIVE_INFINITY);
  return periods;
}

/** Returns the place of the period that a moment is in. */
export function periodIndex(periods: readonly Period[], moment: number): number {
  let [low, high] = [0, periods.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (moment < (periods[middle]?.to ?? Number.POSITIVE_INFINITY)) high = middle;
    else low = middle + 1;
  }
  return low;
}
