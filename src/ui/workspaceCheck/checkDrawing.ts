import * as vscode from 'vscode';
import type { Clock } from '../../app/inventory/stateCounts';
import type { WorkspaceCheck } from '../../app/workspace/workspaceCheck';
import { isPressing, rangeOfFile } from '../../app/workspace/workspaceCheckGroups';
import type { CheckState } from '../../ids';
import { toEditorRange } from '../base/ranges';
import { wordingOf } from '../base/wording';
import { createTreeItem } from '../window/treeTexts';
import type { WorkspaceCheckServices } from './checkFile';
import type { CheckRow, GroupRow } from './checkRows';
import { childRows, parentRow, toGroupRows } from './checkRows';
import type { CheckWording, FilePlace } from './checkRowText';
import { checkRowText, toCheckBadge } from './checkRowText';
import { toCheckMessage, toCheckState } from './checkViewText';

/**
 * The command that checks is loaded from here: it draws at the same time, so that one file of the bundle does for both.
 */
export { progressText } from './checkViewText';

/** The rows of the check view, as they were drawn last. */
export class CheckDrawing {
  private wording: CheckWording;
  private groups: readonly GroupRow[] = [];

  constructor(
    private readonly check: WorkspaceCheck,
    private readonly services: Pick<WorkspaceCheckServices, 'settings' | 'now' | 'translate'>,
  ) {
    this.wording = this.toWording();
  }

  /** Draws the files as they are now, and returns what to show around the rows. */
  draw(): {
    readonly state: CheckState;
    readonly message: string | undefined;
    readonly badge: vscode.ViewBadge | undefined;
    readonly clock: Clock;
  } {
    this.wording = this.toWording();
    this.groups = toGroupRows(this.check.files);
    return {
      state: toCheckState(this.check),
      message: toCheckMessage(this.check, this.wording),
      badge: this.services.settings.showBadge ? toCheckBadge(this.groups, this.wording) : undefined,
      clock: this.wording.clock,
    };
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

  private toWording(): CheckWording {
    return { ...wordingOf(this.services), placeOf };
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

/** Opens the file at the place that the row is about. */
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
