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

/** The number of certificates in each state, counted anew only when time has changed one of them. */
export class StateCounts {
  private counts: Record<CertificateState, number> = none();
  /** The moment that is counted for. Undefined: not counted yet. */
  private clock: Clock | undefined;
  /** The first moment at which the counts may be others. */
  private until = 0;

  /** @param entries all of them */
  constructor(private readonly entries: () => Iterable<CertificateEntry>) {}

  at(clock: Clock): Counts {
    if (
      !this.clock ||
      clock.warningDays !== this.clock.warningDays ||
      clock.now < this.clock.now ||
      clock.now >= this.until
    ) {
      this.clock = clock;
      this.counts = none();
      this.until = latestLook(clock);
      for (const entry of this.entries()) this.add(entry);
    }
    return this.counts;
  }

  /**
   * The time at which the counts may change, an hour after they were made at the latest. Undefined before they were.
   */
  get nextChange(): number | undefined {
    return this.clock && this.until;
  }

  add(entry: CertificateEntry): void {
    if (!this.clock) return;
    this.counts[toCertificateState(entry, this.clock)]++;
    if (entry.validity) this.until = firstChange(entry.validity, this.until, this.clock);
  }

  clear(): void {
    this.clock = undefined;
  }

  delete(entry: CertificateEntry): void {
    if (this.clock) this.counts[toCertificateState(entry, this.clock)]--;
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
