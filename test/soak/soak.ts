/** `npm run soak`: rounds of what a person does without being asked anything, in a real extension host, and what is left of them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { makeCertificate } from '../fixtures/certificates';
import { makePkcs12 } from '../fixtures/pkcs12';
import { answers } from '../gateway/http/faults';
import { seedMany } from '../gateway/sample';
import { startGateway } from '../gateway/server';

const rounds = Number(process.env['API7_CERTIFICATES_ROUNDS'] ?? '60');

function figures(): string {
  global.gc?.();
  const threads = process.platform === 'linux' ? readdirSync('/proc/self/task') : [];
  const children = threads.flatMap((id) =>
    readFileSync(`/proc/self/task/${id}/children`, 'utf8').split(' ').filter(Boolean),
  );
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).length;
  const { heapUsed, rss } = process.memoryUsage();
  const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  const handles = process.getActiveResourcesInfo().length;
  return `threads ${threads.length}, processes ${children.length}, tabs ${tabs}, handles ${handles}, heap ${megabytes(heapUsed)}, memory ${megabytes(rss)}`;
}

export async function soak(): Promise<void> {
  const [root] = vscode.workspace.workspaceFolders ?? [];
  const extension = vscode.extensions.getExtension('api7-certificates.api7-certificates');
  if (!root || !extension) throw new Error('There is no workspace, or no extension.');
  const api = await extension.activate();
  const gateway = await startGateway({ adminKey: null });
  await seedMany(gateway, 200, Date.now());
  const connection = { id: 'soak', name: 'Soak', dialect: 'apisix', address: gateway.apisix.url };
  await api.addConnection(connection, undefined);
  const made = await makeCertificate({ now: Date.now(), commonName: 'soak.example.com', toDays: 60 });
  const uriOf = (name: string) => vscode.Uri.file(join(root.uri.fsPath, name));
  const store = makePkcs12({
    certificates: [made.der],
    keys: [made.keyPem],
    password: 'tiger',
    encryption: 'aes-256-cbc/sha256',
  });
  writeFileSync(uriOf('soak.p12').fsPath, store);
  writeFileSync(uriOf('soak.pem').fsPath, made.chainPem + made.keyPem);
  const run = (command: string, ...rest: readonly unknown[]) => vscode.commands.executeCommand(command, ...rest);
  const round = async (index: number): Promise<void> => {
    const isFailing = index % 5 === 4;
    if (isFailing) gateway.faults.add({}, answers.json(503, { error_msg: 'no etcd' }));
    await run('workbench.view.extension.api7Certificates').then(undefined, () => undefined);
    await run('api7Certificates.refresh');
    await run('api7Certificates.checkWorkspace');
    const editor = await vscode.window.showTextDocument(uriOf('soak.pem'), { preview: false });
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), `# round ${index}\n`));
    await run('vscode.executeCodeLensProvider', editor.document.uri, 100);
    await run('vscode.executeHoverProvider', editor.document.uri, new vscode.Position(2, 4));
    await editor.document.save();
    await run('vscode.open', uriOf('soak.p12'), { preview: false });
    await setTimeout(100);
    await run('workbench.action.closeAllEditors');
    gateway.faults.clear();
  };
  try {
    // Everything that is loaded on demand is loaded by then.
    for (let index = 0; index < 5; index += 1) await round(index);
    console.log(`  before: ${figures()}`);
    for (let index = 0; index < rounds; index += 1) {
      await round(index);
      if (index % 20 === 19) console.log(`  after ${index + 1} rounds: ${figures()}`);
    }
    await setTimeout(2_000);
    console.log(`  at rest: ${figures()}; ${gateway.requests.length} requests`);
  } finally {
    await gateway.close();
  }
}
