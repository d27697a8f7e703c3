import { toEntry } from '../../src/app/inventory/certificateEntry';
import { deletionImpact } from '../../src/app/usage/impact';
import type { HostUse, References } from '../../src/gateway/gateway';
import type { Bench, Goal, Growth } from './bench';
import { clockOfWork, workOf } from './many';

const clock = { now: Date.UTC(2026, 10, 23), warningDays: null };
const connection = { id: 'a', name: 'Bench', dialect: 'apisix', address: 'https://a.test' } as const;

const entriesOf = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    toEntry(connection, {
      ...{ id: String(i), type: 'server', names: [`host-${i}.example.com`], labels: [], isEnabled: true },
      ...{ extraCertificates: [], revision: '', notes: [], gatewayVersion: '3.18.0' },
    }),
  );

const usesOf = (count: number, host: (index: number) => string): References => ({
  hosts: Array.from({ length: count }, (_, i): HostUse => ({
    host: host(i),
    by: { kind: 'route', id: `r${i}` },
    wantsHttps: 'unknown',
    isActive: true,
  })),
  anyHost: [],
  clientReferences: [],
  inlineCertificates: [],
  unknown: [],
});

/** Finds the impact of deleting one certificate on the hosts of all routes. */
function impactOver(count: number, host: (index: number) => string): () => number {
  const entries = entriesOf(count);
  const facts = { entries, isComplete: true, uses: usesOf(count, host), clock };
  const [entry] = entries;
  if (!entry) throw new Error('There is none.');
  return () => workOf(deletionImpact(entry, facts), clockOfWork).longest;
}

const [everyHost, oneHost] = [(index: number) => `host-${index}.example.com`, () => 'host-0.example.com'];
const once = (run: () => number) => () => (run(), 1);

export function makeBenches(): Promise<readonly Bench[]> {
  return Promise.resolve(
    ([10_000, 100_000] as const).map((count): Bench => ({
      title: `The impact of a deletion, ${count.toLocaleString('en-US')} certificates and as many routes`,
      unit: 'impacts',
      input: 'From what the gateway answered to the outcome of each host, in steps.',
      contestants: [
        { name: 'routes of one host', run: once(impactOver(count, oneHost)) },
        { name: 'each route of a host of its own', run: once(impactOver(count, everyHost)) },
      ],
      ...(count === 10_000 && { atMost: 300 }),
    })),
  );
}

export const makeGoals = (): Promise<readonly Goal[]> =>
  Promise.resolve(
    (
      [
        ['routes of one host', oneHost],
        ['each route of a host of its own', everyHost],
      ] as const
    ).map(([name, host]) => {
      const run = impactOver(10_000, host);
      const best = Math.min(run(), run(), run(), run(), run());
      const what = `Impact of 10,000 × 10,000, ${name}: longest slice`;
      return { what, goal: '30 ms', figure: `${best.toFixed(1)} ms`, isMet: best <= 30 };
    }),
  );

export function makeGrowth(): Promise<readonly Growth[]> {
  const points = (host: (index: number) => string) =>
    [1_000, 10_000, 100_000].map((size) => {
      const run = impactOver(size, host);
      run();
      const { user, system } = process.cpuUsage();
      run();
      const used = process.cpuUsage({ user, system });
      return { size, value: (used.user + used.system) / 1000 };
    });
  return Promise.resolve([
    {
      title: 'The impact of a deletion',
      unit: 'milliseconds',
      lines: [
        { name: 'routes of one host', points: points(oneHost) },
        { name: 'each route of a host of its own', points: points(everyHost) },
      ],
    },
  ]);
}
