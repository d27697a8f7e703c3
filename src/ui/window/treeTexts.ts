import * as vscode from 'vscode';
import { toInertLines, toInertText } from './inertText';

export interface TreeText {
  readonly label: string;
  readonly description: string;
  /** Read by screen readers instead of label and description. */
  readonly spoken: string;
  /** A codicon's name. */
  readonly icon: string;
  /** A theme colour's id. */
  readonly color?: string;
  readonly context: readonly string[];
  /** Lines of plain text. */
  readonly tooltip?: string;
}

/** Makes VS Code's item of a row, without a tooltip unless there is one: undefined would have it asked for. */
export function createTreeItem(text: TreeText, folding: vscode.TreeItemCollapsibleState): vscode.TreeItem {
  const item = new vscode.TreeItem(toInertText(text.label), folding);
  item.description = toInertText(text.description);
  item.iconPath = new vscode.ThemeIcon(
    text.icon,
    text.color === undefined ? undefined : new vscode.ThemeColor(text.color),
  );
  item.contextValue = text.context.join(' ');
  item.accessibilityInformation = { label: toInertText(text.spoken) };
  item.tooltip = toInertLines((text.tooltip ?? '').split('\n'));
  return item;
}

/** Says something beside the title of a view; nothing where there is nothing to say. */
export function setViewDescription(
  view: Pick<vscode.TreeView<unknown>, 'description'>,
  text: string | undefined,
): void {
  view.description = toInertText(text ?? '');
}

/** Says something above the rows of a view; nothing where there is nothing to say. */
export function setViewMessage(view: Pick<vscode.TreeView<unknown>, 'message'>, sentence: string | undefined): void {
  view.message = toInertText(sentence ?? '');
}

/**
 * Brings a row into sight and selects it. False where VS Code, which may be reading the tree anew, does not know it: it
 * refuses a row then, or says nothing and selects none.
 */
export const revealRow = <Row extends { readonly id: string }>(
  view: Pick<vscode.TreeView<Row>, 'reveal' | 'selection'>,
  row: Row,
  { focus }: { readonly focus: boolean },
): Promise<boolean> =>
  Promise.resolve(view.reveal(row, { select: true, focus })).then(
    () => view.selection.some(({ id }) => id === row.id),
    () => false,
  );
