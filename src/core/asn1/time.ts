import type { Sentence } from '../../shared/translate';
import type { DerValue } from './der';
import { DerError } from './der';
import { latin1Text } from './text';
import { tags } from './values';

export interface Time {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly time: number;
  /** A departure from RFC 5280 §4.1.2.5 that was read all the same, in plain words. */
  readonly leniency: Sentence | undefined;
  /** Set for a GeneralizedTime of a year that RFC 5280 §4.1.2.5 wants as UTCTime. */
  readonly isOfWrongType: boolean;
}

const utcTime = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?()(Z|[+-]\d{4})?$/;
const generalizedTime = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:[.,](\d{1,9}))?(Z|[+-]\d{4})?$/;

/** Reads a UTCTime or GeneralizedTime. RFC 5280 wants seconds, no fraction and `Z`; BER and old software allow more. */
export function timeOf(value: DerValue | undefined, what: string): Time {
  const isUtc = value?.tag === tags.utcTime;
  if (value === undefined || !(isUtc || value.tag === tags.generalizedTime)) {
    throw new DerError({ text: '{what} is missing or not a time.', words: { what } }, value?.start ?? 0);
  }
  const strict = strictTime(value);
  if (strict !== undefined) return strict;
  const match = (isUtc ? utcTime : generalizedTime).exec(latin1Text(value));
  if (match === null) {
    throw new DerError({ text: '{what} is not a well-formed time.', words: { what } }, value.start);
  }
  const [, yearText, month, day, hour, minute, second, fraction, zone] = match;
  const year = Number(yearText) + (isUtc ? (Number(yearText) < 50 ? 2000 : 1900) : 0);
  const parts = [Number(month), Number(day), Number(hour), Number(minute), Number(second ?? 0)] as const;
  const time = toTime(year, parts);
  if (time === undefined) {
    throw new DerError({ text: '{what} is a time that does not exist.', words: { what } }, value.start);
  }
  const leniency = leniencyOf({ second, fraction, zone });
  return {
    time: time + (fraction ? Math.floor(Number(`0.${fraction}`) * 1000) : 0) - offsetOf(zone),
    leniency: leniency && { text: leniency, words: { what } },
    isOfWrongType: !isUtc && year >= 1950 && year < 2050,
  };
}

/** Reads the two forms that RFC 5280 §4.1.2.5 allows, digit by digit. All but a few certificates have them. */
function strictTime({ bytes, tag, content, contentEnd }: DerValue): Time | undefined {
  const isUtc = tag === tags.utcTime;
  const length = isUtc ? 13 : 15;
  if (contentEnd - content !== length || bytes[contentEnd - 1] !== 0x5a) return undefined;
  const rest = contentEnd - 11;
  const [month, day, hour] = [twoDigits(bytes, rest), twoDigits(bytes, rest + 2), twoDigits(bytes, rest + 4)];
  const [minute, second] = [twoDigits(bytes, rest + 6), twoDigits(bytes, rest + 8)];
  const short = twoDigits(bytes, rest - 2);
  const year = isUtc ? short + (short < 50 ? 2000 : 1900) : twoDigits(bytes, content) * 100 + short;
  // What is no digit is not a number, and no comparison with that is true. Years before 100 are Date.UTC's of the last
  // century.
  const isPlain = year >= 100 && month >= 1 && month <= 12 && day >= 1 && hour < 24 && minute < 60 && second < 60;
  if (!isPlain || day > daysOf(month)) return undefined;
  return {
    time: Date.UTC(year, month - 1, day, hour, minute, second),
    leniency: undefined,
    isOfWrongType: !isUtc && year >= 1950 && year < 2050,
  };
}

function twoDigits(bytes: Buffer, at: number): number {
  const tens = (bytes[at] ?? 0) - 0x30;
  const ones = (bytes[at + 1] ?? 0) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

/** Returns the number of days in a month, 28 for February: its 29th takes the slow path. */
const daysOf = (month: number): number =>
  month === 2 ? 28 : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;

function toTime(
  year: number,
  [month, day, hour, minute, second]: readonly [number, number, number, number, number],
): number | undefined {
  const date = new Date(0);
  // Date.UTC takes years below 100 as 19xx.
  date.setUTCFullYear(year, month - 1, day);
  const exists =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return exists ? date.setUTCHours(hour, minute, second) : undefined;
}

/** Returns the milliseconds east of UTC. */
function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') {
    return 0;
  }
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3));
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000;
}

function leniencyOf(parts: {
  readonly second: string | undefined;
  readonly fraction: string | undefined;
  readonly zone: string | undefined;
}): string | undefined {
  if (parts.zone === undefined) {
    return '{what} is a time without a zone, read as UTC.';
  }
  if (parts.zone !== 'Z') {
    return '{what} is a time with an offset from UTC.';
  }
  if (parts.second === undefined) {
    return '{what} is a time without seconds.';
  }
  return parts.fraction ? '{what} is a time with a fraction of a second.' : undefined;
}
