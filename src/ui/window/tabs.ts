import * as vscode from 'vscode';
import { toInertText } from './inertText';

/** Opens a page in a tab of its own. Lists of open editors draw icons of what tabs are called. */
export const createPanel = (
  type: string,
  {
    title,
    column,
    options,
  }: {
    readonly title: string;
    readonly column: Parameters<typeof vscode.window.createWebviewPanel>[2];
    readonly options: vscode.WebviewPanelOptions & vscode.WebviewOptions;
  },
): vscode.WebviewPanel => vscode.window.createWebviewPanel(type, toInertText(title), column, options);

export function setPanelTitle(panel: vscode.WebviewPanel, title: string): void {
  panel.title = toInertText(title);
}

/** Shows two documents beside each other. */
export async function showDiff(
  { left, right }: { readonly left: vscode.Uri; readonly right: vscode.Uri },
  title: string,
): Promise<void> {
  await vscode.commands.executeCommand('vscode.diff', left, right, toInertText(title), { preview: true });
}

/** Returns the address of a document that is in no folder, and shows under this name. */
export const toDocumentUri = (scheme: string, { folder, name }: { readonly folder: string; readonly name: string }) =>
  vscode.Uri.from({ scheme, path: `/${folder}/${toInertText(name).replaceAll('/', '∕')}` });
