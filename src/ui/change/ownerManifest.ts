import * as vscode from 'vscode';
import { ownerOf } from '../../app/inventory/owner';
import { foldersLeftOut } from '../../app/sources/certificateNames';
import { makesObject, maxManifestLength } from '../../app/workspace/ownerManifest';
import type { StoredCertificate } from '../../core/model';
import { toShortText } from '../../shared/visibleText';
import type { ReviewRow } from '../prompts/reviewPick';

/** Files that are looked at, and milliseconds for all of them: the prompt waits for it. */
const maxFiles = 500;
const patience = 2_000;

/** The file of the workspace that makes an object which another tool manages; undefined where there is none, or none is found in time. */
export async function findManifest(stored: StoredCertificate): Promise<vscode.Uri | undefined> {
  const owner = ownerOf(stored.labels);
  if (!owner || !vscode.workspace.workspaceFolders?.length) return undefined;
  const stop = new vscode.CancellationTokenSource();
  const timer = setTimeout(() => stop.cancel(), patience);
  try {
    const files = await vscode.workspace.findFiles('**/*.{yaml,yml,json}', foldersLeftOut, maxFiles, stop.token);
    for (const uri of files) {
      if (stop.token.isCancellationRequested) return undefined;
      const text = await readText(uri);
      if (text !== undefined && makesObject(text, owner, stored.names)) return uri;
    }
    return undefined;
  } finally {
    clearTimeout(timer);
    stop.dispose();
  }
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return open.getText();
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if (size > maxManifestLength || type !== vscode.FileType.File) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

/** Offers the file in a review, before anything is written. */
export const manifestRows = (manifest: vscode.Uri | undefined): readonly ReviewRow<'manifest'>[] =>
  manifest
    ? [
        {
          icon: 'go-to-file',
          label: vscode.l10n.t('Open {0}', toShortText(vscode.workspace.asRelativePath(manifest), 60)),
          description: vscode.l10n.t('makes this certificate; change it instead'),
          choice: 'manifest',
          alwaysShow: true,
        },
      ]
    : [];

export async function openManifest(manifest: vscode.Uri | undefined): Promise<void> {
  if (manifest) await vscode.commands.executeCommand('vscode.open', manifest);
}
