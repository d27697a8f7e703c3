import type { Cooperative } from '../../src/shared/cooperative';

/** Milliseconds for which the extension host may be held. */
const longest = 30;
/** Runs of which the best counts. */
const runs = 3;

/** The longest step of some work, in milliseconds of processor time. */
export function longestStep(make: () => Cooperative<unknown>): number {
  const worst = Array.from({ length: runs }, () => {
    let most = 0;
    for (const work = make(); ;) {
      const start = processorTime();
      const step = work.next();
      most = Math.max(most, processorTime() - start);
      if (step.done) return most;
    }
  });
  return Math.min(...worst);
}

/** Does the same as {@link longestStep} for work that is not in steps. */
export function timeAtOnce(work: () => unknown): number {
  return longestStep(function* atOnce() {
    yield;
    work();
  });
}

/** Milliseconds that this process has computed: other work of the machine must not make steps longer. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export interface StepTable {
  readonly title: string;
  readonly columns: readonly string[];
  /** The longest step of each column; undefined where it does not apply. */
  readonly rows: readonly { readonly name: string; readonly steps: readonly (number | undefined)[] }[];
}

/** A table of longest steps, and a line for each row that holds the extension host for too long. */
export function drawSteps({ title, columns, rows }: StepTable): string {
  const missed = rows.flatMap(({ name, steps }) => {
    const worst = Math.max(...steps.map((step) => step ?? 0));
    return worst > longest ? [`**Missed.** ${name} holds the extension host for ${worst.toFixed(0)} ms.`] : [];
  });
  return [
    `## ${title}`,
    '',
    `The longest step, in milliseconds of processor time, of the best of ${runs} runs. A slice is 10 ms and one step more.`,
    '',
    `| as large as it may be | ${columns.join(' | ')} |`,
    `|---|${columns.map(() => '---:|').join('')}`,
    ...rows.map(({ name, steps }) => `| ${name} | ${steps.map((step) => step?.toFixed(1) ?? '–').join(' | ')} |`),
    '',
    ...missed,
    '',
  ].join('\n');
}
