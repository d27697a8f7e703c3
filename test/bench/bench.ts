/**
 * A measurement beside others, one file each in this folder: `NAME.bench.ts` exports `makeBenches`. The first
 * contestant is ours; the others are shown as how many times slower they are.
 */
export interface Bench {
  readonly title: string;
  /** The plural of one step: `certificates`. */
  readonly unit: string;
  /** The input, in a sentence. */
  readonly input: string;
  readonly contestants: readonly Contestant[];
  /** Goals: the first contestant is to be so many times as fast as another. */
  readonly goals?: readonly { readonly than: string; readonly times: number }[];
  /** The longest a step of the first one may take, in milliseconds. */
  readonly atMost?: number;
}

/** A goal, and what was measured. */
export interface Goal {
  readonly what: string;
  readonly goal: string;
  readonly figure: string;
  readonly isMet: boolean;
  /** The day it was measured. */
  readonly date?: string;
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
  /**
   * Speed of the first contestant divided by this one's, median of the rounds: each compares runs that follow one
   * another.
   */
  readonly ratio: number;
}

/** Lines of how something grows with what it is given, drawn as a picture. */
export interface Growth {
  readonly title: string;
  /** The unit of the lines, e.g. `milliseconds`. */
  readonly unit: string;
  readonly lines: readonly {
    readonly name: string;
    readonly points: readonly { readonly size: number; readonly value: number }[];
  }[];
}

const rounds = 9;
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
  const [ours = []] = speeds;
  return bench.contestants.map(({ name }, i) => {
    const own = speeds[i] ?? [];
    return { name, perSecond: median(own), ratio: median(own.map((speed, round) => (ours[round] ?? 0) / speed)) };
  });
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

/** The goals of a bench. */
export function goalsOf(bench: Bench, measured: readonly Measured[]): readonly Goal[] {
  const ratios = new Map(measured.map(({ name, ratio }) => [name, ratio]));
  const took = 1000 / (measured[0]?.perSecond ?? 0);
  const { atMost } = bench;
  return [
    ...(bench.goals ?? []).map(({ than, times }): Goal => {
      const ratio = ratios.get(than) ?? 0;
      const figure = `${ratio.toFixed(1)} ×`;
      return { what: `${bench.title}, against ${than}`, goal: `${times} ×`, figure, isMet: ratio >= times };
    }),
    ...(atMost === undefined
      ? []
      : [{ what: bench.title, goal: `${atMost} ms`, figure: timeText(took), isMet: took <= atMost }]),
  ];
}

/** All goals, and which are missed. */
export const goalTable = (goals: readonly Goal[]): string =>
  [
    '### Goals',
    '',
    '| | goal | measured | | on |',
    '|---|---:|---:|---|---|',
    ...goals.map(
      ({ what, goal, figure, isMet, date = '' }) =>
        `| ${what} | ${goal} | ${figure} | ${isMet ? 'met' : '**missed**'} | ${date} |`,
    ),
    '',
  ].join('\n');

/** A Markdown table: speed, and how many times as fast the first one is. */
export function toMarkdown(bench: Bench, measured: readonly Measured[]): string {
  const goals = new Map((bench.goals ?? []).map(({ than, times }) => [than, `${times} ×`]));
  const rows = measured.map(({ name, perSecond, ratio }, i) => {
    const goal = i === 0 && bench.atMost !== undefined ? `${bench.atMost} ms` : (goals.get(name) ?? '');
    return `| ${name} | ${Math.round(perSecond).toLocaleString('en-US')} | ${timeText(1000 / perSecond)} | ${ratio.toFixed(1)} | ${goal} |`;
  });
  return [
    `### ${bench.title}`,
    '',
    bench.input,
    '',
    `| | ${bench.unit}/s | each takes | first row is faster by | goal |`,
    '|---|---:|---:|---:|---:|',
    ...rows,
    '',
  ].join('\n');
}

const timeText = (milliseconds: number): string =>
  milliseconds < 1 ? `${(milliseconds * 1000).toFixed(1)} µs` : `${milliseconds.toFixed(2)} ms`;
