import * as vscode from 'vscode';
import { toInertText } from './inertText';

export interface FileQuestion {
  readonly title: string;
  /** The label of the button that takes what is chosen. */
  readonly openLabel?: string;
  readonly canSelectMany?: boolean;
  /** Endings without a dot, by what such files are called. */
  readonly filters?: Readonly<Record<string, readonly string[]>>;
}

/** Asks for files in the editor's own dialog; undefined where the person leaves it. */
export async function showOpenDialog(question: FileQuestion): Promise<readonly vscode.Uri[] | undefined> {
  const { title, openLabel, canSelectMany = false, filters } = question;
  return vscode.window.showOpenDialog({
    title: toInertText(title),
    canSelectMany,
    ...(openLabel !== undefined && { openLabel: toInertText(openLabel) }),
    ...(filters && { filters: toFilters(filters) }),
  });
}

/** Asks where to write a file; VS Code asks before one is written over. Undefined where the person leaves it. */
export async function showSaveDialog(question: {
  readonly title: string;
  /** Without a folder: the first folder of the workspace is offered. */
  readonly defaultName: string;
  readonly filters?: FileQuestion['filters'];
}): Promise<vscode.Uri | undefined> {
  const { title, defaultName, filters } = question;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return vscode.window.showSaveDialog({
    title: toInertText(title),
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, defaultName) }),
    ...(filters && { filters: toFilters(filters) }),
  });
}

const toFilters = (filters: Readonly<Record<string, readonly string[]>>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(filters).map(([name, endings]) => [toInertText(name), [...endings]]));
