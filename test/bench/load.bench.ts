/**
 * A gateway's list, loaded over HTTP from the local gateway in a process of its own, beside `fetch` and `JSON.parse` of
 * the same pages. Each load is a process of its own, so that none finds what another one left.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import type { Access, DialectId } from '../../src/gateway/gateway';
import type { Bench, Goal, Growth } from './bench';
import { hostNode } from './hostNode';
import type { Took, What } from './load/client';

const dialects = ['apisix', 'api7cloud', 'api7enterprise'] as const;
const labels: Readonly<Record<DialectId, string>> = {
  apisix: 'APISIX',
  api7cloud: 'API7 Cloud',
  api7enterprise: 'API7 Enterprise',
};

/** API7_CERTIFICATES_LOADS=1000,10000 leaves the longest away. */
const sizes = (process.env['API7_CERTIFICATES_LOADS'] ?? '1000,10000,100000').split(',').map(Number);
/** Of a hundred thousand one is enough: it takes long, and differs little. */
const roundsOf = (size: number): number => (size > 10_000 ? 1 : 3);

const goals = { ratio: 1.5, longest: 30, heap: 2_000 } as const;

const folder = join(__dirname, '..', '..', '.vscode-test', 'bench', 'load');

function build(): void {
  buildSync({
    entryPoints: ['gateway.ts', 'client.ts'].map((file) => join(__dirname, 'load', file)),
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    logLevel: 'error',
  });
}

type Accesses = Readonly<Record<DialectId, Access>>;

/** Runs something beside a gateway with so many certificates. */
async function withGateway<T>(count: number, use: (accesses: Accesses) => Promise<T>): Promise<T> {
  const gateway = spawn(process.execPath, ['--max-old-space-size=8192', join(folder, 'gateway.cjs'), String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(gateway, 'close');
  try {
    const [line] = (await Promise.race([
      once(createInterface(gateway.stdout), 'line'),
      closed.then(() => Promise.reject(new Error('The gateway did not start.'))),
    ])) as [string];
    return await use(JSON.parse(line) as Accesses);
  } finally {
    gateway.kill();
    await closed;
  }
}

const runtime = hostNode(join(__dirname, '..', '..'));

async function run(what: What, { id, access, count }: { id: DialectId; access: Access; count: number }): Promise<Took> {
  const client = spawn(
    runtime,
    ['--expose-gc', join(folder, 'client.cjs'), what, id, JSON.stringify(access), String(count)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  client.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  await once(client, 'close');
  const took = JSON.parse(text) as Took;
  if (took.count !== count) throw new Error(`${String(took.count)} of ${String(count)} were loaded.`);
  return took;
}

interface Loaded {
  readonly id: DialectId;
  readonly size: number;
  readonly fetched: number;
  readonly cpu: number;
  readonly ratio: number;
  readonly firstRows: number;
  readonly longest: number;
  readonly heap: number;
}

async function measureLoads(): Promise<readonly Loaded[]> {
  build();
  const loads: Loaded[] = [];
  for (const size of sizes)
    await withGateway(size, async (accesses) => {
      for (const id of dialects) {
        const given = { id, access: accesses[id], count: size };
        const rounds: { fetched: Took; loaded: Took; held: Took }[] = [];
        // In turns, so that a slow moment of the machine meets both.
        for (let round = 0; round < roundsOf(size); round++)
          rounds.push({
            fetched: await run('fetch', given),
            loaded: await run('load', given),
            held: await run('holds', given),
          });
        // The best of each: a busy machine makes work longer, never shorter.
        const best = (of: (round: (typeof rounds)[number]) => number): number => Math.min(...rounds.map(of));
        const [fetched, cpu] = [best((round) => round.fetched.cpu), best(({ loaded }) => loaded.cpu)];
        loads.push({
          ...{ id, size, fetched, cpu, ratio: cpu / fetched },
          firstRows: best(({ loaded }) => loaded.firstRows),
          longest: best(({ held }) => held.longest),
          heap: best(({ loaded }) => loaded.heap),
        });
      }
    });
  return loads;
}

/** Measured once, for the table and for the picture. */
let measured: Promise<readonly Loaded[]> | undefined;
const loadsOnce = (): Promise<readonly Loaded[]> => (measured ??= measureLoads());

export const makeBenches = (): Promise<readonly Bench[]> => Promise.resolve([]);

export async function makeTables(): Promise<readonly string[]> {
  const loads = await loadsOnce();
  const count = (value: number): string => Math.round(value).toLocaleString('en-US');
  return [
    [
      '### A list, loaded over HTTP',
      '',
      'Leaves with two names of their own, EC P-256 and one in four RSA 2048, and their intermediate (API7 Cloud: its metadata), with what the tree asks for while',
      'it draws; beside `fetch` and `JSON.parse` of the same pages. Processor time of all threads, from the first request on; the longest hold is',
      "the main thread's processor time between two turns of its loop, in runs of their own. Each load is the first of its process, with all that the",
      `engine compiles for it, in Node ${execFileSync(runtime, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim()}${runtime === process.execPath ? '' : ', that of the extension host'}.`,
      '',
      '| | certificates | fetch + JSON.parse, ms | loaded, ms | ratio | first rows, ms of the clock | longest hold, ms | heap each, bytes |',
      '|---|---:|---:|---:|---:|---:|---:|---:|',
      ...loads.map(
        ({ id, size, fetched, cpu, ratio, firstRows, longest, heap }) =>
          `| ${labels[id]} | ${count(size)} | ${count(fetched)} | ${count(cpu)} | ${ratio.toFixed(2)} | ${count(firstRows)} | ${longest.toFixed(1)} | ${count(heap)} |`,
      ),
      '',
    ].join('\n'),
  ];
}

export async function makeGoals(): Promise<readonly Goal[]> {
  const loads = await loadsOnce();
  // What is loaded once weighs more than a thousand certificates.
  return loads
    .filter(({ size }) => size >= 10_000)
    .flatMap(({ id, size, ratio, longest, heap }): readonly Goal[] => {
      const what = `${labels[id]}, ${size.toLocaleString('en-US')} certificates`;
      return [
        {
          ...{ what: `${what}: against fetch and JSON.parse`, goal: `${goals.ratio} ×` },
          ...{ figure: `${ratio.toFixed(2)} ×`, isMet: ratio <= goals.ratio },
        },
        {
          ...{ what: `${what}: longest hold`, goal: `${goals.longest} ms` },
          ...{ figure: `${longest.toFixed(1)} ms`, isMet: longest <= goals.longest },
        },
        {
          ...{ what: `${what}: heap each`, goal: `${goals.heap} bytes` },
          ...{ figure: `${String(Math.round(heap))} bytes`, isMet: heap <= goals.heap },
        },
      ];
    });
}

export async function makeGrowth(): Promise<readonly Growth[]> {
  const loads = await loadsOnce();
  return [
    {
      title: 'A list loaded',
      unit: 'milliseconds',
      lines: dialects.map((id) => ({
        name: labels[id],
        points: loads.filter((each) => each.id === id).map(({ size, cpu }) => ({ size, value: cpu })),
      })),
    },
  ];
}
