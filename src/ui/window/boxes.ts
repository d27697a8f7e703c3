import * as vscode from 'vscode';
import { toInertText } from './inertText';
import type { IconButton, Row, RowItem } from './rows';
import { toIconButton, toRowItem } from './rows';

/**
 * VS Code's input box and quick pick as everybody else has them: texts go in as they are and are escaped here, once.
 */
abstract class Box<Inner extends vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>>
  implements vscode.Disposable
{
  private ownButtons: readonly { readonly button: IconButton; readonly shown: vscode.QuickInputButton }[] = [];

  protected constructor(protected readonly inner: Inner) {}

  set title(text: string) {
    this.inner.title = toInertText(text);
  }

  set placeholder(text: string) {
    this.inner.placeholder = toInertText(text);
  }

  get value(): string {
    return this.inner.value;
  }

  set value(text: string) {
    this.inner.value = text;
  }

  get busy(): boolean {
    return this.inner.busy;
  }

  set busy(isBusy: boolean) {
    this.inner.busy = isBusy;
  }

  set enabled(isEnabled: boolean) {
    this.inner.enabled = isEnabled;
  }

  set ignoreFocusOut(isKept: boolean) {
    this.inner.ignoreFocusOut = isKept;
  }

  /** Shows buttons beside the title, Back first. */
  showButtons(buttons: readonly IconButton[], { canGoBack }: { readonly canGoBack: boolean }): void {
    this.ownButtons = buttons.map((button) => ({ button, shown: toIconButton(button) }));
    const shown = this.ownButtons.map((each) => each.shown);
    this.inner.buttons = canGoBack ? [vscode.QuickInputButtons.Back, ...shown] : shown;
  }

  onDidTriggerButton(listener: (button: IconButton | 'back') => void): vscode.Disposable {
    return this.inner.onDidTriggerButton((pressed) => {
      const button =
        pressed === vscode.QuickInputButtons.Back
          ? 'back'
          : this.ownButtons.find(({ shown }) => shown === pressed)?.button;
      if (button) listener(button);
    });
  }

  onDidChangeValue(listener: (text: string) => void): vscode.Disposable {
    return this.inner.onDidChangeValue(listener);
  }

  onDidAccept(listener: () => void): vscode.Disposable {
    return this.inner.onDidAccept(listener);
  }

  onDidHide(listener: () => void): vscode.Disposable {
    return this.inner.onDidHide(listener);
  }

  show(): void {
    this.inner.show();
  }

  hide(): void {
    this.inner.hide();
  }

  dispose(): void {
    this.inner.dispose();
  }
}

/** A remark on the text while it is typed. An `error` keeps it from being accepted. */
export interface Verdict {
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
}

export class TextBox extends Box<vscode.InputBox> {
  constructor() {
    super(vscode.window.createInputBox());
  }

  /** A sentence below the text. */
  set prompt(text: string) {
    this.inner.prompt = toInertText(text);
  }

  set password(isSecret: boolean) {
    this.inner.password = isSecret;
  }

  /** Takes the prompt's place while there is one. */
  set verdict(verdict: Verdict | undefined) {
    this.inner.validationMessage = verdict && {
      message: toInertText(verdict.text),
      severity: severities[verdict.severity],
    };
  }
}

const severities = {
  info: vscode.InputBoxValidationSeverity.Info,
  warning: vscode.InputBoxValidationSeverity.Warning,
  error: vscode.InputBoxValidationSeverity.Error,
} as const;

/** A list to choose from. Rows are distinguished by identity. */
export class ListBox<T extends Row> extends Box<vscode.QuickPick<RowItem<T>>> {
  constructor() {
    super(vscode.window.createQuickPick<RowItem<T>>());
  }

  get rows(): readonly T[] {
    return toRows(this.inner.items);
  }

  set rows(rows: readonly T[]) {
    this.inner.items = rows.map(toRowItem);
  }

  get active(): readonly T[] {
    return toRows(this.inner.activeItems);
  }

  set active(rows: readonly T[]) {
    this.inner.activeItems = this.itemsOf(rows);
  }

  /** The rows that are ticked, where several can be; else the one that was accepted. */
  get selected(): readonly T[] {
    return toRows(this.inner.selectedItems);
  }

  set selected(rows: readonly T[]) {
    this.inner.selectedItems = this.itemsOf(rows);
  }

  set canSelectMany(canBeSeveral: boolean) {
    this.inner.canSelectMany = canBeSeveral;
  }

  set matchOnDescription(isMatched: boolean) {
    this.inner.matchOnDescription = isMatched;
  }

  set matchOnDetail(isMatched: boolean) {
    this.inner.matchOnDetail = isMatched;
  }

  onDidChangeSelection(listener: (rows: readonly T[]) => void): vscode.Disposable {
    return this.inner.onDidChangeSelection((items) => listener(toRows(items)));
  }

  /** @param listener gets the row, and the place of the button among the row's */
  onDidTriggerRowButton(listener: (row: T, button: number) => void): vscode.Disposable {
    return this.inner.onDidTriggerItemButton(({ item, button }) =>
      listener(item.row, item.buttons?.indexOf(button) ?? -1),
    );
  }

  private itemsOf(rows: readonly T[]): readonly RowItem<T>[] {
    return this.inner.items.filter(({ row }) => rows.includes(row));
  }
}

const toRows = <T extends Row>(items: readonly RowItem<T>[]): readonly T[] => items.map(({ row }) => row);
