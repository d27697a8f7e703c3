import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import type { CertificateEntry } from './certificateEntry';
import type { CertificateState, Clock } from './certificateState';
import { certificateStates, toCertificateState } from './certificateState';
import { firstChange, latestLook } from './expiryWatch';

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
  /** Entries that came and went while all are being counted. */
  private meanwhile: { readonly came: CertificateEntry[]; readonly went: CertificateEntry[] } | undefined;

  /** @param entries all of them, in an array that stays as it is */
  constructor(private readonly entries: () => readonly CertificateEntry[]) {}

  at(clock: Clock): Counts {
    return runSync(this.atSteps(clock));
  }

  /** Does the same as {@link at}, in steps. */
  *atSteps(clock: Clock): Cooperative<Counts> {
    if (this.counted?.isFor(clock)) return this.counted.counts;
    const meanwhile: typeof this.meanwhile = { came: [], went: [] };
    this.meanwhile = meanwhile;
    const entries = this.entries();
    const made = new Counted(clock);
    for (const [index, entry] of entries.entries()) {
      if (index % stepLength === stepLength - 1) yield;
      made.add(entry);
    }
    for (const entry of meanwhile.came) made.add(entry);
    for (const entry of meanwhile.went) made.delete(entry);
    // Others may have begun to count, or all of them be gone.
    if (this.meanwhile === meanwhile) {
      this.meanwhile = undefined;
      this.counted = made;
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
    this.counted?.add(entry);
    this.meanwhile?.came.push(entry);
  }

  delete(entry: CertificateEntry): void {
    this.counted?.delete(entry);
    this.meanwhile?.went.push(entry);
  }

  clear(): void {
    this.counted = undefined;
    this.meanwhile = undefined;
  }
}

/** Certificates counted for one moment. */
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
