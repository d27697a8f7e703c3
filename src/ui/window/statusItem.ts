import * as vscode from 'vscode';
import { toInertText } from './inertText';

export interface StatusText {
  /** A codicon's name. */
  readonly icon: string;
  readonly text: string;
  /** On hovering, and for screen readers. */
  readonly tooltip: string;
  readonly isWarning: boolean;
}

/** An item of the status bar, hidden at first. */
export class StatusItem implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;

  /** @param options `name`: as the status bar's menu calls it */
  constructor({ id, name, command }: { readonly id: string; readonly name: string; readonly command: vscode.Command }) {
    this.item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left);
    this.item.name = name;
    this.item.command = command;
  }

  show({ icon, text, tooltip, isWarning }: StatusText): void {
    const plain = toInertText(tooltip);
    this.item.text = `$(${icon}) ${toInertText(text)}`;
    this.item.tooltip = plain;
    this.item.accessibilityInformation = { label: plain };
    this.item.backgroundColor = isWarning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.show();
  }

  hide(): void {
    this.item.hide();
  }

  dispose(): void {
    this.item.dispose();
  }
}
