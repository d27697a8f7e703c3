import type { Disposable } from '../../shared/emitter';
import type { Scheduler } from './scheduler';

/** Calls an action at once when it was quiet, else once per interval, always after the last request. */
export class Throttle implements Disposable {
  private pending: Disposable | undefined;
  private last = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly options: {
      readonly scheduler: Scheduler;
      readonly now: () => number;
      /** Milliseconds. */
      readonly interval: number;
      readonly action: () => void;
    },
  ) {}

  request(): void {
    if (this.pending) return;
    const since = this.options.now() - this.last;
    // A clock set back must not hold the action up.
    const wait = since < 0 || since >= this.options.interval ? 0 : this.options.interval - since;
    this.pending = this.options.scheduler.after(wait, () => this.flush());
  }

  /** Calls the action now and drops what was pending. */
  flush(): void {
    this.pending?.dispose();
    this.pending = undefined;
    this.last = this.options.now();
    this.options.action();
  }

  dispose(): void {
    this.pending?.dispose();
    this.pending = undefined;
  }
}
