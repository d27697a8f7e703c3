/**
 * `npm run soak`: an hour of use in minutes, in a real extension host, and what is left of it. A round is what a person
 * does in a minute and a half; every fifth one has a gateway that fails. The gateway is a process of its own: what it
 * keeps is not the extension host's.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString, writeHeapSnapshot } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { isRecord } from '../../src/shared/isRecord';
import { makeCertificate } from '../fixtures/certificates';
import { makePkcs12 } from '../fixtures/pkcs12';
import type { GatewayState, Names } from './gatewayProcess';
import { namings, startGatewayProcess } from './gatewayProcess';
import { lendHands } from './hands';
import { HoldWatch } from './holds';

interface Options {
  readonly certificates: number;
  readonly rounds: number;
  /** Rounds that come before: everything that is loaded on demand is loaded after these, and caches are full. */
  readonly before: number;
  readonly names: Names;
  /** The folder for snapshots of the heap; empty for none. */
  readonly snapshots: string;
  /** The folder for a profile of the rounds; empty for none. */
  readonly profiles: string;
}

/**
 * Most bytes that VS Code itself keeps of each row that a tree ever drew: its ExtHostTreeView registers a
 * DisposableStore for each, and lets go of them only with the view. 224 were counted in snapshots of VS Code 1.139.
 */
const keptByRow = 256;

/**
 * The work in progress while the extension does nothing: collecting garbage for a measurement holds a large heap for
 * seconds.
 */
const measuring = 'measuring';

/** Most looks at a heap that does not come to rest. */
const maxLooks = 30;

/** Milliseconds of a hold that is kept, and how many are shown. */
const [leastHold, shownHolds] = [30, 12];

/** Bytes by which a heap may differ from one measurement to the next, and the share of a large one. */
const noise = { bytes: 2 * 1024 * 1024, share: 0.02 } as const;

function readOptions(): Options {
  const given: unknown = JSON.parse(process.env['API7_CERTIFICATES_SOAK'] ?? '{}');
  const record = isRecord(given) ? given : {};
  const count = (name: string, least: number): number => {
    const value = Number(record[name]);
    if (!Number.isSafeInteger(value) || value < least) throw new Error(`--${name} is a number from ${least}.`);
    return value;
  };
  return {
    certificates: count('certificates', 8),
    rounds: count('rounds', 1),
    before: count('before', 1),
    names: namings.find((each) => each === record['names']) ?? 'own',
    snapshots: typeof record['snapshots'] === 'string' ? record['snapshots'] : '',
    profiles: typeof record['profiles'] === 'string' ? record['profiles'] : '',
  };
}

interface Figures {
  readonly threads: number;
  readonly processes: number;
  readonly tabs: number;
  readonly documents: number;
  readonly handles: number;
  readonly listeners: number;
  /** Bytes in use after a garbage collection. */
  readonly heap: number;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

async function measure(): Promise<Figures> {
  await untilSteady();
  const threads = process.platform === 'linux' ? readdirSync('/proc/self/task') : [];
  return {
    threads: threads.length,
    processes: threads.flatMap(unlockersOf).length,
    tabs: vscode.window.tabGroups.all.flatMap((group) => group.tabs).length,
    documents: vscode.workspace.textDocuments.length,
    handles: process.getActiveResourcesInfo().length,
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
    heap: process.memoryUsage().heapUsed,
  };
}

/**
 * Waits until what still runs in the background is done: until the heap after a garbage collection is what it was
 * before.
 */
async function untilSteady(): Promise<void> {
  let before = 0;
  for (let times = 0; times < maxLooks; times += 1) {
    await setTimeout(2_000);
    for (let collections = 0; collections < 3; collections += 1) collect();
    const { heapUsed } = process.memoryUsage();
    const isSteady = Math.abs(heapUsed - before) < noise.bytes / 4;
    before = heapUsed;
    // The watch over holds sees the collections as what they are.
    await setTimeout(100);
    if (isSteady) return;
  }
  console.log('  The heap did not come to rest.');
}

/** Processes of the extension; VS Code's own extensions start some as well. */
function unlockersOf(thread: string): readonly string[] {
  try {
    const ids = readFileSync(`/proc/self/task/${thread}/children`, 'utf8').split(' ').filter(Boolean);
    return ids.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('unlockWorker'));
  } catch {
    return [];
  }
}

const toRow = (when: string, { heap, ...figures }: Figures): string =>
  `| ${when} | ${Object.values(figures).join(' | ')} | ${toMegabytes(heap)} |`;

const toMegabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);

/** Counts the rows that VS Code draws in trees that are made from now on. */
function countDrawnRows(): () => number {
  let count = 0;
  const { createTreeView } = vscode.window;
  Object.assign(vscode.window, {
    createTreeView: (id: string, options: vscode.TreeViewOptions<unknown>) => {
      const { treeDataProvider: provider } = options;
      const counting = new Proxy(provider, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name, target);
          if (typeof value !== 'function') return value;
          return (...given: unknown[]): unknown => {
            if (name === 'getTreeItem') count += 1;
            return Reflect.apply(value, target, given);
          };
        },
      });
      return createTreeView(id, { ...options, treeDataProvider: counting });
    },
  });
  return () => count;
}

/** Samples where this thread is, until what is returned writes it to a file, which Chrome DevTools opens. */
async function startProfile(): Promise<(file: string) => Promise<void>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 1_000 });
  await session.post('Profiler.start');
  return async (file) => {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    writeFileSync(file, JSON.stringify(profile));
  };
}

export async function soak(): Promise<void> {
  const { certificates, rounds, before: roundsBefore, names, snapshots, profiles } = readOptions();
  const [root] = vscode.workspace.workspaceFolders ?? [];
  const extension = vscode.extensions.getExtension('api7-certificates.api7-certificates');
  if (!root || !extension) throw new Error('There is no workspace, or no extension.');
  const api = await extension.activate();
  const drawnRows = countDrawnRows();
  const gateway = await startGatewayProcess(certificates, names);
  const now = Date.now();
  await api.addConnection({ id: 'soak', name: 'Soak', dialect: 'apisix', address: gateway.url }, undefined);
  const make = (toDays: number) =>
    makeCertificate({ now, commonName: 'soak.example.com', dns: ['soak.example.com'], toDays });
  const [first, renewal] = await Promise.all([make(60), make(300)]);
  const uriOf = (name: string) => vscode.Uri.file(join(root.uri.fsPath, name));
  const [store, pem] = [uriOf('soak.p12'), uriOf('soak.pem')];
  const encryption = 'aes-256-cbc/sha256';
  writeFileSync(
    store.fsPath,
    makePkcs12({ certificates: [first.der], keys: [first.keyPem], password: 'tiger', encryption }),
  );
  writeFileSync(pem.fsPath, renewal.chainPem + renewal.keyPem);
  let stored = await gateway.order('look');
  let holds: HoldWatch | undefined;
  const run = (command: string, ...rest: readonly unknown[]) => {
    if (holds) holds.during = command;
    return vscode.commands.executeCommand(command, ...rest);
  };
  const hands = lendHands((question) => {
    if (question.includes('Password')) return 'tiger';
    if (question.includes('Type its ID')) return stored.newest;
    return question.includes('Filter') ? 'bulk-1' : '';
  });
  let writes = 0;
  const write = async (
    kind: string,
    isDone: (before: GatewayState) => boolean,
    ...command: readonly [string, ...unknown[]]
  ) => {
    const before = stored;
    await run(...command);
    stored = await gateway.order('look');
    if (!isDone(before)) throw new Error(`Nothing came of the ${kind}.`);
    writes += 1;
  };

  const round = async (index: number): Promise<void> => {
    const isFailing = index % 5 === 4;
    if (isFailing) await gateway.order('fail');
    await run('api7Certificates.inventory.focus');
    await run('api7Certificates.refresh');
    await run('api7Certificates.filterCertificates');
    await run('api7Certificates.clearFilter');
    await run('api7Certificates.groupCertificates');
    await run('api7Certificates.sortCertificates');
    await run('api7Certificates.checkWorkspace');
    const editor = await vscode.window.showTextDocument(pem, { preview: false });
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), `# round ${index}\n`));
    await run('vscode.executeCodeLensProvider', pem, 100);
    await run('vscode.executeHoverProvider', pem, new vscode.Position(index + 1, 10));
    await editor.document.save();
    await run('vscode.open', store, { preview: false });
    await run('api7Certificates.showCertificate', { from: 'gateway', connection: 'soak', id: 'bulk-7' });
    await gateway.order('recover');
    if (!isFailing) {
      const { count } = stored;
      const upload = ['api7Certificates.uploadCertificate', store] as const;
      await write('upload', () => stored.count === count + 1, ...upload);
      const target = { from: 'gateway', connection: 'soak', id: stored.newest };
      const isReplaced = (before: GatewayState) => stored.modified > before.modified;
      await write('update', isReplaced, 'api7Certificates.updateCertificate', target, [pem]);
      await write('deletion', () => stored.count === count, 'api7Certificates.deleteCertificate', target);
    }
    await run('workbench.action.closeAllEditors');
  };
  const started = Date.now();
  try {
    console.log('| when | threads | processes | tabs | documents | handles | listeners | heap, MB |');
    console.log('|---|---:|---:|---:|---:|---:|---:|---:|');
    for (let index = 0; index < roundsBefore; index += 1) await round(index);
    const before = await measure();
    console.log(toRow('before', before));
    if (snapshots) writeHeapSnapshot(join(snapshots, 'before.heapsnapshot'));
    writes = 0;
    const drawnBefore = drawnRows();
    holds = new HoldWatch(leastHold);
    const profiler = profiles ? await startProfile() : undefined;
    const { requests: earlier } = await gateway.order('look');
    for (let index = 1; index <= rounds; index += 1) {
      await round(index + roundsBefore - 1);
      if (index % 20 !== 0 || index === rounds) continue;
      holds.during = measuring;
      console.log(toRow(`${index} rounds`, await measure()));
    }
    const held = holds.end().filter(({ during }) => during !== measuring);
    holds = undefined;
    await profiler?.(join(profiles, 'soak.cpuprofile'));
    const after = await measure();
    console.log(toRow('after', after));
    if (snapshots) writeHeapSnapshot(join(snapshots, 'after.heapsnapshot'));
    const drawn = drawnRows() - drawnBefore;
    const bound = before.heap * (1 + noise.share) + noise.bytes + drawn * keptByRow;
    const seconds = Math.round((Date.now() - started) / 1000);
    const requests = (await gateway.order('look')).requests - earlier;
    console.log(`${rounds} rounds, ${writes} writes, ${requests} requests, ${hands.answered()} answers, ${seconds} s`);
    console.log(
      `${certificates} certificates, ${drawn} rows drawn, for which the heap may be ${toMegabytes(bound)} MB`,
    );
    console.log('| the extension host was held during | ms | of them computed | collecting garbage |');
    console.log('|---|---:|---:|---:|');
    for (const { during, ...times } of held.slice(0, shownHolds))
      console.log(
        `| ${during} | ${Object.values(times)
          .map((time: number) => time.toFixed(0))
          .join(' | ')} |`,
      );
    if (after.processes > 0 || after.tabs > before.tabs || after.documents > before.documents)
      throw new Error('Something of the rounds is still open.');
    if (after.threads > before.threads + 1 || after.listeners > before.listeners || after.handles > before.handles + 5)
      throw new Error('There are more threads, listeners or handles than before.');
    if (after.heap > bound) throw new Error('The heap grew.');
  } finally {
    await gateway.close();
  }
}
