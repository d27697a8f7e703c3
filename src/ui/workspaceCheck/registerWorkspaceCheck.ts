import * as vscode from 'vscode';
import { realScheduler } from '../../app/base/scheduler';
import { WorkspaceCheck } from '../../app/workspace/workspaceCheck';
import { DisposableStore } from '../base/disposables';
import { Folders, groupOf } from '../files/folders';
import { onDidOpenRepository } from '../git/gitTracking';
import { CheckView } from './checkView';
import { ClosedProblems } from './closedProblems';
import type { WorkspaceCheckServices } from './workspaceCheckServices';

/** Checks all certificate files of the workspace when asked to. Needs no gateway and no trust. */
export function createWorkspaceCheck(services: Omit<WorkspaceCheckServices, 'check' | 'notify'>): WorkspaceCheck {
  const { files, now } = services;
  const folders = new Folders(files);
  files.onDidChange((uri) => folders.forget(uri));
  return new WorkspaceCheck({
    find: async (signal) => {
      folders.forgetAll();
      return (await files.find({ signal })).map((uri) => uri.toString());
    },
    check: async (uri, signal) =>
      (await import('./checkFile')).checkFile(vscode.Uri.parse(uri), signal, { ...services, folders }),
    groupOf,
    scheduler: realScheduler,
    now,
  });
}

/** Shows the check in its view and in the Problems panel, and repeats it for what changes. */
export function registerWorkspaceCheck(services: WorkspaceCheckServices): vscode.Disposable {
  const { check, files, settings, uses, log } = services;
  const own = new DisposableStore();
  own.add(new CheckView(check, services));
  own.add(new ClosedProblems(check, services));
  own.add(
    files.onDidChange((uri) => {
      if (vscode.workspace.getWorkspaceFolder(uri)) check.recheck([uri.toString()]);
    }),
  );
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
