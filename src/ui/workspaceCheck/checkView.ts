import * as vscode from 'vscode';
import { realScheduler } from '../../app/base/scheduler';
import { Throttle } from '../../app/base/throttle';
import { ExpiryWatch } from '../../app/inventory/expiryWatch';
import type { WorkspaceCheck } from '../../app/workspace/workspaceCheck';
import type { ViewId } from '../../ids';
import { hostTurns } from '../../shared/turns';
import { Contexts } from '../base/contexts';
import { DisposableStore } from '../base/disposables';
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
export class CheckView implements vscode.Disposable {
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
        this.check.recheckDue({ now: now(), warningDays: settings.expiryWarningDays });
        this.redraw.request();
      }),
    );
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

  /** Loads what draws, and draws. */
  private load(): void {
    import('./checkDrawing')
      .then(({ CheckDrawing }) => {
        this.drawing ??= new CheckDrawing(this.check, this.services);
        this.redraw.request();
      })
      .catch((error: unknown) => this.services.log.error('A part of the extension could not be loaded', error));
  }
}
