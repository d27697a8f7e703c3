import { ownerOf, ownerWord } from '../../app/inventory/owner';
import { lacksName } from '../../app/inventory/serving';
import type { CertificateState } from '../../app/inventory/stateCounts';
import { toCertificateState } from '../../app/inventory/stateCounts';
import type { GmFault } from '../../core/gmPair';
import { typeWord } from '../../core/typeWord';
import { day } from '../../core/x509/expiry';
import type { ContextWord } from '../../ids';
import { toShortText } from '../../shared/visibleText';
import type { Wording } from '../text/words';
import { countText, groupWord, shortRemaining, spokenRemaining, stateWord } from '../text/words';
import type { TreeText } from '../window/treeTexts';
import type {
  CertificateRow,
  ConnectionRow,
  GroupRow,
  HostRangeRow,
  MessageRow,
  ProblemRow,
  RangeRow,
  UnfinishedRow,
  UnusedRow,
} from './rows';

/** The texts of a row. Certificates have a richer tooltip, made on hovering. */
export interface RowText extends TreeText {
  readonly context: readonly ContextWord[];
}

export const maxLabelLength = 200;

/** @param wording with whether another object has one of its names, where that is known */
export function certificateRowText(row: CertificateRow, wording: Wording & { readonly sharesName?: boolean }): RowText {
  const { entry } = row;
  const { translate } = wording;
  const state = toCertificateState(entry, wording.clock);
  const name = toShortText(entry.title, maxLabelLength);
  const type = typeWord(entry.type, translate);
  const owner = ownerOf(entry.stored);
  const further = entry.extraFingerprints.length;
  const [isIgnored, isLacking] = [entry.stored.ignored !== undefined, lacksName(entry)];
  const isReference = state === 'unknown' && entry.content === 'secretReference';
  const reference = translate('secret reference');
  const problems = [
    isIgnored && translate('ignored by the gateway'),
    entry.gmFault && translate(gmWords[entry.gmFault]),
    wording.sharesName === true && translate('same name as another'),
    isLacking && translate('lacks a host'),
  ];
  const facts = [
    further > 0 && translate('{count} pairs', { count: further + 1 }),
    owner && ownerWord(owner, translate),
  ];
  const days = shortRemaining(entry, wording);
  return {
    // What is looked for first stands first: a narrow view cuts the end off.
    label: days === undefined ? name : translate('{days} {name}', { days, name }),
    description: [
      ...problems,
      state === 'disabled' && translate('disabled'),
      state === 'unknown' && (isReference ? reference : translate('dates unknown')),
      entry.type !== 'server' && type,
      ...facts,
    ]
      .filter(Boolean)
      .join(' · '),
    spoken: [
      name,
      type.toLocaleLowerCase(wording.language),
      ...problems,
      isReference ? reference : spokenRemaining(entry, wording),
      ...facts,
    ]
      .filter(Boolean)
      .join(', '),
    // Something is wrong whatever the dates: with what is ignored or has the wrong pairs, no handshake comes to an end,
    // and clients refuse it for a host that it lacks.
    ...stateIcon(state === 'valid' && (isIgnored || entry.gmFault || isLacking) ? 'expiring' : state),
    context: certificateContext(row, state),
  };
}

function certificateContext({ entry, connection }: CertificateRow, state: CertificateState): readonly ContextWord[] {
  const { type, stored } = entry;
  const context: ContextWord[] = ['certificate'];
  if (type) context.push(type);
  if (stored.isEnabled !== undefined) context.push(stored.isEnabled ? 'enabled' : 'disabled');
  if (state === 'expired' || state === 'expiring') context.push(state);
  if (entry.extraFingerprints.length > 0) context.push('pairs');
  if (ownerOf(stored)) context.push('managed');
  context.push(...markWords(connection));
  if (stored.isReadOnly && !connection.readOnly) context.push('readOnly');
  return context;
}

const gmWords: Readonly<Record<GmFault, string>> = {
  pairs: 'gm needs two pairs',
  swapped: 'gm pairs swapped',
  firstSigns: 'first gm pair cannot encrypt',
  furtherEncrypts: 'further gm pair cannot sign',
};

/** Chooses the icon of a state: the shape says it; the colour only repeats it. */
export function stateIcon(state: CertificateState): Pick<RowText, 'icon' | 'color'> {
  switch (state) {
    case 'expired':
      return { icon: 'error', color: 'problemsErrorIcon.foreground' };
    case 'expiring':
      return { icon: 'warning', color: 'problemsWarningIcon.foreground' };
    case 'notYetValid':
      return { icon: 'clock', color: 'problemsInfoIcon.foreground' };
    case 'valid':
      return { icon: 'pass', color: 'testing.iconPassed' };
    case 'unknown':
      return { icon: 'question' };
    case 'disabled':
      return { icon: 'circle-slash', color: 'disabledForeground' };
  }
}

/** Returns the words that the marks of a connection put on all its rows. */
export function markWords({
  readOnly,
  production,
}: Pick<ConnectionRow['connection'], 'readOnly' | 'production'>): readonly ContextWord[] {
  return [...(readOnly ? (['readOnly'] as const) : []), ...(production ? (['production'] as const) : [])];
}

export function groupText(row: GroupRow, wording: Wording): RowText {
  const label = groupWord(row.key, wording.translate);
  const count = countText(row.entries.length, wording);
  const certificates =
    row.entries.length === 1
      ? wording.translate('1 certificate')
      : wording.translate('{count} certificates', { count });
  const icon = row.key.by === 'state' ? stateIcon(row.key.value) : { icon: groupIcons[row.key.by] };
  return { label, description: count, spoken: `${label}, ${certificates}`, ...icon, context: ['group'] };
}

const groupIcons = { type: 'symbol-class', issuer: 'verified', label: 'tag' } as const;

export const rangeText = ({ start, entries }: RangeRow, wording: Wording): RowText =>
  toRangeText([entries.at(0)?.title, entries.at(-1)?.title], {
    start,
    count: entries.length,
    wording,
    speak: (values) => wording.translate('Certificates {from} to {to}', values),
  });

export const hostRangeText = ({ start, hosts }: HostRangeRow, wording: Wording): RowText =>
  toRangeText([hosts.at(0)?.listed.host, hosts.at(-1)?.listed.host], {
    start,
    count: hosts.length,
    wording,
    speak: (values) => wording.translate('Hosts {from} to {to}', values),
  });

interface Range {
  /** The index of the first of them. */
  readonly start: number;
  readonly count: number;
  readonly wording: Wording;
  readonly speak: (values: { readonly from: string; readonly to: string }) => string;
}

/** Names a part of a long list by its numbers, and by the first and the last in it. */
function toRangeText(ends: readonly (string | undefined)[], { start, count, wording, speak }: Range): RowText {
  const [from, to] = [countText(start + 1, wording), countText(start + count, wording)];
  return {
    label: `${from}–${to}`,
    description: ends.map((end) => toShortText(end ?? '', 60)).join(' … '),
    spoken: speak({ from, to }),
    icon: 'list-unordered',
    context: ['group'],
  };
}

export function messageText(row: MessageRow): RowText {
  const details = row.details.join(' · ');
  const color = {
    info: 'problemsInfoIcon.foreground',
    warning: 'problemsWarningIcon.foreground',
    error: 'problemsErrorIcon.foreground',
  };
  return {
    label: row.text,
    description: details,
    spoken: [row.text, ...row.details].join(' '),
    icon: row.severity,
    color: color[row.severity],
    context: ['message'],
    tooltip: [row.text, ...row.details].join('\n'),
  };
}

/** Says what is wrong with a connection of the settings; a click opens them. */
export function problemText({ text }: ProblemRow, { translate }: Wording): RowText {
  const label = toShortText(text, maxLabelLength);
  const todo = translate('Open Settings');
  return {
    label,
    description: todo,
    spoken: [label, todo].join(' '),
    icon: 'error',
    color: 'problemsErrorIcon.foreground',
    context: ['problem'],
    tooltip: [
      toShortText(text, 2_000),
      translate('This connection is not used until its settings are corrected.'),
    ].join('\n'),
  };
}

/** Names the write and its time; that its outcome is unknown has a place of its own, where it is not cut off. */
export function unfinishedText({ write }: UnfinishedRow, wording: Wording): RowText {
  const { translate } = wording;
  const values = { name: toShortText(write.title, maxLabelLength), time: clockText(write.at, wording) };
  const label = unfinishedLabel(write.facts.kind, values, translate);
  const unknown = translate('result unknown');
  const gateway = toShortText(write.place.name, maxLabelLength);
  return {
    label,
    description: unknown,
    spoken: [label, unknown].join(', '),
    icon: 'question',
    color: 'problemsWarningIcon.foreground',
    context: ['unfinished'],
    tooltip: [
      label,
      translate('It is unknown whether it took effect on {gateway}. Check again to find out, or dismiss it.', {
        gateway,
      }),
    ].join('\n'),
  };
}

/** Writes `as of 12:31`, with the day where it is another one. */
export const asOfText = (at: number, wording: Wording): string =>
  wording.translate('as of {time}', { time: clockText(at, wording) });

/** Writes `12:31`, with the day where it is another one. */
export const clockText = (at: number, { clock, language }: Wording): string =>
  new Intl.DateTimeFormat(language, {
    ...(clock.now - at >= day && { dateStyle: 'short' }),
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(at);

function unfinishedLabel(
  kind: UnfinishedRow['write']['facts']['kind'],
  values: { readonly name: string; readonly time: string },
  translate: Wording['translate'],
): string {
  switch (kind) {
    case 'create':
      return translate('Unfinished: upload of {name}, {time}', values);
    case 'replace':
      return translate('Unfinished: update of {name}, {time}', values);
    case 'labels':
      return translate('Unfinished: labels of {name}, {time}', values);
    case 'status':
      return translate('Unfinished: enabling or disabling of {name}, {time}', values);
    case 'pairs':
      return translate('Unfinished: pairs of {name}, {time}', values);
    case 'remove':
      return translate('Unfinished: deletion of {name}, {time}', values);
  }
}

/** Writes `2 expired, 3 expiring`; undefined where nothing presses. */
export function badgeText(counts: Readonly<Record<CertificateState, number>>, wording: Wording): string | undefined {
  const pressing = (['expired', 'expiring'] as const).filter((state) => counts[state] > 0);
  if (pressing.length === 0) return undefined;
  return pressing
    .map(
      (state) =>
        `${countText(counts[state], wording)} ${stateWord(state, wording.translate).toLocaleLowerCase(wording.language)}`,
    )
    .join(', ');
}

export function unusedText({ kind, entries }: UnusedRow, wording: Wording): RowText {
  const { translate } = wording;
  const label = kind === 'unused' ? translate('Not used by anything') : translate('For no host in use');
  const count = countText(entries.length, wording);
  return {
    label,
    description: count,
    spoken: `${label}, ${count}`,
    icon: kind === 'unused' ? 'archive' : 'list-unordered',
    context: ['group'],
  };
}
