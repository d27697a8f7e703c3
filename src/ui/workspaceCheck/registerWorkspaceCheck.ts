import * as vscode from 'vscode';
import { realScheduler } from '../../app/base/scheduler';
import { WorkspaceCheck } from '../../app/workspace/workspaceCheck';
import { registerCancelWorkspaceCheck } from './cancelWorkspaceCheck';
import { registerCheckWorkspace } from './checkWorkspace';
import { DisposableStore } from '../base/disposables';
import { onDidOpenRepository } from '../git/gitTracking';
import type { WorkspaceCheckServices } from './workspaceCheckServices';
import { CheckView } from './checkView';
import { ClosedProblems } from './closedProblems';
import { Folders, groupOf } from '../files/folders';

/** The check of all certificate files of the workspace: its commands, its view, and its part of the Problems panel. Needs no gateway and no trust. */
export function registerWorkspaceCheck(services: WorkspaceCheckServices): vscode.Disposable {
  const { files, settings, uses, now, log } = services;
  const folders = new Folders(files);
  const own = new DisposableStore();
  const check = own.add(
    new WorkspaceCheck({
      find: async (signal) => {
        folders.forgetAll();
        return (await files.find({ signal })).map((uri) => uri.toString());
      },
      check: async (uri, signal) =>
        (await import('./checkFile')).checkFile(vscode.Uri.parse(uri), signal, { ...services, folders }),
      groupOf,
      scheduler: realScheduler,
      now,
    }),
  );
  own.add(new CheckView(check, services));
  own.add(new ClosedProblems(check, services));
  own.add(registerCheckWorkspace(services, check));
  own.add(registerCancelWorkspaceCheck(check));
  own.add(
    files.onDidChange((uri) => {
      folders.forget(uri);
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
