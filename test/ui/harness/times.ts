/**
 * Measures the parts of a test file: with API7_CERTIFICATES_TIMES=1 each workbench prints it when it closes. Times
 * of one that is called inside another count for both.
 */
export class Times {
  private readonly spent = new Map<string, { calls: number; ms: number }>();
  private readonly began = performance.now();

  async of<Value>(what: string, run: () => Promise<Value>): Promise<Value> {
    const start = performance.now();
    try {
      return await run();
    } finally {
      const { calls, ms } = this.spent.get(what) ?? { calls: 0, ms: 0 };
      this.spent.set(what, { calls: calls + 1, ms: ms + performance.now() - start });
    }
  }

  report(): string {
    const rows = [...this.spent]
      .sort(([, one], [, other]) => other.ms - one.ms)
      .map(([what, { calls, ms }]) => `${what} ${calls}× ${seconds(ms)}`);
    return [`open ${seconds(performance.now() - this.began)}`, ...rows].join(', ');
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
