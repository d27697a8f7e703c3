/**
 * The timeline as numbers: which certificates end when, split by what they have in common. A function of what is known
 * and of the time.
 */
import { day } from '../../core/x509/expiry';
import type { Cooperative } from '../../shared/cooperative';
import { sortSteps } from '../../shared/sortSteps';
import type { Clock } from '../inventory/stateCounts';
import { certificateStates } from '../inventory/stateCounts';
import type { KnownCertificates, NumberId, Numbers, TimelineItem } from './items';
import { eachItemSteps, isCounted, NumberCount, numberIds } from './items';

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

/**
 * The properties that certificates are split and filtered by. `source`: a connection, or the files of the workspace.
 */
export const dimensions = ['state', 'type', 'issuer', 'source'] as const;
export type Dimension = (typeof dimensions)[number];

export interface TimelineView {
  /** The property that the bars are split by. */
  readonly by: Dimension;
  /** Only certificates with this key; see {@link keyOf}. */
  readonly filter: Readonly<Partial<Record<Dimension, string>>>;
  /** The number or period whose certificates are listed. */
  readonly chosen: string | undefined;
}

export interface KeyCount {
  /** Undefined for all that have no place of their own. */
  readonly key: string | undefined;
  readonly count: number;
}

export interface Timeline {
  /** Certificates that pass the filter. */
  readonly total: number;
  readonly numbers: Numbers;
  /** Keys that can be filtered by, of all certificates, the most frequent first. */
  readonly facets: Readonly<Record<Dimension, readonly KeyCount[]>>;
  readonly series: readonly KeyCount[];
  /** `counts` has a number a series. */
  readonly periods: readonly { readonly period: Period; readonly total: number; readonly counts: readonly number[] }[];
  /** Certificates without dates, which stand in no period. */
  readonly undated: number;
  /** The soonest of the chosen ones, and how many there are. */
  readonly chosen: { readonly items: readonly TimelineItem[]; readonly count: number } | undefined;
}

/** The id of files, in place of a connection's id, which is never empty. */
export const filesSource = '';

/** The bars are split into so many parts; the rest is one more. */
const maxSeries = 5;
/** Keys that are offered to filter by. */
const maxFacets = 50;

export const maxListed = 500;

/** Returns what a certificate has in common with others. */
function keyOf({ state, type, issuer, subject }: TimelineItem, dimension: Dimension): string {
  switch (dimension) {
    case 'state':
      return state;
    case 'type':
      return type;
    case 'issuer':
      return issuer ?? '';
    case 'source':
      return subject.from === 'gateway' ? subject.connection : filesSource;
  }
}

const passes = (item: TimelineItem, { filter }: Pick<TimelineView, 'filter'>): boolean =>
  dimensions.every((dimension) => filter[dimension] === undefined || filter[dimension] === keyOf(item, dimension));

/** Hands those that pass the filter to `look`, in steps. */
export const eachPassingSteps = (
  known: KnownCertificates,
  { clock, view }: { readonly clock: Clock; readonly view: Pick<TimelineView, 'filter'> },
  look: (item: TimelineItem) => void,
): Cooperative<void> =>
  eachItemSteps(known, clock, (item) => {
    if (passes(item, view)) look(item);
  });

/** Works the timeline out in time that grows with the number of certificates alone. */
export function* timelineSteps(known: KnownCertificates, clock: Clock, view: TimelineView): Cooperative<Timeline> {
  const periods = periodsAt(clock.now);
  const facets = { state: counter(), type: counter(), issuer: counter(), source: counter() };
  const parts = periods.map(counter);
  const all = counter();
  const numbers = new NumberCount(clock);
  const isChosen = toChoice(view.chosen, { clock, periods });
  const chosen: TimelineItem[] = [];
  let [total, undated] = [0, 0];
  yield* eachItemSteps(known, clock, (item) => {
    for (const dimension of dimensions) increase(facets[dimension], keyOf(item, dimension));
    if (!passes(item, view)) return;
    total++;
    numbers.add(item);
    const at = item.validity && periodIndex(periods, item.validity.notAfter);
    if (at === undefined) {
      undated++;
      return;
    }
    const key = keyOf(item, view.by);
    increase(all, key);
    increase(parts[at] ?? all, key);
    if (isChosen?.(item, at)) chosen.push(item);
  });
  const series = yield* toSeriesSteps(all, view.by);
  const sorted = isChosen && (yield* sortSteps(chosen, bySoonest));
  return {
    total,
    numbers: numbers.numbers,
    facets: {
      state: yield* toFacetsSteps(facets.state),
      type: yield* toFacetsSteps(facets.type),
      issuer: yield* toFacetsSteps(facets.issuer),
      source: yield* toFacetsSteps(facets.source),
    },
    series,
    periods: periods.map((period, index) => ({ period, ...countsOf(parts[index] ?? counter(), series) })),
    undated,
    chosen: sorted && { items: sorted.slice(0, maxListed), count: sorted.length },
  };
}

type Choice = (item: TimelineItem, period: number) => boolean;

function toChoice(
  chosen: string | undefined,
  { clock, periods }: { readonly clock: Clock; readonly periods: readonly Period[] },
): Choice | undefined {
  const number: NumberId | undefined = numberIds.find((id) => toNumberChoice(id) === chosen);
  if (number) return (item) => isCounted(item, number, clock);
  const at = periods.findIndex(({ id }) => id === chosen);
  return at < 0 ? undefined : (_, period) => period === at;
}

/** Returns the id of the choice that lists a number's certificates, beside those of the periods. */
export const toNumberChoice = (id: NumberId): string => `number:${id}`;

const bySoonest = (one: TimelineItem, other: TimelineItem): number =>
  (one.validity?.notAfter ?? 0) - (other.validity?.notAfter ?? 0) ||
  (one.title < other.title ? -1 : one.title > other.title ? 1 : 0);

type Counter = Map<string, number>;
const counter = (): Counter => new Map();
const increase = (counts: Counter, key: string): Counter => counts.set(key, (counts.get(key) ?? 0) + 1);

const byCount = (one: KeyCount, other: KeyCount): number =>
  other.count - one.count || ((one.key ?? '') < (other.key ?? '') ? -1 : 1);

const toListSteps = (counts: Counter): Cooperative<readonly KeyCount[]> =>
  sortSteps(
    Array.from(counts, ([key, count]) => ({ key, count })),
    byCount,
  );

function* toFacetsSteps(counts: Counter): Cooperative<readonly KeyCount[]> {
  return (yield* toListSteps(counts)).slice(0, maxFacets);
}

/**
 * Orders states by urgency, as everywhere, and the rest by number. What has no place of its own comes last, together.
 */
function* toSeriesSteps(counts: Counter, by: Dimension): Cooperative<readonly KeyCount[]> {
  const list = yield* toListSteps(counts);
  if (by === 'state') {
    const order: readonly (string | undefined)[] = certificateStates;
    return list.toSorted((one, other) => order.indexOf(one.key) - order.indexOf(other.key));
  }
  if (list.length <= maxSeries + 1) return list;
  const rest = list.slice(maxSeries).reduce((sum, { count }) => sum + count, 0);
  return [...list.slice(0, maxSeries), { key: undefined, count: rest }];
}

function countsOf(
  counts: Counter,
  series: readonly KeyCount[],
): { readonly total: number; readonly counts: readonly number[] } {
  let total = 0;
  for (const count of counts.values()) total += count;
  const named = series.map(({ key }) => (key === undefined ? 0 : (counts.get(key) ?? 0)));
  const rest = total - named.reduce((sum, count) => sum + count, 0);
  return { total, counts: series.map(({ key }, index) => (key === undefined ? rest : (named[index] ?? 0))) };
}
