import * as vscode from 'vscode';
import type { ConnectionState } from '../../app/inventory/inventory';
import type { CommandId, SettingName } from '../../ids';
import type { Wording } from '../text/words';
import { createTreeItem } from '../window/treeTexts';
import { connectionText } from './connectionText';
import type { Row } from './rows';
import type { RowText } from './rowText';
import {
  certificateRowText,
  groupText,
  hostRangeText,
  messageText,
  problemText,
  rangeText,
  unfinishedText,
  unusedText,
} from './rowText';

const checkHost: CommandId = 'api7Certificates.checkHost';
const showCertificate: CommandId = 'api7Certificates.showCertificate';
const showFailure: CommandId = 'api7Certificates.showFailure';

const notAsked: ConnectionState = { kind: 'idle', entries: [] };

/** Facts that the texts of a row depend on, beside the row. */
interface RowFacts {
  readonly state: ConnectionState | undefined;
  /** The time at which that was last listed to its end, in milliseconds since 1970. */
  readonly asOf: number | undefined;
  readonly wording: Wording;
  /** Says that another object has one of a certificate's names. */
  readonly sharesName?: boolean;
}

/** Makes a row what VS Code wants. A certificate's tooltip is made on hovering. */
export function toTreeItem(row: Row, how: RowFacts & { readonly isFiltered: boolean }): vscode.TreeItem {
  const text = toText(row, how);
  const item = createTreeItem(text, foldingOf(row, how.isFiltered));
  // A filter opens what was folded, and folding comes back with the filter gone: two sets of rows for VS Code.
  item.id = how.isFiltered && row.kind !== 'connection' ? `filtered ${row.id}` : row.id;
  const command = toCommand(row);
  if (command) item.command = command;
  if (row.kind !== 'certificate') return item;
  // Undefined asks for one; the empty string of the others says that there is none.
  item.tooltip = undefined;
  return item;
}

/** Returns the command of a click or Enter: it leads to what helps. */
function toCommand(row: Row): vscode.Command | undefined {
  const { t } = vscode.l10n;
  switch (row.kind) {
    case 'certificate':
      return { command: showCertificate, title: t('Show Certificate Details'), arguments: [row] };
    case 'problem':
      return {
        command: 'workbench.action.openSettings',
        title: t('Open Settings'),
        arguments: ['api7Certificates.connections' satisfies SettingName],
      };
    case 'message':
      return row.severity === 'error'
        ? { command: showFailure, title: t('Show Details'), arguments: [row] }
        : undefined;
    case 'host':
      return { command: checkHost, title: t('Check Host'), arguments: [row] };
    case 'connection':
    case 'group':
    case 'range':
    case 'unfinished':
    case 'hostRange':
    case 'unused':
    case 'others':
      return undefined;
  }
}

function toText(row: Row, how: RowFacts): RowText {
  switch (row.kind) {
    case 'connection':
      return connectionText(row, { ...how, state: how.state ?? notAsked });
    case 'group':
      return groupText(row, how.wording);
    case 'range':
      return rangeText(row, how.wording);
    case 'certificate':
      return certificateRowText(row, { ...how.wording, sharesName: how.sharesName ?? false });
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
    case 'problem':
      return problemText(row, how.wording);
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
    case 'problem':
      return None;
  }
}
