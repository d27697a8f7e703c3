import * as vscode from 'vscode';
import { toInertText } from './inertText';

/** A row of a list, as data: the texts may hold anything, and show as they are. */
export interface Row {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** A codicon's name. */
  readonly icon?: string;
  /** A heading between rows, with a label alone. */
  readonly isHeading?: boolean;
  readonly alwaysShow?: boolean;
  readonly buttons?: readonly IconButton[];
}

export interface IconButton {
  /** A codicon's name. */
  readonly icon: string;
  readonly tooltip: string;
}

/** Makes VS Code's item of a row. */
export interface RowItem<T extends Row> extends vscode.QuickPickItem {
  readonly row: T;
}

export function toRowItem<T extends Row>(row: T): RowItem<T> {
  const { label, description, detail, icon, isHeading = false, alwaysShow, buttons } = row;
  return {
    row,
    label: toInertText(label),
    ...(isHeading && { kind: vscode.QuickPickItemKind.Separator }),
    ...(description !== undefined && { description: toInertText(description) }),
    ...(detail !== undefined && { detail: toInertText(detail) }),
    ...(icon !== undefined && { iconPath: new vscode.ThemeIcon(icon) }),
    ...(alwaysShow !== undefined && { alwaysShow }),
    ...(buttons && { buttons: buttons.map(toIconButton) }),
  };
}

export const toIconButton = ({ icon, tooltip }: IconButton): vscode.QuickInputButton => ({
  iconPath: new vscode.ThemeIcon(icon),
  tooltip: toInertText(tooltip),
});
