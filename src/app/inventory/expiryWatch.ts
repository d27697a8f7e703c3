import type { Validity } from '../../core/model';
import { expiryState } from '../../core/x509/expiry';
import type { Disposable } from '../../shared/emitter';
import type { Scheduler } from '../base/scheduler';
import type { Clock } from './stateCounts';

/** Words such as "12 days left" change without a state changing, and timers stand still while a machine sleeps. */
const maxWait = 60 * 60 * 1000;

/** Anything that has a validity, or may have one. */
interface Dated {
  readonly validity: Validity | undefined;
}

/** Calls back when time alone has changed what is to be said of certificates: one timer for all of them. */
export class ExpiryWatch implements Disposable {
  private timer: Disposable | undefined;
  /** From when to when what is said of the certificates is true. */
  private period: { readonly from: number; readonly due: number } | undefined;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly onDue: () => void,
  ) {}

  /** Replaces what is waited for. */
  watch(entries: readonly Dated[], clock: Clock): void {
    this.wait(nextLook(entries, clock), clock);
  }

  /** Does the same as {@link watch} for a moment that is known already. */
  wait(due: number | undefined, { now }: Pick<Clock, 'now'>): void {
    this.timer?.dispose();
    this.period = due === undefined ? undefined : { from: now, due };
    this.timer = due === undefined ? undefined : this.scheduler.after(due - now, this.onDue);
  }

  /**
   * Calls back at once where the moment came while timers stood still, as they do while a machine sleeps, or where the
   * clock was set back.
   */
  catchUp(now: number): void {
    if (!this.period || (this.period.from <= now && now < this.period.due)) return;
    this.dispose();
    this.onDue();
  }

  dispose(): void {
    this.timer?.dispose();
    this.timer = this.period = undefined;
  }
}

/**
 * Returns the first moment after now at which any state is another, an hour from now at the latest; undefined without
 * certificates.
 */
export function nextLook(entries: readonly Dated[], clock: Clock): number | undefined {
  if (entries.length === 0) return undefined;
  let next = latestLook(clock);
  for (const { validity } of entries) if (validity) next = firstChange(validity, next, clock);
  return next;
}

export const latestLook = ({ now }: Pick<Clock, 'now'>): number => now + maxWait;

/**
 * Finds the first moment after now at which the state is another, or the horizon. By halving, so that the rule for
 * "expiring" stands in one place only.
 */
export function firstChange(validity: Validity, horizon: number, { now, warningDays }: Clock): number {
  const state = expiryState(validity, now, warningDays);
  let same = now;
  let other = horizon;
  if (expiryState(validity, other, warningDays) === state) return horizon;
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (expiryState(validity, middle, warningDays) === state) same = middle;
    else other = middle;
  }
  return other;
}
