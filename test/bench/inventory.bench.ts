import type { Grouping } from '../../src/app/inventory/arrange';
import { arrangeSteps } from '../../src/app/inventory/arrange';
import { CertificateIndex } from '../../src/app/inventory/certificateIndex';
import { RowReader } from '../../src/app/inventory/rowReader';
import type { Cooperative } from '../../src/shared/cooperative';
import type { Bench, Growth } from './bench';

const now = Date.UTC(2026, 10, 23);
const day = 24 * 60 * 60 * 1000;
const clock = { now, warningDays: null };
const words = { state: String, type: String };
const connection = { id: 'a', name: 'Bench', dialect: 'api7cloud', address: 'https://a.test' } as const;

/** As lists bring them, one after the other. */
function indexOf(count: number): CertificateIndex {
  const index = new CertificateIndex();
  const rows = new RowReader();
  for (let i = 0; i < count; i++) {
    const names = [`host-${i}.example.com`];
    index.put(
      rows.toRow(connection, {
        ...{ id: String(i), type: 'server', names, isEnabled: undefined, extraCertificates: [], notes: [] },
        labels: [{ key: `team-${i % 20}` }],
        metadata: {
          ...{ names, extensions: {}, subject: `CN=${names[0] ?? ''}`, issuer: `CN=Issuer ${i % 5},O=Trust` },
          serial: (0xab0000000000 + i).toString(16),
          validity: { notBefore: now - 60 * day, notAfter: now + ((i * 7_919) % 90) * day },
        },
      }),
    );
  }
  return index;
}

interface Work {
  readonly total: number;
  readonly longest: number;
}

/** Milliseconds this process has computed. */
function clockOfWork(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Runs work as the extension host does; milliseconds of processor time. */
function run(work: Cooperative<unknown>): Work {
  const first = clockOfWork();
  let [longest, start] = [0, first];
  for (let step = work.next(); ; step = work.next()) {
    const end = clockOfWork();
    if (step.done || end - start >= 10) {
      longest = Math.max(longest, end - start);
      start = end;
    }
    if (step.done) return { total: end - first, longest };
  }
}

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
      const rounds = Array.from({ length: 3 }, () => {
        const index = indexOf(size);
        return [run(ask(index)), run(ask(index))] as const;
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
  const names = Array.from({ length: 1_000 }, (_, i) => `HOST-${(i * 7_919) % size}.example.com`);
  let shortest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 20; round++) {
    const start = clockOfWork();
    for (const name of names) if (index.withName(name).length !== 1) throw new Error('It is there.');
    shortest = Math.min(shortest, clockOfWork() - start);
  }
  return shortest;
}

let lookUps: readonly { readonly size: number; readonly value: number }[] | undefined;
const allLookUps = () =>
  (lookUps ??= [1_000, 10_000, 100_000, 1_000_000].map((size) => ({ size, value: lookUp(size) })));

export function makeTables(): Promise<readonly string[]> {
  const all = askAll();
  const rows = all.map(
    ({ name, size, first, again }) =>
      `| ${name} | ${size.toLocaleString('en-US')} | ${first.total.toFixed(1)} | ${first.longest.toFixed(1)} | ${again.total.toFixed(1)} |`,
  );
  const slow = all.flatMap(({ name, size, first, again }) => [
    ...(again.total > 50
      ? [`${size} certificates, ${name}: ${again.total.toFixed(0)} ms, and the goal is 50 ms.`]
      : []),
    ...(first.longest > 30
      ? [`${size} certificates, ${name}: held for ${first.longest.toFixed(0)} ms, and the goal is 30 ms.`]
      : []),
  ]);
  const names = allLookUps();
  const late = names.flatMap(({ size, value }) =>
    value > 5 ? [`A name among ${size}: ${value.toFixed(1)} µs, and the goal is 5 µs.`] : [],
  );
  return Promise.resolve([
    [
      '### Certificates of a connection, in order, filtered, grouped, counted',
      '',
      'The best of three, by processor time. The first time makes what is kept; from then on it follows each change.',
      '',
      '| | certificates | first, ms | longest slice of it, ms | again, ms |',
      '|---|---:|---:|---:|---:|',
      ...rows,
      '',
      ...slow.map((sentence) => `**Missed.** ${sentence}\n`),
    ].join('\n'),
    [
      '### A name, to its certificates',
      '',
      '| certificates | µs |',
      '|---:|---:|',
      ...names.map(({ size, value }) => `| ${size.toLocaleString('en-US')} | ${value.toFixed(2)} |`),
      '',
      ...late.map((sentence) => `**Missed.** ${sentence}\n`),
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
