import * as vscode from 'vscode';
import { realScheduler } from '../../app/base/scheduler';
import { Throttle } from '../../app/base/throttle';
import { ExpiryWatch } from '../../app/inventory/expiryWatch';
import { isLikelyManifest } from '../../app/sources/certificateNames';
import { isForeignPath } from '../../app/sources/foreignNames';
import { WorkspaceCheck } from '../../app/workspace/workspaceCheck';
import type { CheckedFile } from '../../app/workspace/workspaceCheckFile';
import { limits } from '../../core/limits';
import type { ViewId } from '../../ids';
import { hostTurns } from '../../shared/turns';
import { clockOf } from '../base/clock';
import { Contexts } from '../base/contexts';
import { DisposableStore } from '../base/disposables';
import { onReturn } from '../base/passingTime';
import { Folders, groupOf } from '../files/folders';
import { onDidOpenRepository } from '../git/gitTracking';
import { LoadingProgress } from '../tree/loadingProgress';
import { setViewMessage } from '../window/treeTexts';
import type { CheckDrawing } from './checkDrawing';
import type { WorkspaceCheckServices } from './checkFile';
import type { CheckRow } from './checkRows';

/** Remembers in the workspace that it was checked to the end. */
const checkedKey = 'api7Certificates.isChecked';

const viewId: ViewId = 'api7Certificates.workspace';

/** Milliseconds between two redraws while results pour in. */
const redrawInterval = 500;

/** Shows the certificate files of the workspace by their state, once somebody has asked for a check. */
class CheckView implements vscode.Disposable {
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new vscode.EventEmitter<undefined>());
  private readonly progress = this.owned.add(new LoadingProgress(viewId));
  private readonly contexts = new Contexts();
  private readonly view: vscode.TreeView<CheckRow>;
  private readonly expiry: ExpiryWatch;
  private readonly redraw: Throttle;
  /** Draws the rows; loaded with the first check. */
  private drawing: CheckDrawing | undefined;

  constructor(
    private readonly check: WorkspaceCheck,
    private readonly services: Pick<WorkspaceCheckServices, 'context' | 'settings' | 'log' | 'now' | 'translate'>,
  ) {
    const { settings, now } = services;
    this.redraw = this.owned.add(
      new Throttle({ scheduler: realScheduler, now, interval: redrawInterval, action: () => this.draw() }),
    );
    this.expiry = this.owned.add(
      new ExpiryWatch(realScheduler, () => {
        this.check.recheckDue(clockOf(services));
        this.redraw.request();
      }),
    );
    this.owned.add(onReturn(() => this.expiry.catchUp(now())));
    const getDrawing = (): CheckDrawing => {
      if (!this.drawing) throw new Error('No row is asked about before one was drawn.');
      return this.drawing;
    };
    const treeDataProvider: vscode.TreeDataProvider<CheckRow> = {
      onDidChangeTreeData: this.changes.event,
      getTreeItem: (row) => hostTurns.spread(() => getDrawing().getTreeItem(row)),
      getChildren: (row) => this.drawing?.getChildren(row),
      getParent: (row) => getDrawing().getParent(row),
    };
    this.view = this.owned.add(vscode.window.createTreeView(viewId, { treeDataProvider, showCollapseAll: true }));
    for (const event of [check.onDidChange, settings.onDidChange]) this.owned.add(event(() => this.redraw.request()));
    this.draw();
    this.owned.add(check.onDidChange(() => this.remember()));
    this.owned.add(this.view.onDidChangeVisibility(() => this.checkAgain()));
    this.checkAgain();
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** Remembers whether the check came to its end: one that was stopped does not start again by itself. */
  private remember(): void {
    const { progress } = this.check;
    if (progress.kind !== 'checked') return;
    const { workspaceState } = this.services.context;
    if (workspaceState.get(checkedKey) !== progress.isComplete)
      void workspaceState.update(checkedKey, progress.isComplete);
  }

  /** Checks again after a reload, once somebody looks, if there was a check before. */
  private checkAgain(): void {
    const isWanted = this.view.visible && this.services.context.workspaceState.get(checkedKey) === true;
    if (!isWanted || this.check.progress.kind !== 'unchecked') return;
    this.check
      .run()
      .catch((error: unknown) =>
        this.services.log.error('The certificate files of the workspace could not be listed', error),
      );
  }

  private draw(): void {
    const { progress, files } = this.check;
    if (!this.drawing) {
      this.contexts.set('api7Certificates.checkState', 'unchecked');
      if (progress.kind !== 'unchecked') this.load();
      return;
    }
    const { state, message, badge, clock } = this.drawing.draw();
    this.changes.fire(undefined);
    this.contexts.set('api7Certificates.checkState', state);
    this.contexts.set('api7Certificates.isChecking', progress.kind === 'checking');
    this.progress.show(progress.kind === 'checking');
    setViewMessage(this.view, message);
    this.view.badge = badge;
    // While files come in it would be worked out again and again.
    if (progress.kind === 'checking') return;
    this.expiry.watch(
      files.flatMap(({ certificates }) => certificates),
      clock,
    );
  }

  private load(): void {
    import('./checkDrawing')
      .then(({ CheckDrawing }) => {
        this.drawing ??= new CheckDrawing(this.check, this.services);
        this.redraw.request();
      })
      .catch((error: unknown) => this.services.log.error('A part of the extension could not be loaded', error));
  }
}

/** Checks all certificate files of the workspace when asked to. Needs no gateway and no trust. */
export function createWorkspaceCheck(services: Omit<WorkspaceCheckServices, 'check' | 'notify'>): WorkspaceCheck {
  const { files, now } = services;
  const folders = new Folders(files);
  files.onDidChange((uri) => folders.forget(uri));
  return new WorkspaceCheck({
    find: async (signal) => {
      folders.forgetAll();
      const uris = [...(await files.find({ signal })), ...(await files.findForeign(signal))];
      return uris.slice(0, limits.workspaceFiles).map((uri) => uri.toString());
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
  // Where a folder is deleted, VS Code reports it alone, and none of its files.
  const folders = own.add(vscode.workspace.createFileSystemWatcher('**', true, true));
  own.add(folders.onDidDelete((uri) => check.recheckFolder(uri.toString())));
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
