import type { Disposable } from '../../shared/emitter';
import type { Scheduler } from './scheduler';

/** The largest part of the time that an action may take while it is asked for all the time. */
const maxShare = 0.1;

/**
 * Calls an action at once when it was quiet, else once per interval, always after the last request. The interval counts
 * from the end of the action, and is longer where the action takes long: it gets a tenth of the time at most.
 */
export class Throttle implements Disposable {
  private pending: Disposable | undefined;
  private next = Number.NEGATIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;
  private running = 0;
  private isWanted = false;
  private isDisposed = false;

  constructor(
    private readonly options: {
      readonly scheduler: Scheduler;
      readonly now: () => number;
      /** Milliseconds. */
      readonly interval: number;
      /** May return a promise, which must not be rejected: the action then runs until that is settled. */
      readonly action: () => void | Promise<void>;
    },
  ) {}

  request(): void {
    if (this.isDisposed) return;
    if (this.running > 0) this.isWanted = true;
    if (this.pending || this.running > 0) return;
    const now = this.options.now();
    // A clock set back must not hold the action up.
    const wait = now < this.last ? 0 : Math.max(0, this.next - now);
    this.pending = this.options.scheduler.after(wait, () => this.flush());
  }

  /** Calls the action now and drops what was pending. */
  flush(): void {
    this.pending?.dispose();
    this.pending = undefined;
    const start = this.options.now();
    const running = this.options.action();
    if (!(running instanceof Promise)) return this.end(start);
    this.running += 1;
    void running.finally(() => {
      this.running -= 1;
      this.end(start);
      if (this.running > 0 || !this.isWanted || this.isDisposed) return;
      this.isWanted = false;
      this.request();
    });
  }

  dispose(): void {
    this.isDisposed = true;
    this.pending?.dispose();
    this.pending = undefined;
  }

  private end(start: number): void {
    this.last = this.options.now();
    const taken = Math.max(0, this.last - start);
    this.next = this.last + Math.max(this.options.interval, taken * (1 / maxShare - 1));
  }
}
