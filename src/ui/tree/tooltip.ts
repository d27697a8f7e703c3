import type { CertificateEntry } from '../../app/inventory/certificateEntry';
import { toLabelText } from '../../app/inventory/certificateEntry';
import type { Conflict } from '../../app/inventory/conflicts';
import { conflictText } from '../../app/inventory/conflicts';
import { ownerName, ownerOf } from '../../app/inventory/owner';
import { toCertificateState } from '../../app/inventory/stateCounts';
import { toRelative } from '../../core/details/dates';
import type { UsedBy } from '../../core/details/input';
import { gmFaultText } from '../../core/gmPair';
import { typeWord } from '../../core/typeWord';
import { day, expiryState, warningTime } from '../../core/x509/expiry';
import type { Translate } from '../../shared/translate';
import type { Wording } from '../text/words';
import { countText, remainingText, stateWord, timeText } from '../text/words';
import { toCodeSpan, toSentenceMarkdown } from '../window/markdownText';

const maxNames = 12;

export interface TooltipFacts {
  readonly usedBy?: UsedBy | undefined;
  readonly conflicts?: readonly Conflict[];
}

/** Describes a certificate on hovering, as Markdown. Everything that strangers chose is in code spans. */
export function certificateTooltip(entry: CertificateEntry, wording: Wording & TooltipFacts): string {
  const { translate } = wording;
  const { stored, validity } = entry;
  const state = toCertificateState(entry, wording.clock);
  const owner = ownerOf(stored);
  const line = (label: string, value: string) => toLine(label, value, translate);
  const span = (label: string, value: string | undefined) => toSpan(label, value, translate);
  const lines: (string | undefined)[] = [
    [stateWord(state, translate), remainingOf(entry, wording), typeWord(entry.type, translate)]
      .filter((text) => text !== undefined)
      .join(' · '),
    validity &&
      line(
        translate('Validity'),
        translate('{from} to {to}', {
          from: timeText(validity.notBefore),
          to: timeText(validity.notAfter),
        }),
      ),
    ruleText(entry, wording),
    gatewayLine(entry, translate),
    list(translate('Names'), entry.names, wording),
    span(translate('Issuer'), entry.issuer),
    entry.keyName === undefined ? undefined : span(translate('Key'), entry.keyName),
    span(translate('Serial number'), entry.serial),
    span(translate('ID'), stored.id),
    list(translate('Labels'), stored.labels.map(toLabelText), wording),
    usedLine(wording),
    ...(wording.conflicts ?? [])
      .slice(0, maxConflicts)
      .map((conflict) => conflictText(conflict, translate, (text) => toCodeSpan(text, 500))),
    owner && line(translate('Managed by'), ownerName(owner, translate, toCodeSpan)),
    span(translate('Description'), stored.description),
    !entry.hasCa
      ? undefined
      : line(
          translate('CA'),
          entry.type === 'client'
            ? translate('verifies the upstream')
            : translate('clients must present a certificate (mTLS)'),
        ),
    entry.extraFingerprints.length === 0
      ? undefined
      : line(translate('Further certificates'), countText(entry.extraFingerprints.length, wording)),
    entry.gmFault && line(translate('GM/T 0024'), gmFaultText(entry.gmFault, translate)),
    ...[entry.note, ...stored.notes]
      .filter((note) => note !== undefined)
      .map((note) => toSentenceMarkdown(note, translate)),
  ];
  return `**${toCodeSpan(entry.title)}**\n\n${lines.filter((text) => text !== undefined).join('  \n')}`;
}

const maxOwners = 8;
const maxConflicts = 5;

/** Writes `Used by: Route checkout (7), Route pay (8)`. */
function usedLine({ usedBy, translate, ...wording }: Wording & TooltipFacts): string | undefined {
  if (!usedBy) return undefined;
  const { summary, owners, more } = usedBy;
  if (owners.length === 0) return summary && toLine(translate('Use'), summary, translate);
  const shown = owners.slice(0, maxOwners).map(({ kind, id, name, isCopy }) => {
    const owner = toCodeSpan(name === undefined ? `${kind} ${id}` : `${kind} ${name} (${id})`);
    return isCopy ? translate('{owner} (holds a copy of it)', { owner }) : owner;
  });
  const rest = owners.length + more - shown.length;
  if (rest > 0) shown.push(translate('and {count} more', { count: countText(rest, wording) }));
  return toLine(translate('Used by'), shown.join(', '), translate);
}

/** Writes `Gateway: Shop · production`. */
function gatewayLine({ connection }: CertificateEntry, translate: Translate): string {
  const { name, production } = connection;
  return toLine(
    translate('Gateway'),
    production === true ? `${toCodeSpan(name)} · ${translate('production')}` : toCodeSpan(name),
    translate,
  );
}

/** Says why one with five days left may be valid, and another with twelve expiring. */
function ruleText(
  { validity }: CertificateEntry,
  { clock: { now, warningDays }, translate }: Wording,
): string | undefined {
  if (!validity || expiryState(validity, now, warningDays) === 'expired') return undefined;
  const days = Math.floor(warningTime(validity, warningDays) / day);
  if (warningDays !== null)
    return translate('Counts as expiring in its last {days} days, as set in the settings.', { days });
  const lifetime = Math.round((validity.notAfter - validity.notBefore) / day);
  return days >= 30
    ? translate('Counts as expiring in its last {days} days.', { days })
    : translate('Counts as expiring in its last {days} days: a third of its lifetime of {lifetime} days.', {
        days,
        lifetime,
      });
}

/** Adds what the state word does not say already. */
function remainingOf(entry: CertificateEntry, wording: Wording): string | undefined {
  const state = toCertificateState(entry, wording.clock);
  if (state === 'disabled' || state === 'unknown') return undefined;
  return state === 'expired' && entry.validity
    ? toRelative(entry.validity.notAfter, wording.clock.now, wording.translate)
    : remainingText(entry, wording);
}

const toLine = (label: string, value: string, translate: Translate): string =>
  translate('{label}: {value}', { label, value });

const toSpan = (label: string, value: string | undefined, translate: Translate): string | undefined =>
  value === undefined ? undefined : toLine(label, toCodeSpan(value), translate);

function list(label: string, values: readonly string[], wording: Wording): string | undefined {
  if (values.length === 0) return undefined;
  const shown = values.slice(0, maxNames).map((value) => toCodeSpan(value));
  const rest = values.length - shown.length;
  if (rest > 0) shown.push(wording.translate('and {count} more', { count: countText(rest, wording) }));
  return toLine(label, shown.join(', '), wording.translate);
}
