/** The page of the timeline over a hundred thousand certificates: the steps that the extension host makes of it. */
import type { KnownCertificates } from '../../src/app/timeline/items';
import { pressingSteps } from '../../src/app/timeline/reminder';
import { timelineSteps } from '../../src/app/timeline/timeline';
import type { Cooperative } from '../../src/shared/cooperative';
import { english } from '../../src/shared/translate';
import { toTimelineState } from '../../src/ui/timeline/timelineReport';
import type { Bench, Goal } from './bench';
import { clockOfWork, indexOf, workOf } from './many';

const now = Date.UTC(2026, 10, 23);
const clock = { now, warningDays: null };
const count = 100_000;
const goal = 30;

interface Measured {
  readonly name: string;
  readonly total: number;
  readonly longest: number;
}

/** The page as it is opened: by state, all of it; then what is sent to the page, which is one step. */
function* page(known: KnownCertificates): Cooperative<unknown> {
  const view = { by: 'state', filter: {}, chosen: undefined } as const;
  const timeline = yield* timelineSteps(known, clock, view);
  yield;
  const connections = known.gateways.map(({ connection }) => connection);
  const wording = { clock, translate: english, language: 'en' };
  const facts = { view, connections, fileText: (uri: string) => uri, wording };
  return toTimelineState(timeline, facts, { isLoading: false, incomplete: [], files: 'checked' });
}

let measured: readonly Measured[] | undefined;

function measureAll(): readonly Measured[] {
  if (measured) return measured;
  const index = indexOf(count);
  const connection = { id: 'a', name: 'Bench', dialect: 'api7cloud', address: 'https://a.test' } as const;
  const known: KnownCertificates = { gateways: [{ connection, entries: index.entries() }], files: [] };
  const asked = [
    ['the page, made anew', () => page(known)],
    ['what presses, for the reminder', () => pressingSteps(known, clock)],
  ] as const;
  return (measured = asked.map(([name, make]) => {
    const works = Array.from({ length: 5 }, () => workOf(make(), clockOfWork));
    return {
      name,
      total: Math.min(...works.map(({ total }) => total)),
      longest: Math.min(...works.map(({ longest }) => longest)),
    };
  }));
}

export const makeBenches = (): Promise<readonly Bench[]> => Promise.resolve([]);

export const makeGoals = (): Promise<readonly Goal[]> =>
  Promise.resolve(
    measureAll().map(({ name, longest }) => ({
      what: `Timeline of ${count.toLocaleString('en-US')}, ${name}: longest step`,
      goal: `${goal} ms`,
      figure: `${longest.toFixed(1)} ms`,
      isMet: longest <= goal,
    })),
  );

export const makeTables = (): Promise<readonly string[]> =>
  Promise.resolve([
    [
      '### The timeline of 100,000 certificates',
      '',
      'Slices of 10 ms and one step more, the best of five by processor time.',
      '',
      '| | all of it, ms | longest step, ms |',
      '|---|---:|---:|',
      ...measureAll().map(({ name, total, longest }) => `| ${name} | ${total.toFixed(1)} | ${longest.toFixed(1)} |`),
      '',
    ].join('\n'),
  ]);
