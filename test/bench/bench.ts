/**
 * A measurement beside others, one file each in this folder: `NAME.bench.ts` exports `makeBench`. The first contestant is
 * ours; the others are shown as how many times slower they are.
 */
export interface Bench {
  readonly title: string;
  /** What one step is, in the plural: `certificates`. */
  readonly unit: string;
  /** What it is measured on, in a sentence. */
  readonly input: string;
  readonly contestants: readonly Contestant[];
}

interface Contestant {
  readonly name: string;
  /** Does all steps once and says how many. */
  readonly run: () => number;
}

export interface Measured {
  readonly name: string;
  /** Steps a second, median of the rounds. */
  readonly perSecond: number;
}

const rounds = 7;
const roundMilliseconds = 150;

/** Rounds take turns, so that a slow moment of the machine meets everyone. */
export function measure(bench: Bench, clock: () => number): readonly Measured[] {
  const speeds = bench.contestants.map((): number[] => []);
  for (let round = -1; round < rounds; round++) {
    bench.contestants.forEach(({ run }, i) => {
      const speed = speedOf(run, clock);
      // The first round warms up.
      if (round >= 0) speeds[i]?.push(speed);
    });
  }
  return bench.contestants.map(({ name }, i) => ({ name, perSecond: median(speeds[i] ?? []) }));
}

function speedOf(run: () => number, clock: () => number): number {
  const start = clock();
  let steps = 0;
  let elapsed = 0;
  while (elapsed < roundMilliseconds) {
    steps += run();
    elapsed = clock() - start;
  }
  return (steps / elapsed) * 1000;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** A Markdown table: speed, and how many times as fast the first one is. */
export function toMarkdown(bench: Bench, measured: readonly Measured[]): string {
  const ours = measured[0]?.perSecond ?? 0;
  const rows = measured.map(
    ({ name, perSecond }) =>
      `| ${name} | ${Math.round(perSecond).toLocaleString('en-US')} | ${(ours / perSecond).toFixed(1)} |`,
  );
  return [
    `## ${bench.title}`,
    '',
    bench.input,
    '',
    `| reader | ${bench.unit}/s | first row is faster by |`,
    '|---|---:|---:|',
    ...rows,
    '',
  ].join('\n');
}
