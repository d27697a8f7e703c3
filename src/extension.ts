import { randomUUID } from 'node:crypto';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { realScheduler } from './app/base/scheduler';
import type { Connection } from './app/connections/connections';
import { Connections } from './app/connections/connections';
import { readLocalFile } from './app/connections/localFile';
import { Inventory } from './app/inventory/inventory';
import { UnlockProcesses } from './app/sources/unlockProcesses';
import { KnownUses } from './app/usage/knownUses';
import { ManifestIndex } from './app/workspace/manifestIndex';
import { Journal } from './app/writes/journal';
import { isRunning, NoteFiles } from './app/writes/noteFiles';
import type { EncryptedContainer } from './core/encrypted/decryptResult';
import { dialects } from './gateway/registry';
import type { CommandId, ToolId } from './ids';
import { journalFolder } from './ids';
import type { Disposable } from './shared/emitter';
import type { Translate } from './shared/translate';
import { inHostSlices } from './shared/turns';
import { DisposableStore } from './ui/base/disposables';
import { Log } from './ui/base/log';
import { Secrets } from './ui/base/secrets';
import { Settings } from './ui/base/settings';
import { Comparisons } from './ui/compare/comparisons';
import { HeldComparison } from './ui/compare/heldComparison';
import { CertificateViews } from './ui/details/certificateViews';
import { DetailPages } from './ui/details/detailPages';
import { WrittenFiles } from './ui/editor/split/splitUndo';
import { CertificateFiles } from './ui/files/certificateFiles';
import { PemDocuments } from './ui/files/pemDocuments';
import { HostPages } from './ui/hosts/hostPages';
import { Guard } from './ui/prompts/guard';
import { Notify } from './ui/prompts/notify';
import { ConnectionStatus } from './ui/prompts/statusBar';
import type { Services } from './ui/registrations';
import { features } from './ui/registrations';
import { TimelinePages } from './ui/timeline/timelinePages';
import { CertificateTree } from './ui/tree/certificateTree';
import { createWorkspaceCheck } from './ui/workspaceCheck/registerWorkspaceCheck';

/** The extension, once it is loaded: what VS Code's requests are passed to. */
export interface Extension extends vscode.Disposable {
  run(command: CommandId, target: unknown, selection: unknown): Promise<unknown>;
  /** Shows certificate files as pages. */
  readonly views: CertificateViews;
  readonly pages: DetailPages;
  readonly hostPages: HostPages;
  readonly timeline: TimelinePages;
  prepareTool(tool: ToolId, input: unknown): Promise<vscode.PreparedToolInvocation>;
  invokeTool(tool: ToolId, input: unknown, token: vscode.CancellationToken): Promise<vscode.LanguageModelToolResult>;
  addConnection(connection: Connection, token: string | undefined): Promise<void>;
}

/** Builds everything and registers it, but for what {@link Extension} is asked for. */
export function start(context: vscode.ExtensionContext): Extension {
  const owned = new DisposableStore();
  const own = <T extends Disposable>(disposable: T): T => owned.add(disposable);
  const now = (): number => Date.now();
  const translate: Translate = (sentence, values = {}) => vscode.l10n.t(sentence, { ...values });
  const log = own(new Log(vscode.window.createOutputChannel('API7 Certificates', { log: true })));
  const settings = own(new Settings());
  const notify = new Notify({ log, translate });
  const tokens = own(new Secrets(context.secrets));
  const unlockers = own(new UnlockProcesses({ path: context.asAbsolutePath('dist/unlockWorker.js') }));
  const decryptContainer = async (encrypted: EncryptedContainer, password: string) => {
    const { unlock } = await import('./app/sources/unlock');
    return unlock(encrypted, password, {
      start: unlockers.start,
      trigger: 'asked',
      signal: new AbortController().signal,
    });
  };
  const connections = own(
    new Connections({
      settings,
      tokens,
      dialects,
      readFile: readLocalFile,
      home: homedir(),
      decryptContainer,
      log,
      translate,
      isWorkspaceTrusted: () => vscode.workspace.isTrusted,
    }),
  );
  const inventory = own(new Inventory(connections));
  const uses = own(new KnownUses({ connections, inventory, log, inSlices: inHostSlices }));
  const owner = { window: randomUUID(), pid: process.pid, machine: hostname() };
  const journal = own(
    new Journal({
      store: new NoteFiles(join(context.globalStorageUri.fsPath, journalFolder)),
      owner,
      isRunning,
      scheduler: realScheduler,
      now,
      newId: randomUUID,
    }),
  );
  const memories = { user: context.globalState, window: context.workspaceState };
  const tree = own(
    new CertificateTree({
      connections,
      inventory,
      journal,
      uses,
      settings,
      memories,
      scheduler: realScheduler,
      now,
      translate,
    }),
  );
  const details = own(
    new DetailPages({
      extensionUri: context.extensionUri,
      dialects,
      connections,
      inventory,
      uses,
      settings,
      log,
      now,
      translate,
      act: async (kind, subject) => {
        const commands = {
          compare: 'api7Certificates.compareWithFile',
          copyPem: 'api7Certificates.copyCertificatePem',
          openManifest: 'api7Certificates.openManifest',
        } as const satisfies Record<string, CommandId>;
        await vscode.commands.executeCommand(commands[kind], subject);
      },
    }),
  );
  const status = own(new ConnectionStatus({ connections, onDidSelectConnection: tree.onDidSelectConnection }));
  const guard = new Guard({ connections, status, translate });
  const comparisons = own(new Comparisons());
  const heldComparison = own(new HeldComparison(comparisons));
  const documents = own(new PemDocuments());
  const files = own(new CertificateFiles({ startUnlocker: unlockers.start, documents, scheduler: realScheduler, log }));
  const manifests = own(new ManifestIndex());
  const writtenFiles = own(new WrittenFiles(log));
  const check = own(
    createWorkspaceCheck({
      context,
      settings,
      connections,
      inventory,
      documents,
      files,
      manifests,
      writtenFiles,
      log,
      now,
      translate,
      uses,
    }),
  );
  const hostPages: HostPages = own(new HostPages(() => services));
  const timeline: TimelinePages = own(new TimelinePages(() => services));
  const services: Services = {
    context,
    dialects,
    settings,
    connections,
    decryptContainer,
    inventory,
    tree,
    details,
    documents,
    guard,
    comparisons,
    heldComparison,
    files,
    manifests,
    journal,
    startUnlocker: unlockers.start,
    tokens,
    log,
    notify,
    now,
    translate,
    uses,
    writtenFiles,
    check,
    handshakes: {
      open: async (request) => (await import('./gateway/tlsHandshake')).openHandshake(request),
      lookUp: async (host) => (await import('./gateway/tlsHandshake')).lookUpHost(host),
    },
    hostPages,
    timeline,
    issuers: {
      fetch: async (address, signal) => (await import('./gateway/issuerDownload')).fetchIssuer(address, signal),
      publicRoots: async () => (await import('./gateway/issuerDownload')).publicRoots(),
    },
  };
  for (const register of features) own(register(services));
  return {
    run: async (command, target, selection) =>
      (await import('./ui/commandTable')).commands[command](services, target, selection),
    views: own(new CertificateViews(services)),
    pages: details,
    hostPages,
    timeline,
    prepareTool: async (tool, input) => (await import('./ui/languageModel/invocations')).prepareTool(tool, input),
    invokeTool: async (tool, input, token) =>
      (await import('./ui/languageModel/invocations')).invokeTool(tool, input, { services, token }),
    addConnection: (connection, token) => connections.save(connection, { from: 'person', token }),
    dispose: () => owned.dispose(),
  };
}
