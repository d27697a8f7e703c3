/**
 * Decides when a window may remind of certificates that end: once a day over all windows, and never of what is snoozed.
 */
import { day } from '../../core/x509/expiry';
import type { Cooperative } from '../../shared/cooperative';
import { isRecord } from '../../shared/isRecord';
import { sortSteps } from '../../shared/sortSteps';
import type { Clock } from '../inventory/stateCounts';
import type { KnownCertificates, Numbers, TimelineItem } from './items';
import { eachItemSteps, NumberCount } from './items';

/** The certificates that press now. */
export interface Pressing {
  readonly numbers: Numbers;
  /** A number for each certificate in its state, in order; the first of them where there are many. */
  readonly marks: readonly number[];
}

export interface ReminderMemory {
  /** The day of the last notice in UTC, `2026-11-28`. */
  readonly day?: string | undefined;
  readonly snooze?: { readonly until: number } | { readonly marks: readonly number[] } | undefined;
}

/** `change`: until something presses that did not. */
export type Snooze = 'day' | 'week' | 'change';

const maxSnooze = 7 * day;

/** Marks that are kept: a few kilobytes. */
const maxMarks = 1_000;

/** Counts what presses, in steps. */
export function* pressingSteps(known: KnownCertificates, clock: Clock): Cooperative<Pressing> {
  const count = new NumberCount(clock);
  const marks: number[] = [];
  yield* eachItemSteps(known, clock, (item) => {
    count.add(item);
    if (!item.isSilent && (item.state === 'expired' || item.state === 'expiring')) marks.push(toMark(item));
  });
  // The lowest: where there are more than are kept, the same ones are kept each time.
  const sorted = yield* sortSteps([...marks], (one, other) => one - other);
  return { numbers: count.numbers, marks: sorted.slice(0, maxMarks) };
}

/** Returns a number of 32 bits for a certificate in its state (FNV-1a): no name is kept. */
function toMark({ subject, state, validity }: TimelineItem): number {
  const place = subject.from === 'gateway' ? [subject.connection, subject.id] : [subject.uri, subject.index];
  let hash = 0x811c9dc5;
  for (const unit of JSON.stringify([...place, state, validity?.notAfter])) {
    hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}

/** Returns true if a notice is due: something presses, none was shown today, and it is not snoozed. */
export function isReminderDue({ numbers, marks }: Pressing, memory: ReminderMemory, now: number): boolean {
  if (numbers.expired + numbers.expiring === 0 || memory.day === toDay(now)) return false;
  const { snooze } = memory;
  if (!snooze) return true;
  if ('marks' in snooze) return hasNew(marks, snooze.marks);
  // No snooze is longer: the clock was set back.
  return now >= snooze.until || snooze.until > now + maxSnooze;
}

/**
 * Returns true if something presses that did not before. Certificates that went, or that could not be read this time,
 * do not count.
 */
function hasNew(marks: readonly number[], before: readonly number[]): boolean {
  const known = new Set(before);
  const last = before.length < maxMarks ? Number.POSITIVE_INFINITY : (before.at(-1) ?? 0);
  return marks.some((mark) => mark <= last && !known.has(mark));
}

export const toSnoozed = (
  memory: ReminderMemory,
  snooze: Snooze,
  { now, marks }: { readonly now: number } & Pick<Pressing, 'marks'>,
): ReminderMemory => {
  switch (snooze) {
    case 'day':
      return { ...memory, snooze: { until: now + day } };
    case 'week':
      return { ...memory, snooze: { until: now + maxSnooze } };
    case 'change':
      return { ...memory, snooze: { marks } };
  }
};

export const toDay = (now: number): string => new Date(now).toISOString().slice(0, 10);

/** Reads what an earlier session kept, or another version. */
export function readReminderMemory(kept: unknown): ReminderMemory {
  if (!isRecord(kept)) return {};
  const { day: last, snooze } = kept;
  return { day: typeof last === 'string' ? last : undefined, snooze: readSnooze(snooze) };
}

function readSnooze(kept: unknown): ReminderMemory['snooze'] {
  if (!isRecord(kept)) return undefined;
  const { until, marks } = kept;
  if (typeof until === 'number') return { until };
  if (!Array.isArray(marks)) return undefined;
  return { marks: marks.filter((mark): mark is number => typeof mark === 'number').slice(0, maxMarks) };
}
