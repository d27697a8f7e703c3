import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realScheduler } from '../../src/app/base/scheduler';
import { FileReadings } from '../../src/app/sources/fileReadings';
import { WorkspaceCheck } from '../../src/app/workspace/workspaceCheck';
import { checkFileSteps } from '../../src/app/workspace/workspaceCheckFile';
import { toFileGroups } from '../../src/app/workspace/workspaceCheckGroups';
import type { Cooperative } from '../../src/shared/cooperative';
import { inSlices } from '../../src/shared/cooperative';
import { english } from '../../src/shared/translate';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { toPace } from '../fixtures/pace';
import type { Bench } from './bench';

const now = Date.UTC(2026, 10, 23);
const count = 1_000;

export const makeBenches = (): Promise<readonly Bench[]> => Promise.resolve([]);

/** The check of a workspace from nothing, from disk; VS Code's own share of it is not in it. */
export async function makeTables(): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'api7-bench-'));
  try {
    const { intermediate } = await makeAuthority(now);
    for (let i = 0; i < count; i++) {
      const made = await makeCertificate({
        now,
        commonName: 'host',
        dns: [`host-${i}.example.test`],
        issuer: intermediate,
        toDays: (i % 120) - 20,
      });
      writeFileSync(join(folder, `host-${i}.pem`), made.chainPem + made.keyPem);
    }
    const rows: string[] = [];
    for (let run = 0; run < 3; run++) rows.push(await measureOnce(folder));
    const head = ['| files/s | all of it, ms | longest slice, ms | grouped, ms |', '|---:|---:|---:|---:|'];
    return [
      [
        `## ${count.toLocaleString('en-US')} certificate files of a workspace, checked`,
        '',
        'Leaf, intermediate and key in each; three runs from nothing, by processor time.',
        '',
        ...head,
        ...rows,
        '',
      ].join('\n'),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds this process has computed: other work of the machine disturbs them less than it does the wall clock. */
function clock(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function measureOnce(folder: string): Promise<string> {
  let longest = 0;
  const sliced = async <T>(work: Cooperative<T>, isWanted: () => boolean): Promise<T | undefined> => {
    let start = clock();
    const pause = async (): Promise<void> => {
      longest = Math.max(longest, clock() - start);
      await new Promise((resolve) => setImmediate(resolve));
      start = clock();
    };
    const done = await inSlices(work, toPace({ clock, slice: 10, pause, isWanted }));
    longest = Math.max(longest, clock() - start);
    return done;
  };
  const readings = new FileReadings({
    access: {
      open: () => undefined,
      stat: async (uri) => {
        const { mtimeMs, size } = await stat(uri);
        return { isFile: true, mtime: mtimeMs, size };
      },
      readFile: (uri) => readFile(uri),
      openStore: () => Promise.reject(new Error('There is none.')),
    },
    inSlices: sliced,
  });
  const check = new WorkspaceCheck({
    find: () => Promise.resolve(readdirSync(folder).map((name) => join(folder, name))),
    check: async (uri, signal) => {
      const reading = await readings.read(uri, { trigger: 'unasked', signal });
      return sliced(
        checkFileSteps(reading, { now, warningDays: null, siblings: [], translate: english }),
        () => !signal.aborted,
      );
    },
    groupOf: (uri) => uri,
    scheduler: realScheduler,
    now: Date.now,
  });
  const start = clock();
  await check.run();
  const took = clock() - start;
  const grouping = clock();
  toFileGroups(check.files);
  const grouped = clock() - grouping;
  check.dispose();
  return `| ${Math.round((count / took) * 1000)} | ${Math.round(took)} | ${longest.toFixed(1)} | ${grouped.toFixed(1)} |`;
}
