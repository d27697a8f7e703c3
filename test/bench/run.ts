/**
 * `npm run bench [-- NAME …]`: runs every `*.bench.ts` of this folder, or those whose name holds a NAME, and prints
 * tables; warns of goals that are missed. With `--write`, what was measured takes its place in docs/benchmarks.md and
 * its picture; what was not run stays, each section with its day. Speeds are by processor time, in the Node of the
 * extension host where the tests have it. Benches are bundled as the extension is: modules that are loaded one by one
 * call each other more slowly.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildSync } from 'esbuild';
import type { Bench, Goal, Growth } from './bench';
import { goalsOf, goalTable, measure, toMarkdown } from './bench';
import { drawGrowth } from './growthPicture';
import { hostNode } from './hostNode';
import type { Section } from './page';
import { mergeSections, readSections, toPage } from './page';

interface BenchModule {
  readonly makeBenches: () => Promise<readonly Bench[]>;
  /** Measures other things than speed, and returns Markdown. */
  readonly makeTables?: () => Promise<readonly string[]>;
  /** The goals of what {@link makeTables} measures. */
  readonly makeGoals?: () => Promise<readonly Goal[]>;
  /** Measures how things grow with 1,000, 10,000 and 100,000 of them. */
  readonly makeGrowth?: () => Promise<readonly Growth[]>;
}

const project = join(__dirname, '..', '..');
const page = join(project, 'docs', 'benchmarks.md');
const picture = join(project, 'docs', 'benchmarks.svg');

/** Milliseconds this process has computed: other work of the machine disturbs them less than it does the wall clock. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function load(file: string): BenchModule {
  const outfile = join(project, '.vscode-test', 'bench', `${basename(file, '.ts')}.cjs`);
  mkdirSync(join(project, '.vscode-test', 'bench'), { recursive: true });
  buildSync({
    entryPoints: [join(__dirname, file)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    logLevel: 'error',
    // Benches find files of the project by where they stand.
    define: { __dirname: JSON.stringify(__dirname) },
  });
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- built a moment ago, as CommonJS
  return require(outfile) as BenchModule;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { write: { type: 'boolean' } }, allowPositionals: true });
  const [busy = 0] = loadavg();
  const others = busy > 1 ? ` The machine was busy with other work: load ${busy.toFixed(1)}.` : '';
  const processors = `${cpus().length} × ${cpus()[0]?.model ?? 'processor'}`;
  const machine = `Node ${process.versions.node}, OpenSSL ${process.versions.openssl}, ${processors}.${others}`;
  console.log(`${machine}\n`);
  const files = readdirSync(__dirname).filter((file) => isWanted(file, positionals));
  const sections: Section[] = [];
  for (const file of files.sort()) {
    sections.push(await measureFile(file, machine));
    // After each: a run that is ended early leaves what it has.
    if (values.write) write(sections);
  }
  const goals = sections.flatMap((section) => section.goals);
  console.log(goalTable(goals));
  for (const [, sentence = ''] of sections.flatMap(({ text }) => [...text.matchAll(/^\*\*Missed\.\*\* (.*)$/gm)]))
    console.warn(`Goal missed. ${sentence}`);
  for (const { what, goal, figure, isMet } of goals)
    if (!isMet) console.warn(`Goal missed. ${what}: ${figure}, and the goal is ${goal}.`);
}

async function measureFile(file: string, machine: string): Promise<Section> {
  const { makeBenches, makeTables, makeGoals, makeGrowth } = load(file);
  const written: string[] = [];
  const goals: Goal[] = [];
  const say = (text: string): void => {
    console.log(text);
    written.push(text);
  };
  for (const bench of await makeBenches()) {
    const measured = measure(bench, processorTime);
    goals.push(...goalsOf(bench, measured));
    say(toMarkdown(bench, measured));
  }
  for (const table of (await makeTables?.()) ?? []) say(table);
  goals.push(...((await makeGoals?.()) ?? []));
  const growths = (await makeGrowth?.()) ?? [];
  for (const growth of growths) say(growthTable(growth));
  const date = new Date().toISOString().slice(0, 10);
  return { name: basename(file, '.bench.ts'), date, machine, goals, growths, text: written.join('\n') };
}

function write(now: readonly Section[]): void {
  const before = readFileSync(page, 'utf8');
  const sections = mergeSections(readSections(before), now);
  const growths = sections.flatMap((section) => section.growths);
  if (growths.length > 0) writeFileSync(picture, drawGrowth(growths));
  writeFileSync(page, toPage(before, sections));
}

const isWanted = (file: string, names: readonly string[]): boolean =>
  file.endsWith('.bench.ts') && (names.length === 0 || names.some((name) => file.includes(name)));

function growthTable({ title, unit, lines }: Growth): string {
  const sizes = [...new Set(lines.flatMap(({ points }) => points.map(({ size }) => size)))];
  return [
    `### ${title}, ${unit}`,
    '',
    `| | ${sizes.map((size) => size.toLocaleString('en-US')).join(' | ')} |`,
    `|---|${sizes.map(() => '---:|').join('')}`,
    ...lines.map(({ name, points }) => {
      const values = new Map(points.map(({ size, value }) => [size, value]));
      return `| ${name} | ${sizes.map((size) => values.get(size)?.toPrecision(3) ?? '').join(' | ')} |`;
    }),
    '',
  ].join('\n');
}

/**
 * Tells the bench that it was started by itself: a linked program goes by another path than the one it was started by.
 */
const inHostNode = 'API7_CERTIFICATES_BENCH_IN_HOST_NODE';
if (process.env[inHostNode] !== undefined) void main();
else {
  const { status } = spawnSync(hostNode(project), [...process.execArgv, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, [inHostNode]: 'yes' },
  });
  process.exitCode = status ?? 1;
}
