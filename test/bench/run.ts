/** `npm run bench [-- NAME]`: runs every `*.bench.ts` of this folder, or those whose name holds NAME, and prints tables. Speeds are by processor time. */
import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Bench } from './bench';
import { measure, toMarkdown } from './bench';

interface BenchModule {
  readonly makeBenches: () => Promise<readonly Bench[]>;
  /** What is measured otherwise than by speed, as Markdown. */
  readonly makeTables?: () => Promise<readonly string[]>;
}

/** Milliseconds this process has computed: other work of the machine disturbs them less than it does the wall clock. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function main(): Promise<void> {
  const [wanted = ''] = process.argv.slice(2);
  console.log(
    `Node ${process.versions.node}, OpenSSL ${process.versions.openssl}, ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}\n`,
  );
  const files = readdirSync(__dirname).filter((file) => file.endsWith('.bench.ts') && file.includes(wanted));
  for (const file of files.sort()) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded by the hook that `npm run bench` requires
    const { makeBenches, makeTables } = require(join(__dirname, file)) as BenchModule;
    for (const bench of await makeBenches()) {
      console.log(toMarkdown(bench, measure(bench, processorTime)));
    }
    for (const table of (await makeTables?.()) ?? []) console.log(table);
  }
}

void main();
