import * as vscode from 'vscode';
import type { Conflict } from '../../app/inventory/conflicts';
import type { ConnectionState } from '../../app/inventory/inventory';
import type { CommandId } from '../../ids';
import type { Wording } from '../text/words';
import { createTreeItem } from '../window/treeTexts';
import type { Row } from './rows';
import type { RowText } from './rowText';
import {
  certificateText,
  connectionText,
  groupText,
  hostRangeText,
  messageText,
  rangeText,
  unfinishedText,
  unusedText,
} from './rowText';

const checkHost: CommandId = 'api7Certificates.checkHost';
const showCertificate: CommandId = 'api7Certificates.showCertificate';

/** A row as VS Code wants it. A certificate's tooltip is made on hovering. */
export function toTreeItem(
  row: Row,
  how: {
    readonly state: ConnectionState;
    readonly isFiltered: boolean;
    readonly wording: Wording;
    /** Of the names of a certificate, as far as they show at once. */
    readonly conflicts?: readonly Conflict[];
  },
): vscode.TreeItem {
  const text = toText(row, how);
  const item = createTreeItem(text, foldingOf(row, how.isFiltered));
  // A filter opens what was folded, and folding comes back with the filter gone: two sets of rows for VS Code.
  item.id = how.isFiltered && row.kind !== 'connection' ? `filtered ${row.id}` : row.id;
  if (row.kind === 'host') item.command = { command: checkHost, title: vscode.l10n.t('Check Host'), arguments: [row] };
  if (row.kind !== 'certificate') return item;
  item.command = { command: showCertificate, title: vscode.l10n.t('Show Certificate Details'), arguments: [row] };
  // Undefined asks for one; the empty string of the others says that there is none.
  item.tooltip = undefined;
  return item;
}

function toText(
  row: Row,
  how: {
    readonly state: ConnectionState;
    readonly wording: Wording;
    readonly conflicts?: readonly Conflict[];
  },
): RowText {
  switch (row.kind) {
    case 'connection':
      return connectionText(row, how);
    case 'group':
      return groupText(row, how.wording);
    case 'range':
      return rangeText(row, how.wording);
    case 'certificate':
      return certificateText(row, { ...how.wording, ...(how.conflicts && { conflicts: how.conflicts }) });
    case 'message':
      return messageText(row);
    case 'unfinished':
      return unfinishedText(row, how.wording);
    case 'host':
      return row.text(row, how.wording);
    case 'hostRange':
      return hostRangeText(row, how.wording);
    case 'unused':
    case 'others':
      return unusedText(row, how.wording);
  }
}

function foldingOf(row: Row, isFiltered: boolean): vscode.TreeItemCollapsibleState {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  switch (row.kind) {
    case 'connection':
      return Expanded;
    case 'group':
      // What presses stands open; the rest is one click away.
      return isFiltered || (row.key.by === 'state' && (row.key.value === 'expired' || row.key.value === 'expiring'))
        ? Expanded
        : Collapsed;
    case 'host':
      return row.entries.length === 0 ? None : Collapsed;
    case 'unused':
    case 'others':
      return Collapsed;
    case 'range':
    case 'hostRange':
      return row.start === 0 ? Expanded : Collapsed;
    case 'certificate':
    case 'message':
    case 'unfinished':
      return None;
  }
}
