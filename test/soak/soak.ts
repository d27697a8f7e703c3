/**
 * `npm run soak`: an hour of use in minutes, in a real extension host, and what is left of it. A round is what a person does in a minute and a
 * half; every fifth one has a gateway that fails.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { makeCertificate } from '../fixtures/certificates';
import { makePkcs12 } from '../fixtures/pkcs12';
import { answers } from '../gateway/http/faults';
import { seedMany } from '../gateway/sample';
import { startGateway } from '../gateway/server';
import { lendHands } from './hands';

const rounds = Number(process.env['API7_CERTIFICATES_ROUNDS'] ?? '40');

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
  await setTimeout(2_000);
  for (let times = 0; times < 3; times += 1) collect();
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
  `| ${when} | ${Object.values(figures).join(' | ')} | ${(heap / 1024 / 1024).toFixed(1)} |`;

export async function soak(): Promise<void> {
  const [root] = vscode.workspace.workspaceFolders ?? [];
  const extension = vscode.extensions.getExtension('api7-certificates.api7-certificates');
  if (!root || !extension) throw new Error('There is no workspace, or no extension.');
  const api = await extension.activate();
  const gateway = await startGateway({ adminKey: null });
  const now = Date.now();
  await seedMany(gateway, 200, now);
  await api.addConnection({ id: 'soak', name: 'Soak', dialect: 'apisix', address: gateway.apisix.url }, undefined);
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
  const stored = () => gateway.apisix.store.under('/apisix/ssls/');
  const run = (command: string, ...rest: readonly unknown[]) => vscode.commands.executeCommand(command, ...rest);
  const hands = lendHands((question) => {
    if (question.includes('Password')) return 'tiger';
    if (question.includes('Type its ID')) return stored().at(-1)?.value['id']?.toString() ?? '';
    return question.includes('Filter') ? 'bulk-1' : '';
  });
  let writes = 0;
  const write = async (kind: string, isDone: () => boolean, ...command: readonly [string, ...unknown[]]) => {
    await run(...command);
    if (!isDone()) throw new Error(`Nothing came of the ${kind}.`);
    writes += 1;
  };

  const round = async (index: number): Promise<void> => {
    const isFailing = index % 5 === 4;
    if (isFailing) gateway.faults.add({ method: 'GET' }, answers.json(503, { error_msg: 'no etcd' }));
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
    gateway.faults.clear();
    if (!isFailing) {
      const before = stored().length;
      await write('upload', () => stored().length === before + 1, 'api7Certificates.uploadCertificate', store);
      const target = { from: 'gateway', connection: 'soak', id: String(stored().at(-1)?.value['id']) };
      const { modified = 0 } = stored().at(-1) ?? {};
      const isReplaced = () => (stored().at(-1)?.modified ?? 0) > modified;
      await write('update', isReplaced, 'api7Certificates.updateCertificate', target, [pem]);
      await write('deletion', () => stored().length === before, 'api7Certificates.deleteCertificate', target);
    }
    await run('workbench.action.closeAllEditors');
  };
  const started = Date.now();
  try {
    console.log('| when | threads | processes | tabs | documents | handles | listeners | heap, MB |');
    console.log('|---|---:|---:|---:|---:|---:|---:|---:|');
    // Everything that is loaded on demand is loaded by then.
    for (let index = 0; index < 10; index += 1) await round(index);
    const before = await measure();
    console.log(toRow('before', before));
    writes = 0;
    gateway.clearRequests();
    for (let index = 10; index < rounds + 10; index += 1) {
      await round(index);
      if (index % 20 === 9) console.log(toRow(`${index - 9} rounds`, await measure()));
    }
    const after = await measure();
    console.log(toRow('after', after));
    const seconds = Math.round((Date.now() - started) / 1000);
    const requests = gateway.requests.length;
    console.log(`${rounds} rounds, ${writes} writes, ${requests} requests, ${hands.answered()} answers, ${seconds} s`);
    if (after.processes > 0 || after.tabs > before.tabs || after.documents > before.documents)
      throw new Error('Something of the rounds is still open.');
    if (after.threads > before.threads + 1 || after.listeners > before.listeners || after.handles > before.handles + 5)
      throw new Error('There are more threads, listeners or handles than before.');
    if (after.heap > before.heap + rounds * 128 * 1024 + 4 * 1024 * 1024) throw new Error('The heap grew.');
  } finally {
    await gateway.close();
  }
}
