/**
 * `npm run fuzz [-- --seed N] [--runs N | --seconds N] [--target words]`. Samples are made anew each time, keys and
 * all: what was thrown for, and what was slowest, is kept in a temporary folder, and `--file PATH --target words` tries
 * it again.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzz, inputOf } from './fuzz';
import { makeTargets } from './targets';

/** Milliseconds a kB beyond which the slowest input is kept. */
const slow = 50;

async function main(): Promise<void> {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { seed: option, runs: option, seconds: option, target: option, file: option },
  });
  const { seed = Date.now() % 2 ** 31, seconds = 10 } = {
    ...(values.seed && { seed: Number(values.seed) }),
    ...(values.seconds && { seconds: Number(values.seconds) }),
  };
  const runs = values.runs === undefined ? undefined : Number(values.runs);
  // Of this process: what else the machine does makes no input slow.
  const clock = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  };
  console.log(
    `Seed ${seed}\n\nTarget                        Runs  Accepted   Refused  Uncaught  Worst ms/kB  its seed`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'api7-fuzz-'));
  for (const made of (await makeTargets()).filter(({ name }) => name.includes(values.target ?? ''))) {
    // One input instead of all.
    const target = values.file === undefined ? made : { ...made, run: () => made.run(readFileSync(values.file ?? '')) };
    const keep = (its: number): string => {
      const path = join(folder, `${target.name.replaceAll(/\W+/g, '-')}-${its}`);
      writeFileSync(path, inputOf(target, its));
      return path;
    };
    const end = performance.now() + seconds * 1000;
    const report = fuzz(target, {
      seed,
      clock,
      goesOn: (done) =>
        values.file !== undefined ? done < 1 : runs === undefined ? performance.now() < end : done < runs,
    });
    const counts = [report.runs, report.accepted, report.refused, report.uncaught.length]
      .map((count) => String(count).padStart(10))
      .join('');
    console.log(
      `${target.name.padEnd(24)}${counts}${report.worst.time.toFixed(1).padStart(13)}${String(report.worst.seed).padStart(12)}`,
    );
    if (report.worst.time > slow) console.log(`  slowest: ${keep(report.worst.seed)}`);
    for (const { seed: its, error } of report.uncaught.slice(0, 3)) console.log(`  ${keep(its)}:`, error);
    if (report.uncaught.length > 0) process.exitCode = 1;
  }
}

void main();
