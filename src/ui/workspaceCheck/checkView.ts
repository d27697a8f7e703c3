import * as vscode from 'vscode';
import { realScheduler } from '../../app/base/scheduler';
import { Throttle } from '../../app/base/throttle';
import { ExpiryWatch } from '../../app/inventory/expiryWatch';
import type { WorkspaceCheck } from '../../app/workspace/workspaceCheck';
import { isPressing, rangeOfFile } from '../../app/workspace/workspaceCheckGroups';
import type { ViewId } from '../../ids';
import { Contexts } from '../base/contexts';
import { DisposableStore } from '../base/disposables';
import { toEditorRange } from '../base/ranges';
import { LoadingProgress } from '../tree/loadingProgress';
import { createTreeItem, setViewMessage } from '../window/treeTexts';
import type { CheckRow, GroupRow } from './checkRows';
import { childRows, parentRow, toGroupRows } from './checkRows';
import type { CheckWording, FilePlace } from './checkRowText';
import { checkRowText } from './checkRowText';
import { toCheckMessage, toCheckState } from './checkViewText';
import type { WorkspaceCheckServices } from './workspaceCheckServices';

const viewId: ViewId = 'api7Certificates.workspace';

/** Milliseconds between two redraws while results pour in. */
const redrawInterval = 500;

/** Shows the certificate files of the workspace by their state, once somebody has asked for a check. */
export class CheckView implements vscode.TreeDataProvider<CheckRow>, vscode.Disposable {
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new vscode.EventEmitter<undefined>());
  private readonly progress = this.owned.add(new LoadingProgress(viewId));
  private readonly contexts = new Contexts();
  private readonly view: vscode.TreeView<CheckRow>;
  private readonly expiry: ExpiryWatch;
  private wording: CheckWording;
  private groups: readonly GroupRow[] = [];
  readonly onDidChangeTreeData = this.changes.event;

  constructor(
    private readonly check: WorkspaceCheck,
    private readonly services: Pick<WorkspaceCheckServices, 'settings' | 'now' | 'translate'>,
  ) {
    const { settings, now } = services;
    const redraw = this.owned.add(
      new Throttle({ scheduler: realScheduler, now, interval: redrawInterval, action: () => this.draw() }),
    );
    this.expiry = this.owned.add(
      new ExpiryWatch(realScheduler, () => {
        this.check.recheckDue(this.toWording().clock);
        redraw.request();
      }),
    );
    this.wording = this.toWording();
    this.view = this.owned.add(
      vscode.window.createTreeView<CheckRow>(viewId, { treeDataProvider: this, showCollapseAll: true }),
    );
    for (const event of [check.onDidChange, settings.onDidChange]) this.owned.add(event(() => redraw.request()));
    this.draw();
  }

  getTreeItem(row: CheckRow): vscode.TreeItem {
    return toCheckItem(row, this.wording);
  }

  getChildren(row?: CheckRow): CheckRow[] {
    return [...(row ? childRows(row) : this.groups)];
  }

  getParent(row: CheckRow): CheckRow | undefined {
    return parentRow(row);
  }

  dispose(): void {
    this.owned.dispose();
  }

  private draw(): void {
    const { files, progress } = this.check;
    this.wording = this.toWording();
    this.groups = toGroupRows(files);
    this.changes.fire(undefined);
    this.contexts.set('api7Certificates.checkState', toCheckState(this.check));
    this.contexts.set('api7Certificates.isChecking', progress.kind === 'checking');
    this.progress.show(progress.kind === 'checking');
    setViewMessage(this.view, toCheckMessage(this.check, this.wording));
    // While files come in it would be worked out again and again.
    if (progress.kind === 'checking') return;
    this.expiry.watch(
      files.flatMap(({ certificates }) => certificates),
      this.wording.clock,
    );
  }

  private toWording(): CheckWording {
    const { now, settings, translate } = this.services;
    return {
      clock: { now: now(), warningDays: settings.expiryWarningDays },
      translate,
      language: vscode.env.language,
      placeOf,
    };
  }
}

/** Returns the place, with the workspace folder's name where there are several. */
function placeOf(uri: string): FilePlace {
  const path = vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
  const slash = path.lastIndexOf('/');
  return { name: path.slice(slash + 1), folder: path.slice(0, Math.max(0, slash)) };
}

/** Leaves resourceUri out: the icon shows a file's state, and its decoration would show it a second time. */
function toCheckItem(row: CheckRow, wording: CheckWording): vscode.TreeItem {
  const text = checkRowText(row, wording);
  const item = createTreeItem(text, foldingOf(row));
  item.id = row.id;
  if (row.kind !== 'group') item.command = toOpen(row);
  return item;
}

/** Opens the file at what the row tells of. */
function toOpen(row: Exclude<CheckRow, { kind: 'group' }>): vscode.Command {
  const range = rangeOf(row);
  const options: vscode.TextDocumentShowOptions = { ...(range && { selection: toEditorRange(range) }) };
  return { title: vscode.l10n.t('Open File'), command: 'vscode.open', arguments: [vscode.Uri.parse(row.uri), options] };
}

function rangeOf(row: Exclude<CheckRow, { kind: 'group' }>): Parameters<typeof toEditorRange>[0] | undefined {
  switch (row.kind) {
    case 'file':
      return rangeOfFile(row.file);
    case 'finding':
      return row.finding.range;
    case 'certificate':
      return row.certificate.range;
    case 'more':
      return undefined;
  }
}

function foldingOf(row: CheckRow): vscode.TreeItemCollapsibleState {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  switch (row.kind) {
    case 'group':
      // What presses stands open; the rest is one click away.
      return isPressing(row.state) ? Expanded : Collapsed;
    case 'file':
      return row.file.findings.length + row.file.certificates.length > 0 ? Collapsed : None;
    case 'finding':
    case 'certificate':
    case 'more':
      return None;
  }
}
