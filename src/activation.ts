/**
 * The few lines that VS Code loads with its window. They take VS Code's requests and pass them on to the extension
 * proper, which is loaded with the first of them, or at once where there are connections or an unfinished write. A
 * window without certificates pays for these lines alone.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Connection } from './app/connections/connections';
import { isCertificatePath, isLikelyManifest } from './app/sources/certificateNames';
import type { Extension } from './extension';
import type { SettingName } from './ids';
import {
  commandIds,
  customEditorIds,
  detailPanelType,
  findingPagesScheme,
  hostPanelType,
  journalFolder,
  timelinePanelType,
  tokenIndexKey,
  toolIds,
  viewIds,
} from './ids';
import { findingPageFiles } from './ui/files/findingPages';
import { isPemDocument, whenForeignIsOpen } from './ui/files/foreignDocument';

/** Lets a development build's companion and tests fill the tree without typing. */
export interface DevelopmentApi {
  addConnection(connection: Connection, token: string | undefined): Promise<void>;
  isLoaded(): boolean;
}

/** Types of our pages, and who brings them back. */
const panelTypes = [
  [detailPanelType, 'pages'],
  [hostPanelType, 'hostPages'],
  [timelinePanelType, 'timeline'],
] as const;

const connectionsSetting: SettingName = 'api7Certificates.connections';

export function activate(context: vscode.ExtensionContext): DevelopmentApi | undefined {
  let loading: Promise<Extension> | undefined;
  const load = async (): Promise<Extension> => {
    const { start } = await import('./extension');
    // Views and marks are the extension's own from now on.
    placeholders.dispose();
    const extension = start(context);
    context.subscriptions.push(extension);
    return extension;
  };
  const loaded = (): Promise<Extension> => (loading ??= load());
  const demand = (): void => void loaded();
  const placeholders = vscode.Disposable.from(
    ...viewIds.map((id) => vscode.window.registerTreeDataProvider(id, whenSeen(demand))),
    vscode.window.registerFileDecorationProvider({
      provideFileDecoration: ({ path }) => {
        if (isCertificatePath(path) || isLikelyManifest(path)) demand();
        return undefined;
      },
    }),
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (isPemDocument(document)) demand();
    }),
    whenForeignIsOpen(demand),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(connectionsSetting) && hasConnections()) demand();
    }),
  );
  context.subscriptions.push(
    placeholders,
    ...commandIds.map((id) =>
      vscode.commands.registerCommand(id, async (target: unknown, selection: unknown) =>
        (await loaded()).run(id, target, selection),
      ),
    ),
    ...customEditorIds.map((id) =>
      vscode.window.registerCustomEditorProvider(id, viewsOf(loaded), {
        supportsMultipleEditorsPerDocument: true,
        webviewOptions: { enableFindWidget: true },
      }),
    ),
    ...panelTypes.map(([type, pages]) =>
      vscode.window.registerWebviewPanelSerializer(type, {
        deserializeWebviewPanel: async (panel, kept: unknown) =>
          (await loaded())[pages].deserializeWebviewPanel(panel, kept),
      }),
    ),
    vscode.workspace.registerFileSystemProvider(findingPagesScheme, findingPageFiles(context.extensionUri), {
      isReadonly: true,
    }),
    ...registerTools(loaded),
  );
  // Tokens of connections that have disappeared from the settings are to be asked about.
  const tokens = async (): Promise<void> => {
    if (((await context.secrets.get(tokenIndexKey)) ?? '[]') !== '[]') demand();
  };
  tokens().catch(() => undefined);
  // A note is of a write whose outcome is not known yet. Without the folder, none was ever made.
  const notes = async (): Promise<void> => {
    const names = await readdir(join(context.globalStorageUri.fsPath, journalFolder));
    if (names.some((name) => name.endsWith('.json'))) demand();
  };
  notes().catch(() => undefined);
  if (hasConnections() || vscode.workspace.textDocuments.some(isPemDocument)) demand();
  if (context.extensionMode === vscode.ExtensionMode.Production) return undefined;
  return {
    addConnection: async (connection, token) => (await loaded()).addConnection(connection, token),
    isLoaded: () => loading !== undefined,
  };
}

/** Tools for language models. Editors that are made from VS Code may have none of it. */
function registerTools(loaded: () => Promise<Extension>): readonly vscode.Disposable[] {
  if (typeof vscode.lm?.registerTool !== 'function') return [];
  return toolIds.map((id) =>
    vscode.lm.registerTool(id, {
      prepareInvocation: async ({ input }) => (await loaded()).prepareTool(id, input),
      invoke: async ({ input }, token) => (await loaded()).invokeTool(id, input, token),
    }),
  );
}

/** Asks for the extension when VS Code first shows the view. */
const whenSeen = (demand: () => void): vscode.TreeDataProvider<never> => ({
  getChildren: () => {
    demand();
    return [];
  },
  getTreeItem: (row) => row,
});

/** User settings alone count: see `ui/base/settings.ts`. */
function hasConnections(): boolean {
  const values = vscode.workspace.getConfiguration().inspect<unknown>(connectionsSetting);
  const entries = values?.globalValue ?? values?.defaultValue;
  return Array.isArray(entries) ? entries.length > 0 : entries !== undefined;
}

type Views = Extension['views'];

const viewsOf = (
  loaded: () => Promise<Extension>,
): vscode.CustomReadonlyEditorProvider<Awaited<ReturnType<Views['openCustomDocument']>>> => ({
  openCustomDocument: async (uri) => (await loaded()).views.openCustomDocument(uri),
  resolveCustomEditor: async (document, panel) => (await loaded()).views.resolveCustomEditor(document, panel),
});
