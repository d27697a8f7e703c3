/** Measures in VS Code's extension host the time to load and activate the extension, and from a click to details. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../../src/shared/isRecord';
import type { Bench, Goal } from './bench';
import { hostFigures } from './host/hostFigures';
import { hostNode } from './hostNode';

const project = join(__dirname, '..', '..');

interface Figures {
  readonly load: number;
  readonly activate: { readonly clock: number; readonly processor: number };
  readonly firstClick: number;
  readonly laterClick: number;
}

/**
 * Loads what VS Code loads with a window, in processes of their own with nothing cached; the best of nine, in
 * milliseconds of processor time.
 */
function measureLoad(): number {
  const program = `
    const { Module } = require('node:module');
    const load = Module._load;
    Module._load = (name, ...rest) => (name === 'vscode' ? {} : load(name, ...rest));
    const { user, system } = process.cpuUsage();
    require(${JSON.stringify(join(project, 'dist', 'activation.js'))});
    const used = process.cpuUsage({ user, system });
    console.log((used.user + used.system) / 1000);`;
  const loads = Array.from({ length: 9 }, () =>
    Number(spawnSync(hostNode(project), ['-e', program], { encoding: 'utf8' }).stdout),
  );
  return Math.min(...loads);
}

let measured: Figures | undefined;

function figures(): Figures {
  if (measured) return measured;
  const run = (program: string, args: readonly string[]) =>
    spawnSync(program, args, { cwd: project, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  run(process.execPath, ['esbuild.mjs']);
  const { stdout, stderr } = run('node', [join('test', 'host', 'extensionTests.mjs'), '--bench']);
  const line = stdout.split('\n').find((each) => each.includes(hostFigures));
  const read: unknown = line === undefined ? undefined : JSON.parse(line.slice(line.indexOf('{')));
  const clicks = isRecord(read) && Array.isArray(read['clicks']) ? read['clicks'].map(Number) : [];
  const activate = isRecord(read) ? read['activate'] : undefined;
  if (!isRecord(activate)) throw new Error(`The extension host printed no figures.\n${stderr.slice(-2_000)}`);
  const [firstClick = NaN, ...later] = clicks;
  measured = {
    load: measureLoad(),
    activate: { clock: Number(activate['clock']), processor: Number(activate['processor']) },
    firstClick,
    laterClick: later.sort((one, other) => one - other)[later.length >> 1] ?? NaN,
  };
  return measured;
}

export const makeBenches = (): Promise<readonly Bench[]> => Promise.resolve([]);

export function makeTables(): Promise<readonly string[]> {
  const { load, activate, firstClick, laterClick } = figures();
  const bytes = readFileSync(join(project, 'dist', 'activation.js')).length;
  return Promise.resolve([
    [
      '### In the extension host of VS Code',
      '',
      'Activation and clicks in the host that the tests run, once; clicks by the clock, from the command until what the page shows has arrived in it: the',
      'first, and the median of seven more. Loading in the same Node with nothing cached, the best of nine by processor time.',
      '',
      '| | ms |',
      '|---|---:|',
      `| \`dist/activation.js\` loaded, ${bytes.toLocaleString('en-US')} bytes | ${load.toFixed(1)} |`,
      `| activated, by processor time of its thread | ${activate.processor.toFixed(1)} |`,
      `| activated, by the clock | ${activate.clock.toFixed(1)} |`,
      `| the first click → details | ${firstClick.toFixed(0)} |`,
      `| a later click → details | ${laterClick.toFixed(0)} |`,
      '',
    ].join('\n'),
  ]);
}

export function makeGoals(): Promise<readonly Goal[]> {
  const { load, activate, laterClick } = figures();
  const both = load + Math.min(activate.processor, activate.clock);
  return Promise.resolve([
    { what: 'Loaded and activated in VS Code', goal: '15 ms', figure: `${both.toFixed(1)} ms`, isMet: both <= 15 },
    {
      what: 'Click → details, the second and later ones, by the clock',
      goal: '150 ms',
      figure: `${laterClick.toFixed(0)} ms`,
      isMet: laterClick <= 150,
    },
  ]);
}
