/** Lets little work run at the same time; the rest waits for its turn, in the order in which it came. */
export class Limiter {
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  /** @param most how much runs at the same time */
  constructor(private readonly most: number) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.most) this.running++;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The turn is handed on.
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }
}
