/** Makes the page of the timeline, as data: numbers, parts and periods in words. */
import type { Connection } from '../../app/connections/connection';
import type { ExportRow } from '../../app/timeline/exportTable';
import type { TimelineItem } from '../../app/timeline/items';
import { numberIds } from '../../app/timeline/items';
import type { Dimension, KeyCount, Timeline, TimelineView } from '../../app/timeline/timeline';
import { dimensions, toNumberChoice } from '../../app/timeline/timeline';
import { validitySeverity } from '../../core/details/validity';
import type { TimelineRow, TimelineState, TimelineWords } from '../../shared/timelineProtocol';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { Wording } from '../text/words';
import { countText, stateWord, validityText } from '../text/words';
import {
  dimensionWord,
  itemTypeWord,
  keyWord,
  lookOf,
  maxText,
  numberWord,
  periodText,
  shortPeriodText,
} from './timelineWords';

export interface ReportFacts {
  readonly view: TimelineView;
  readonly connections: readonly Connection[];
  /** Returns a file's path as the workspace has it. */
  readonly fileText: (uri: string) => string;
  readonly wording: Wording;
}

/** The readings in progress, and what is missing from the numbers. */
export interface ReadingFacts {
  readonly isLoading: boolean;
  /** Connections whose certificates could not all be read. */
  readonly incomplete: readonly Connection[];
  /** The files of the workspace: whether a check was ever asked for, and is going on. */
  readonly files: 'none' | 'unchecked' | 'checking' | 'checked';
}

/** The choice of a control that lets everything pass. No key of a certificate begins so. */
const all = 'all';
const keyOption = (key: string): string => `=${key}`;

/** Returns the view after a control was set. */
export function setControl(view: TimelineView, control: string, option: string): TimelineView {
  const by = dimensions.find((dimension) => control === 'by' && dimension === option);
  if (by) return { ...view, by };
  const dimension = dimensions.find((each) => each === control);
  if (!dimension) return view;
  const { [dimension]: _, ...filter } = view.filter;
  return { ...view, filter: option.startsWith('=') ? { ...filter, [dimension]: option.slice(1) } : filter };
}

export function toTimelineState(timeline: Timeline, facts: ReportFacts, reading: ReadingFacts): TimelineState {
  const { view, wording } = facts;
  const { translate: t } = wording;
  return {
    kind: 'timeline',
    words: toWords(t),
    title: t('Expiry Timeline'),
    subtitle: subtitleOf(timeline, facts, reading),
    numbers: numberIds.map((id) => ({
      id: toNumberChoice(id),
      label: numberWord(id, t),
      count: countText(timeline.numbers[id], wording),
      severity: timeline.numbers[id] === 0 ? 'ok' : id === 'expired' ? 'error' : id === 'week' ? 'warning' : 'info',
    })),
    controls: [
      {
        id: 'by',
        label: t('Split by'),
        options: dimensions.map((id) => ({ id, text: dimensionWord(id, t) })),
        chosen: view.by,
      },
      ...dimensions.map((dimension) => toFilter(dimension, timeline, facts)),
    ],
    series: timeline.series.map(({ key, count }, index) => ({
      text: key === undefined ? t('All others') : keyWord(view.by, key, facts),
      count,
      look: lookOf(view.by, key, index),
    })),
    periods: timeline.periods.map(({ period, total, counts }) => {
      const label = periodText(period, wording);
      const text = t('{period}: {count}', { period: label, count: countText(total, wording) });
      return { id: period.id, label, short: shortPeriodText(period, wording), total, counts, text };
    }),
    chosen: toChosen(timeline, facts),
    notes: notesOf(timeline, facts, reading),
    canCheckFiles: reading.files === 'unchecked',
    canExport: timeline.total > 0,
    ...(reading.isLoading
      ? { activity: t('Reading from the gateways…') }
      : reading.files === 'checking'
        ? { activity: t('Checking Certificate Files') }
        : {}),
  };
}

const toWords = (t: Translate): TimelineWords => ({
  refresh: t('Refresh'),
  exportAll: t('Export…'),
  checkFiles: t('Check Certificate Files'),
  numbers: t('What ends soon'),
  picture: t('Certificates by the time they expire'),
  table: t('The same as a table'),
  period: t('Expires'),
  total: t('All'),
  filters: t('Filters'),
  empty: t('No certificates to show.'),
  choose: t('Choose a number, a bar or a period to list its certificates here.'),
});

function subtitleOf({ total }: Timeline, { connections, wording }: ReportFacts, { files }: ReadingFacts): string {
  const { translate: t } = wording;
  const values = { count: countText(total, wording), connections: countText(connections.length, wording) };
  return files === 'none' || files === 'unchecked'
    ? t('Certificates: {count}. Connections: {connections}.', values)
    : t('Certificates: {count}. Connections: {connections}, and the files of this workspace.', values);
}

function notesOf(
  { undated, numbers }: Timeline,
  { wording }: ReportFacts,
  { incomplete, files }: ReadingFacts,
): readonly string[] {
  const { translate: t, clock } = wording;
  return [
    ...incomplete.map(({ name }) =>
      t('“{connection}” could not be read completely: certificates may be missing.', {
        connection: toShortText(name, maxText),
      }),
    ),
    ...(undated > 0
      ? [t('Without known dates and therefore in no period: {count}.', { count: countText(undated, wording) })]
      : []),
    ...(files === 'unchecked' ? [t('The certificate files of this workspace have not been checked yet.')] : []),
    ...(clock.warningDays === null && numbers.month + numbers.week > 0
      ? [t('Short-lived certificates count as soon to expire in the last third of their lifetime.')]
      : []),
  ];
}

function toFilter(dimension: Dimension, { facets }: Timeline, facts: ReportFacts): TimelineState['controls'][number] {
  const { view, wording } = facts;
  const chosen = view.filter[dimension];
  const counts = facets[dimension];
  const gone: readonly KeyCount[] =
    chosen === undefined || counts.some(({ key }) => key === chosen) ? [] : [{ key: chosen, count: 0 }];
  return {
    id: dimension,
    label: dimensionWord(dimension, wording.translate),
    chosen: chosen === undefined ? all : keyOption(chosen),
    options: [
      { id: all, text: wording.translate('All') },
      ...[...counts, ...gone].map(({ key = '', count }) => ({
        id: keyOption(key),
        text: `${keyWord(dimension, key, facts)} (${countText(count, wording)})`,
      })),
    ],
  };
}

function toChosen({ chosen, periods }: Timeline, facts: ReportFacts): TimelineState['chosen'] {
  const { view, wording } = facts;
  const { translate: t } = wording;
  const id = view.chosen;
  if (!chosen || id === undefined) return undefined;
  const number = numberIds.find((each) => toNumberChoice(each) === id);
  const period = periods.find((each) => each.period.id === id)?.period;
  const label = number ? numberWord(number, t) : period ? periodText(period, wording) : '';
  const { items, count } = chosen;
  const values = { shown: countText(items.length, wording), count: countText(count, wording) };
  return {
    id,
    title: t('{period}: {count}', { period: label, count: values.count }),
    rows: items.map((item) => toRow(item, facts)),
    ...(count > items.length
      ? { more: t('The first {shown} of {count} are listed. Filter or export to see the others.', values) }
      : {}),
  };
}

function toRow(item: TimelineItem, facts: ReportFacts): TimelineRow {
  const { title, validity, state, issuer } = item;
  const { wording } = facts;
  const left = validity ? validityText(validity, wording) : stateWord(state, wording.translate);
  const isDisabled = state === 'disabled';
  const parts = [
    left,
    isDisabled ? stateWord(state, wording.translate) : '',
    toShortText(placeOf(item, facts), maxText),
    toShortText(issuer ?? '', maxText),
  ];
  return {
    title: toShortText(title, maxText),
    note: parts.filter(Boolean).join(' · '),
    severity: isDisabled || state === 'unknown' ? 'info' : validitySeverity(state),
  };
}

/** Names the file or the gateway that a certificate is of. */
const placeOf = ({ subject }: TimelineItem, { connections, fileText }: ReportFacts): string =>
  subject.from === 'file'
    ? fileText(subject.uri)
    : (connections.find(({ id }) => id === subject.connection)?.name ?? '');

/** Makes the row of a certificate, as exports have it. */
export function toExportRow(item: TimelineItem, facts: ReportFacts): ExportRow {
  const { title, validity, state, type, issuer, subject } = item;
  const { translate } = facts.wording;
  const isFile = subject.from === 'file';
  return {
    name: title,
    validity,
    state: stateWord(state, translate),
    type: itemTypeWord(type, translate),
    issuer: issuer ?? '',
    place: placeOf(item, facts),
    id: isFile ? '' : subject.id,
    key: JSON.stringify(isFile ? [subject.uri, subject.index] : [subject.connection, subject.id]),
  };
}
