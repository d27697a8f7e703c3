import * as vscode from 'vscode';
import type { ConnectionState } from '../../app/inventory';
import type { CommandId } from '../../ids';
import { certificateText, connectionText, groupText, messageText, rangeText, unfinishedText } from './rowText';
import type { RowText } from './rowText';
import type { Row } from './rows';
import { certificateTooltip } from './tooltip';
import type { Wording } from './words';

const showCertificate: CommandId = 'api7Certificates.showCertificate';

/** A row as VS Code wants it. A certificate's tooltip is made on hovering: see {@link toTooltip}. */
export function toTreeItem(row: Row, how: { readonly state: ConnectionState; readonly isFiltered: boolean; readonly wording: Wording }): vscode.TreeItem {
  const text = toText(row, how);
  const item = new vscode.TreeItem(text.label, foldingOf(row, how.isFiltered));
  // A filter opens what was folded, and folding comes back with the filter gone: two sets of rows for VS Code.
  item.id = how.isFiltered && row.kind !== 'connection' ? `filtered ${row.id}` : row.id;
  item.description = text.description;
  item.iconPath = new vscode.ThemeIcon(text.icon, text.color === undefined ? undefined : new vscode.ThemeColor(text.color));
  item.contextValue = text.context.join(' ');
  item.accessibilityInformation = { label: text.spoken };
  if (row.kind === 'certificate') item.command = { command: showCertificate, title: vscode.l10n.t('Show Certificate Details'), arguments: [row] };
  // An empty string says "no tooltip"; undefined would ask for one.
  else item.tooltip = text.tooltip ?? '';
  return item;
}

export function toTooltip(row: Row, wording: Wording): vscode.MarkdownString | undefined {
  if (row.kind !== 'certificate') return undefined;
  const tooltip = new vscode.MarkdownString(certificateTooltip(row.entry, wording));
  tooltip.isTrusted = false;
  tooltip.supportHtml = false;
  return tooltip;
}

function toText(row: Row, how: { readonly state: ConnectionState; readonly wording: Wording }): RowText {
  switch (row.kind) {
    case 'connection':
      return connectionText(row, how);
    case 'group':
      return groupText(row, how.wording);
    case 'range':
      return rangeText(row, how.wording);
    case 'certificate':
      return certificateText(row, how.wording);
    case 'message':
      return messageText(row);
    case 'unfinished':
      return unfinishedText(row, how.wording);
  }
}

function foldingOf(row: Row, isFiltered: boolean): vscode.TreeItemCollapsibleState {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  switch (row.kind) {
    case 'connection':
      return Expanded;
    case 'group':
      // What presses stands open; the rest is one click away.
      return isFiltered || (row.key.by === 'state' && (row.key.value === 'expired' || row.key.value === 'expiring')) ? Expanded : Collapsed;
    case 'range':
      return row.start === 0 ? Expanded : Collapsed;
    case 'certificate':
    case 'message':
    case 'unfinished':
      return None;
  }
}
