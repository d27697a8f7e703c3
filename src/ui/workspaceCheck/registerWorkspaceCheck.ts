import * as vscode from 'vscode';
import { realScheduler } from '../../app/base/scheduler';
import { isLikelyManifest } from '../../app/sources/certificateNames';
import { isForeignPath } from '../../app/sources/foreignNames';
import { WorkspaceCheck } from '../../app/workspace/workspaceCheck';
import type { CheckedFile } from '../../app/workspace/workspaceCheckFile';
import { limits } from '../../core/limits';
import { DisposableStore } from '../base/disposables';
import { Folders, groupOf } from '../files/folders';
import { onDidOpenRepository } from '../git/gitTracking';
import type { WorkspaceCheckServices } from './checkFile';
import { CheckView } from './checkView';

/** Checks all certificate files of the workspace when asked to. Needs no gateway and no trust. */
export function createWorkspaceCheck(services: Omit<WorkspaceCheckServices, 'check' | 'notify'>): WorkspaceCheck {
  const { files, now } = services;
  const folders = new Folders(files);
  files.onDidChange((uri) => folders.forget(uri));
  return new WorkspaceCheck({
    find: async (signal) => {
      folders.forgetAll();
      const found = [...(await files.find({ signal })), ...(await files.findForeign(signal))];
      return found.slice(0, limits.workspaceFiles).map((uri) => uri.toString());
    },
    check: async (uri, signal) => {
      const { checkFile } = await import('./checkFile');
      const outcome = await checkFile(vscode.Uri.parse(uri), signal, { ...services, folders });
      return typeof outcome === 'object' && isOfNoConcern(outcome) ? 'gone' : outcome;
    },
    groupOf,
    scheduler: realScheduler,
    now,
  });
}

/** Returns whether there is nothing to show of a file, as of nearly every manifest and program of a workspace. */
const isOfNoConcern = ({ uri, certificates, hasKey, findings, fault }: CheckedFile): boolean =>
  isForeignPath(uri) &&
  certificates.length + findings.length === 0 &&
  !hasKey &&
  !(fault === 'tooLarge' && isLikelyManifest(uri));

/** Shows the check in its view, and repeats it for what changes. */
export function registerWorkspaceCheck(services: WorkspaceCheckServices): vscode.Disposable {
  const { check, files, manifests, settings, uses, log } = services;
  const own = new DisposableStore();
  own.add(new CheckView(check, services));
  own.add(
    files.onDidChange((uri) => {
      if (vscode.workspace.getWorkspaceFolder(uri)) check.recheck([uri.toString()]);
    }),
  );
  // One that holds nothing is no file of the check, however often it changes.
  const recheckForeign = async (uri: vscode.Uri): Promise<void> => {
    const key = uri.toString();
    const isKnown = check.files.some((file) => file.uri === key);
    if (check.progress.kind !== 'checked' || !vscode.workspace.getWorkspaceFolder(uri)) return;
    if (!isKnown) await files.read(uri, { trigger: 'unasked' });
    if (isKnown || files.isHolder(uri)) check.recheck([key]);
  };
  own.add(files.onDidChangeForeign((uri) => void recheckForeign(uri).catch(() => undefined)));
  own.add(manifests.onDidChange((uris) => check.recheck(uris)));
  own.add(onDidOpenRepository(() => check.recheckAll()));
  for (const event of [settings.onDidChange, uses.onDidChange]) own.add(event(() => check.recheckAll()));
  own.add(
    vscode.workspace.onDidChangeWorkspaceFolders(() => {
      if (check.progress.kind !== 'unchecked')
        check
          .run()
          .catch((error: unknown) => log.error('The certificate files of the workspace could not be listed', error));
    }),
  );
  return own;
}
