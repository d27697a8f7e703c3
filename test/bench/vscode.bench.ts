/** Measures in VS Code's extension host the time to load and activate the extension, and from a click to details. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../../src/shared/isRecord';
import type { Bench, Goal } from './bench';
import { hostFigures } from './host/hostFigures';

const project = join(__dirname, '..', '..');

/** Milliseconds by the clock. */
interface Figures {
  readonly load: number;
  readonly activate: number;
  readonly firstClick: number;
  readonly laterClick: number;
}

/** Runs something with a file in the place of `dist/activation.js` that measures how that is loaded and activated. */
function withMeasuredActivation<T>(use: () => T): T {
  const [own, measured] = ['activation.js', 'activation.measured.js'].map((name) => join(project, 'dist', name));
  if (own === undefined || measured === undefined) throw new Error('unreachable');
  renameSync(own, measured);
  try {
    copyFileSync(join(__dirname, 'host', 'measuredActivation.cjs'), own);
    return use();
  } finally {
    renameSync(measured, own);
  }
}

let measured: Figures | undefined;

function figures(): Figures {
  if (measured) return measured;
  const run = (program: string, args: readonly string[]) =>
    spawnSync(program, args, { cwd: project, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  // As it ships.
  run(process.execPath, ['esbuild.mjs', '--production']);
  const starts: Pick<Figures, 'load' | 'activate'>[] = [];
  const clicks: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { stdout, stderr } = withMeasuredActivation(() =>
      run('node', [join('test', 'host', 'extensionTests.mjs'), '--bench']),
    );
    const line = stdout.split('\n').find((each) => each.includes(hostFigures));
    const read: unknown = line === undefined ? undefined : JSON.parse(line.slice(line.indexOf('{')));
    if (!isRecord(read) || !isRecord(read['start']))
      throw new Error(`The extension host printed no figures.\n${stderr.slice(-2_000)}`);
    starts.push({ load: Number(read['start']['load']), activate: Number(read['start']['activate']) });
    if (round === 0 && Array.isArray(read['clicks'])) clicks.push(...read['clicks'].map(Number));
  }
  const [best] = starts.sort((one, other) => one.load + one.activate - other.load - other.activate);
  const [firstClick = NaN, ...later] = clicks;
  if (!best) throw new Error('unreachable');
  measured = { ...best, firstClick, laterClick: later.sort((one, other) => one - other)[later.length >> 1] ?? NaN };
  return measured;
}

/** Windows that are opened. A busy machine makes work longer, never shorter. */
const rounds = 3;

export const makeBenches = (): Promise<readonly Bench[]> => Promise.resolve([]);

export function makeTables(): Promise<readonly string[]> {
  const { load, activate, firstClick, laterClick } = figures();
  const bytes = readFileSync(join(project, 'dist', 'activation.js')).length;
  return Promise.resolve([
    [
      '### In the extension host of VS Code',
      '',
      'In the host that the tests run, of what ships, by the clock: loading and activation, which VS Code waits for, the best of three windows; and from the',
      'command until what the page shows has arrived in it: the first click, and the median of seven more.',
      '',
      '| | ms |',
      '|---|---:|',
      `| \`dist/activation.js\` loaded, ${bytes.toLocaleString('en-US')} bytes | ${load.toFixed(1)} |`,
      `| activated | ${activate.toFixed(1)} |`,
      `| the first click → details | ${firstClick.toFixed(0)} |`,
      `| a later click → details | ${laterClick.toFixed(0)} |`,
      '',
    ].join('\n'),
  ]);
}

export function makeGoals(): Promise<readonly Goal[]> {
  const { load, activate, laterClick } = figures();
  const both = load + activate;
  return Promise.resolve([
    {
      what: 'Loaded and activated in VS Code, by the clock',
      goal: '15 ms',
      figure: `${both.toFixed(1)} ms`,
      isMet: both <= 15,
    },
    {
      what: 'Click → details, the second and later ones, by the clock',
      goal: '150 ms',
      figure: `${laterClick.toFixed(0)} ms`,
      isMet: laterClick <= 150,
    },
  ]);
}
