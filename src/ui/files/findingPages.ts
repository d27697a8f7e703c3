import * as vscode from 'vscode';
import type { FindingCode } from '../../core/findings/findings';
import { findingPagesScheme } from '../../ids';

/** Returns the address of the page that explains a finding. */
export const findingPage = (code: FindingCode): vscode.Uri =>
  vscode.Uri.from({ scheme: findingPagesScheme, path: `/${code}.md` });

/**
 * Serves the pages of `docs/findings` as read-only files. They ship as one file, `dist/findings.json`, which is read
 * when a page is first opened.
 */
export function findingPageFiles(extensionUri: vscode.Uri): vscode.FileSystemProvider {
  let reading: Promise<ReadonlyMap<string, Uint8Array>> | undefined;
  const readPages = async () => {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'dist', 'findings.json'));
    const pages = JSON.parse(new TextDecoder().decode(bytes)) as Readonly<Record<string, string>>;
    return new Map(Object.entries(pages).map(([name, text]) => [`/${name}`, new TextEncoder().encode(text)]));
  };
  const readFile = async (uri: vscode.Uri): Promise<Uint8Array> => {
    const page = (await (reading ??= readPages())).get(uri.path);
    if (!page) throw vscode.FileSystemError.FileNotFound(uri);
    return page;
  };
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  return {
    onDidChangeFile: () => new vscode.Disposable(() => undefined),
    watch: () => new vscode.Disposable(() => undefined),
    stat: async (uri) => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: (await readFile(uri)).length }),
    readFile,
    readDirectory: refuse,
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
}
