/** The ends of certificates as events of a calendar: iCalendar, RFC 5545. */
import { sha256 } from '../../core/crypto';
import type { Validity } from '../../core/model';
import { isEndless, warningTime } from '../../core/x509/expiry';
import type { Cooperative } from '../../shared/cooperative';
import { toShortText, toVisibleText } from '../../shared/visibleText';
import type { ExportFacts, ExportRow } from './exportTable';

export interface CalendarFacts extends ExportFacts {
  /** The days before an end at which a certificate expires soon, or null for a share of its lifetime. */
  readonly warningDays: number | null;
}

/** Octets of a line, without its end: §3.1. */
const maxLine = 75;
/** Events that are written without a pause. */
const stepLength = 200;
/** Returns true if its end is still to come. */
const isToCome = (validity: Validity, now: number): boolean => validity.notAfter >= now && !isEndless(validity);

/**
 * Writes an event and an alarm for each certificate that ends some day. An object has one UID for good, so that a
 * renewal moves its event.
 */
export function* toCalendarSteps(rows: readonly ExportRow[], facts: CalendarFacts): Cooperative<string> {
  const { now, translate } = facts;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//API7 Certificates//Expiry Timeline//EN',
    'CALSCALE:GREGORIAN',
  ];
  lines.push(`X-WR-CALNAME:${escapeText(translate('Certificates'))}`);
  for (const [index, row] of rows.entries()) {
    if (index % stepLength === 0) yield;
    if (row.validity && isToCome(row.validity, now)) lines.push(...eventOf(row, row.validity, facts));
  }
  lines.push('END:VCALENDAR');
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function eventOf(
  { name, place, id, issuer, type, key }: ExportRow,
  validity: Validity,
  { now, warningDays, translate: t }: CalendarFacts,
): readonly string[] {
  const summary = escapeText(
    t('{name} expires ({place})', { name: toShortText(name, 200), place: toShortText(place, 200) }),
  );
  const about = [
    [t('Place'), place],
    [t('ID'), id],
    [t('Type'), type],
    [t('Issuer'), issuer],
  ].flatMap(([label = '', value = '']) =>
    value === '' ? [] : [t('{label}: {value}', { label, value: toShortText(value, 500) })],
  );
  return [
    'BEGIN:VEVENT',
    `UID:${sha256(Buffer.from(key)).slice(0, 40)}@api7-certificates`,
    `DTSTAMP:${toTime(now)}`,
    `DTSTART:${toTime(validity.notAfter)}`,
    `SUMMARY:${summary}`,
    `DESCRIPTION:${about.map(escapeText).join('\\n')}`,
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${summary}`,
    `TRIGGER:${toDuration(warningTime(validity, warningDays))}`,
    'END:VALARM',
    'END:VEVENT',
  ];
}

/** Writes a time: `20261128T120000Z` (§3.3.5, form 2). */
const toTime = (time: number): string => new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');

/** Writes a time before the start, `-P15D`, `-P1DT16H30M`: §3.3.6. */
function toDuration(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60), minutes % 60];
  const time = hours + rest === 0 ? '' : `T${hours}H${rest > 0 ? `${rest}M` : ''}`;
  const date = days > 0 ? `${days}D` : '';
  return date + time === '' ? 'PT0S' : `-P${date}${time}`;
}

/** Writes a TEXT value (§3.3.11). What hides is written out, line breaks among it. */
const escapeText = (text: string): string => toVisibleText(text).replace(/[\\;,]/g, '\\$&');

/** Breaks a line where it has 75 octets, between characters: §3.1. */
function fold(line: string): string {
  if (line.length <= maxLine && Buffer.byteLength(line) <= maxLine) return line;
  const parts: string[] = [];
  let [part, octets] = ['', 0];
  for (const character of line) {
    const length = Buffer.byteLength(character);
    if (octets + length > maxLine) {
      parts.push(part);
      // The blank at the front of what follows counts.
      [part, octets] = ['', 1];
    }
    part += character;
    octets += length;
  }
  parts.push(part);
  return parts.join('\r\n ');
}
