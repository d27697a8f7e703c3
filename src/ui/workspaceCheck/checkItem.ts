import * as vscode from 'vscode';
import { isPressing, rangeOfFile } from '../../app/workspace/workspaceCheckGroups';
import { createTreeItem } from '../window/treeTexts';
import type { CheckRow } from './checkRows';
import { checkRowText } from './checkRowText';
import type { CheckWording } from './checkRowText';
import { toEditorRange } from '../base/ranges';

/** Without resourceUri: the icon says how a file stands, and its decoration would say it a second time. */
export function toCheckItem(row: CheckRow, wording: CheckWording): vscode.TreeItem {
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
