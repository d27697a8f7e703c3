import type { ExpiryState } from '../../core/model';
import { expiryState } from '../../core/x509/expiry';
import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import type { CertificateEntry } from './certificateEntry';
import { firstChange, latestLook } from './expiryWatch';

/**
 * The current time, and when a certificate starts to count as expiring: days, or null for the lifetime's own measure.
 */
export interface Clock {
  readonly now: number;
  readonly warningDays: number | null;
}

/** In the order of urgency. `disabled`: switched off, so its dates hurt nobody. `unknown`: nobody tells the dates. */
export const certificateStates = ['expired', 'expiring', 'notYetValid', 'valid', 'unknown', 'disabled'] as const;
export type CertificateState = ExpiryState | 'disabled' | 'unknown';

export function toCertificateState(entry: CertificateEntry, clock: Clock): CertificateState {
  if (entry.stored.isEnabled === false) return 'disabled';
  return entry.validity ? expiryState(entry.validity, clock.now, clock.warningDays) : 'unknown';
}

export type Counts = Readonly<Record<CertificateState, number>>;

export function addCounts(all: readonly Counts[]): Counts {
  const sum = none();
  for (const counts of all) for (const state of certificateStates) sum[state] += counts[state];
  return sum;
}

/** Certificates that are counted without a pause. */
const stepLength = 1_000;

/** The number of certificates in each state, counted anew only when time has changed one of them. */
export class StateCounts {
  /** Undefined: not counted yet. */
  private counted: Counted | undefined;
  /** Those that are being made: what comes and goes meanwhile is counted in each of them. */
  private readonly counting = new Set<Counted>();

  /** @param entries all of them, in an array that stays as it is */
  constructor(private readonly entries: () => readonly CertificateEntry[]) {}

  at(clock: Clock): Counts {
    return runSync(this.atSteps(clock));
  }

  *atSteps(clock: Clock): Cooperative<Counts> {
    if (this.counted?.isFor(clock)) return this.counted.counts;
    const made = new Counted(clock);
    this.counting.add(made);
    try {
      for (const [index, entry] of this.entries().entries()) {
        if (index % stepLength === stepLength - 1) yield;
        made.add(entry);
      }
      // All of them may be gone.
      if (this.counting.has(made)) this.counted = made;
    } finally {
      this.counting.delete(made);
    }
    return made.counts;
  }

  /**
   * The time at which the counts may change, an hour after they were made at the latest. Undefined before they were.
   */
  get nextChange(): number | undefined {
    return this.counted?.until;
  }

  add(entry: CertificateEntry): void {
    for (const counted of this.all()) counted.add(entry);
  }

  delete(entry: CertificateEntry): void {
    for (const counted of this.all()) counted.delete(entry);
  }

  clear(): void {
    this.counted = undefined;
    this.counting.clear();
  }

  private all(): readonly Counted[] {
    return this.counted ? [this.counted, ...this.counting] : [...this.counting];
  }
}

class Counted {
  readonly counts = none();
  /** The first moment at which the counts may be others. */
  until: number;

  constructor(private readonly clock: Clock) {
    this.until = latestLook(clock);
  }

  isFor({ now, warningDays }: Clock): boolean {
    return warningDays === this.clock.warningDays && now >= this.clock.now && now < this.until;
  }

  add(entry: CertificateEntry): void {
    this.counts[toCertificateState(entry, this.clock)]++;
    if (entry.validity) this.until = firstChange(entry.validity, this.until, this.clock);
  }

  delete(entry: CertificateEntry): void {
    this.counts[toCertificateState(entry, this.clock)]--;
  }
}

const none = (): Record<CertificateState, number> => ({
  expired: 0,
  expiring: 0,
  notYetValid: 0,
  valid: 0,
  unknown: 0,
  disabled: 0,
});
