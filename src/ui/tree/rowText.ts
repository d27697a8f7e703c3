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
  const ignored = entry.stored.ignored ? [translate('ignored by the gateway')] : [];
  const owner = ownerOf(entry.stored);
  const same = wording.sharesName ? [translate('same name as another')] : [];
  const lacking = lacksName(entry) ? [translate('lacks a host')] : [];
  const managed = owner ? [ownerWord(owner, translate)] : [];
  const further = entry.extraFingerprints.length;
  const gm = entry.gmFault ? [translate(gmWords[entry.gmFault])] : [];
  const pairs = further === 0 ? [] : [translate('{count} pairs', { count: further + 1 })];
  const days = shortRemaining(entry, wording);
  const context: ContextWord[] = ['certificate'];
  if (entry.type) context.push(entry.type);
  if (entry.stored.isEnabled !== undefined) context.push(entry.stored.isEnabled ? 'enabled' : 'disabled');
  if (state === 'expired' || state === 'expiring') context.push(state);
  if (further > 0) context.push('pairs');
  if (owner) context.push('managed');
  context.push(...markWords(row.connection));
  if (entry.stored.isReadOnly && !row.connection.readOnly) context.push('readOnly');
  return {
    // What is looked for first stands first: a narrow view cuts the end off.
    label: days === undefined ? name : translate('{days} {name}', { days, name }),
    description: [
      ...ignored,
      ...gm,
      ...same,
      ...lacking,
      ...(state === 'disabled' ? [translate('disabled')] : []),
      ...(state === 'unknown'
        ? [entry.content === 'secretReference' ? translate('secret reference') : translate('dates unknown')]
        : []),
      ...(entry.type === 'server' ? [] : [type]),
      ...pairs,
      ...managed,
    ].join(' · '),
    spoken: [
      name,
      type.toLocaleLowerCase(wording.language),
      ...ignored,
      ...gm,
      ...same,
      ...lacking,
      state === 'unknown' && entry.content === 'secretReference'
        ? translate('secret reference')
        : spokenRemaining(entry, wording),
      ...pairs,
      ...managed,
    ].join(', '),
    // Something is wrong whatever the dates: with what is ignored or has the wrong pairs, no handshake comes to an end,
    // and clients refuse it for a host that it lacks.
    ...stateIcon(state === 'valid' && [...ignored, ...gm, ...lacking].length > 0 ? 'expiring' : state),
    context,
  };
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

export function rangeText(row: RangeRow, wording: Wording): RowText {
  const from = countText(row.start + 1, wording);
  const to = countText(row.start + row.entries.length, wording);
  const ends = [row.entries.at(0), row.entries.at(-1)].map((entry) => toShortText(entry?.title ?? '', 60));
  const label = `${from}–${to}`;
  const description = ends.join(' … ');
  return {
    label,
    description,
    spoken: wording.translate('Certificates {from} to {to}', { from, to }),
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
  const { translate, language } = wording;
  const values = {
    name: toShortText(write.title, maxLabelLength),
    time: new Intl.DateTimeFormat(language, toTimeStyle(write.at, wording)).format(write.at),
  };
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
export const clockText = (at: number, wording: Wording): string =>
  new Intl.DateTimeFormat(wording.language, toTimeStyle(at, wording)).format(at);

const toTimeStyle = (at: number, { clock }: Wording): Intl.DateTimeFormatOptions =>
  clock.now - at < day
    ? { timeStyle: 'short', hourCycle: 'h23' }
    : { dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' };

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

export function hostRangeText({ start, hosts }: HostRangeRow, wording: Wording): RowText {
  const [from, to] = [countText(start + 1, wording), countText(start + hosts.length, wording)];
  const ends = [hosts.at(0), hosts.at(-1)].map((shown) => toShortText(shown?.listed.host ?? '', 60));
  return {
    label: `${from}–${to}`,
    description: ends.join(' … '),
    spoken: wording.translate('Hosts {from} to {to}', { from, to }),
    icon: 'list-unordered',
    context: ['group'],
  };
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
