/** A connection with many certificates, and how its work is measured. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CertificateIndex } from '../../src/app/inventory/certificateIndex';
import { RowReader } from '../../src/app/inventory/rowReader';
import type { Cooperative } from '../../src/shared/cooperative';

const now = Date.UTC(2026, 10, 23);
const day = 24 * 60 * 60 * 1000;
const connection = { id: 'a', name: 'Bench', dialect: 'api7cloud', address: 'https://a.test' } as const;

/** Returns an index with certificates in the order in which lists bring them. */
export function indexOf(count: number): CertificateIndex {
  const index = new CertificateIndex();
  const rows = new RowReader();
  for (let i = 0; i < count; i++) {
    const names = [`host-${i}.example.com`];
    index.append(
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

export interface Work {
  readonly total: number;
  readonly longest: number;
}

/** Milliseconds this process has computed. */
export function clockOfWork(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

setFlagsFromString('--expose-gc');
export const collectGarbage = runInNewContext('gc') as () => void;

/** Runs work as the extension host does; milliseconds. */
export function workOf(work: Cooperative<unknown>, clock: () => number): Work {
  const first = clock();
  let [longest, start] = [0, first];
  for (let step = work.next(); ; step = work.next()) {
    const end = clock();
    if (step.done || end - start >= 10) {
      longest = Math.max(longest, end - start);
      start = end;
    }
    if (step.done) return { total: end - first, longest };
  }
}
