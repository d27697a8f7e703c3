import type { Scheduler } from '../../../../src/app/base/scheduler';

/** A clock that stands until the test moves it, and the timers that hang on it. */
export class FakeScheduler implements Scheduler {
  private waiting: { due: number; action: () => void }[] = [];
  time = 0;
  readonly now = (): number => this.time;

  after(milliseconds: number, action: () => void) {
    const timer = { due: this.time + milliseconds, action };
    this.waiting.push(timer);
    return { dispose: () => void (this.waiting = this.waiting.filter((other) => other !== timer)) };
  }

  /** The times at which the waiting actions are due. */
  get due(): readonly number[] {
    return this.waiting.map(({ due }) => due);
  }

  advance(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      const next = this.waiting.filter(({ due }) => due <= end).sort((one, other) => one.due - other.due)[0];
      if (!next) break;
      this.waiting = this.waiting.filter((timer) => timer !== next);
      this.time = next.due;
      next.action();
    }
    this.time = end;
  }
}
