import { arrangeSteps } from '../../src/app/inventory/arrange';
import type { CertificateIndex } from '../../src/app/inventory/certificateIndex';
import type { Grouping } from '../../src/app/inventory/order';
import type { Cooperative } from '../../src/shared/cooperative';
import type { Bench, Goal, Growth } from './bench';
import type { Work } from './many';
import { clockOfWork, collectGarbage, indexOf, workOf } from './many';

const now = Date.UTC(2026, 10, 23);
const clock = { now, warningDays: null };
const words = { state: String, type: String };

const arrange = (index: CertificateIndex, grouping: Grouping, filter = '') =>
  arrangeSteps(index, { arrangement: { grouping, sorting: 'expiry', filter }, clock, words });

function* count(index: CertificateIndex): Cooperative<unknown> {
  yield;
  return index.counts(clock);
}

/** Each with an index of its own, where nothing was asked before, and again. */
const questions: readonly (readonly [name: string, ask: (index: CertificateIndex) => Cooperative<unknown>])[] = [
  ['arranged', (index) => arrange(index, 'none')],
  ['filtered by a name', (index) => arrange(index, 'none', 'host-777')],
  ['grouped by issuer', (index) => arrange(index, 'issuer')],
  ['grouped by state', (index) => arrange(index, 'state')],
  ['counted', count],
];

const sizes = [1_000, 10_000, 100_000] as const;
const best = (works: readonly Work[], of: (work: Work) => number): number => Math.min(...works.map(of));

export const makeBenches = (): Promise<readonly Bench[]> => Promise.resolve([]);

interface Asked {
  readonly name: string;
  readonly size: number;
  readonly first: Work;
  readonly again: Work;
}

let asked: readonly Asked[] | undefined;

function askAll(): readonly Asked[] {
  return (asked ??= sizes.flatMap((size) =>
    questions.map(([name, ask]) => {
      const rounds = Array.from({ length: 2 }, () => {
        const index = indexOf(size);
        // What making the list left behind is not the question's.
        collectGarbage();
        return [workOf(ask(index), clockOfWork), workOf(ask(index), clockOfWork)] as const;
      });
      const [firsts, agains] = [rounds.map(([first]) => first), rounds.map(([, again]) => again)];
      const summary = (works: readonly Work[]): Work => ({
        total: best(works, ({ total }) => total),
        longest: best(works, ({ longest }) => longest),
      });
      return { name, size, first: summary(firsts), again: summary(agains) };
    }),
  ));
}

/** Microseconds to find the certificates of a name. */
function lookUp(size: number): number {
  const index = indexOf(size);
  const leaves = Array.from({ length: 1_000 }, (_, i) => ({
    sans: [{ kind: 'dns', value: `HOST-${(i * 7_919) % size}.example.com` } as const],
    subject: { rdns: [], text: '', der: '' },
  }));
  let shortest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 20; round++) {
    const start = clockOfWork();
    for (const leaf of leaves) if (index.sharingNames(leaf).length !== 1) throw new Error('It is there.');
    shortest = Math.min(shortest, clockOfWork() - start);
  }
  return shortest;
}

let lookUps: readonly { readonly size: number; readonly value: number }[] | undefined;
const allLookUps = () =>
  (lookUps ??= [1_000, 10_000, 100_000, 1_000_000].map((size) => ({ size, value: lookUp(size) })));

export function makeGoals(): Promise<readonly Goal[]> {
  const goals = askAll()
    .filter(({ size }) => size === 100_000)
    .flatMap(({ name, first, again }): readonly Goal[] => [
      {
        ...{ what: `100,000 certificates ${name}`, goal: '50 ms' },
        ...{ figure: `${again.total.toFixed(1)} ms`, isMet: again.total <= 50 },
      },
      {
        ...{ what: `100,000 certificates ${name} the first time: longest slice`, goal: '30 ms' },
        ...{ figure: `${first.longest.toFixed(1)} ms`, isMet: first.longest <= 30 },
      },
    ]);
  const names = allLookUps().map(({ size, value }) => ({
    ...{ what: `A name among ${size.toLocaleString('en-US')}`, goal: '5 µs' },
    ...{ figure: `${value.toFixed(2)} µs`, isMet: value <= 5 },
  }));
  return Promise.resolve([...goals, ...names]);
}

export function makeTables(): Promise<readonly string[]> {
  const all = askAll();
  const rows = all.map(
    ({ name, size, first, again }) =>
      `| ${name} | ${size.toLocaleString('en-US')} | ${first.total.toFixed(1)} | ${first.longest.toFixed(1)} | ${again.total.toFixed(1)} |`,
  );
  const names = allLookUps();
  return Promise.resolve([
    [
      '### Certificates of a connection, in order, filtered, grouped, counted',
      '',
      'The best of two, by processor time. The first time makes what is kept; from then on it follows each change.',
      '',
      '| | certificates | first, ms | longest slice of it, ms | again, ms |',
      '|---|---:|---:|---:|---:|',
      ...rows,
      '',
    ].join('\n'),
    [
      '### A name, to its certificates',
      '',
      '| certificates | µs |',
      '|---:|---:|',
      ...names.map(({ size, value }) => `| ${size.toLocaleString('en-US')} | ${value.toFixed(2)} |`),
      '',
    ].join('\n'),
  ]);
}

export function makeGrowth(): Promise<readonly Growth[]> {
  const points = (wanted: string) =>
    askAll()
      .filter(({ name }) => name === wanted)
      .map(({ size, first }) => ({ size, value: first.total }));
  return Promise.resolve([
    {
      title: 'Certificates of a connection',
      unit: 'milliseconds, the first time',
      lines: questions.map(([name]) => ({ name, points: points(name) })),
    },
  ]);
}
