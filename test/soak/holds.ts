import { PerformanceObserver } from 'node:perf_hooks';

/** A time for which nothing else of this thread got its turn. All in milliseconds. */
export interface Hold {
  readonly during: string;
  readonly wall: number;
  /** The time that this thread computed in it; other programs of the machine had the rest. */
  readonly processor: number;
  /** The time that collecting garbage took of it. */
  readonly collecting: number;
}

interface Span {
  readonly during: string;
  readonly start: number;
  readonly end: number;
  readonly processor: number;
}

/** Milliseconds between two looks. */
const lookEvery = 5;

/** Watches for how long the event loop of this thread is held, and during what. */
export class HoldWatch {
  /** The name of the work that goes on now. */
  during = '';
  private readonly spans: Span[] = [];
  private readonly collections: { readonly start: number; readonly end: number }[] = [];
  private readonly observer: PerformanceObserver;
  private readonly timer: NodeJS.Timeout;

  /** @param least milliseconds of what is kept */
  constructor(least: number) {
    this.observer = new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        this.collections.push({ start: startTime, end: startTime + duration });
    });
    this.observer.observe({ entryTypes: ['gc'] });
    let [start, computed] = [performance.now(), threadTime()];
    this.timer = setInterval(() => {
      const [end, now] = [performance.now(), threadTime()];
      if (end - start >= least) this.spans.push({ during: this.during, start, end, processor: now - computed });
      [start, computed] = [end, now];
    }, lookEvery);
  }

  /** Ends the watch. The holds that took most processor time come first. */
  end(): readonly Hold[] {
    clearInterval(this.timer);
    this.observer.disconnect();
    const holds = this.spans.map(({ during, start, end, processor }): Hold => {
      const shares = this.collections.map((each) => Math.min(each.end, end) - Math.max(each.start, start));
      const collecting = shares.reduce((sum, share) => sum + Math.max(0, share), 0);
      return { during, wall: end - start, processor, collecting };
    });
    return holds.sort((one, other) => other.processor - one.processor);
  }
}

/** Milliseconds that this thread has computed; of the whole process, before Node 23.9. */
function threadTime(): number {
  const ofThread: unknown = Reflect.get(process, 'threadCpuUsage');
  const { user, system } = (
    typeof ofThread === 'function' ? Reflect.apply(ofThread, process, []) : process.cpuUsage()
  ) as NodeJS.CpuUsage;
  return (user + system) / 1_000;
}
