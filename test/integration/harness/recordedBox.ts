import type * as vscode from 'vscode';
import type { ShownTexts } from './shownTexts';

type Inner = vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox;

/** Properties of boxes that VS Code shows as text. */
const shown = new Set<string | symbol>(['title', 'placeholder', 'prompt', 'items', 'buttons', 'validationMessage']);

/** One of the extension's boxes: VS Code's own, whose texts are noted on their way. */
export class RecordedBox {
  /** What the extension gets for its box. */
  readonly given: Inner;
  isShown = false;
  /** How often Enter came to it, and how often with the row that was meant. */
  entered = 0;
  accepted = 0;
  /** The label of the row that is being chosen: rows that came meanwhile may have put another one in its place. */
  chosen: string | undefined;
  private readonly typed: ((text: string) => unknown)[] = [];
  private readonly pressed: ((button: vscode.QuickInputButton) => unknown)[] = [];
  private readonly pressedInRow: ((event: vscode.QuickPickItemButtonEvent<vscode.QuickPickItem>) => unknown)[] = [];

  constructor(
    readonly inner: Inner,
    texts: ShownTexts,
    onShow: (box: RecordedBox) => void,
  ) {
    // What a box that is just closing does with the focus would close the next: tests of that are in test/ui.
    inner.ignoreFocusOut = true;
    const place = 'items' in inner ? 'createQuickPick' : 'createInputBox';
    inner.onDidAccept(() => {
      this.entered += 1;
      if (this.isRight()) this.accepted += 1;
      texts.tell();
    });
    inner.onDidHide(() => {
      this.isShown = false;
      texts.tell();
    });
    const replaced: Readonly<Record<string | symbol, unknown>> = {
      show: () => {
        this.isShown = true;
        onShow(this);
        inner.show();
        texts.tell();
      },
      onDidChangeValue: (listener: (text: string) => unknown) => {
        this.typed.push(listener);
        return inner.onDidChangeValue(listener);
      },
      onDidAccept: (listener: () => unknown) =>
        inner.onDidAccept(() => {
          if (this.isRight()) listener();
        }),
      onDidTriggerButton: (listener: (button: vscode.QuickInputButton) => unknown) => {
        this.pressed.push(listener);
        return inner.onDidTriggerButton(listener);
      },
      onDidTriggerItemButton: (listener: (event: vscode.QuickPickItemButtonEvent<vscode.QuickPickItem>) => unknown) => {
        this.pressedInRow.push(listener);
        return (inner as vscode.QuickPick<vscode.QuickPickItem>).onDidTriggerItemButton(listener);
      },
    };
    this.given = new Proxy(inner, {
      get: (target, name) => {
        if (Object.hasOwn(replaced, name)) return replaced[name];
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
      set: (target, name, value: unknown) => {
        if (name === 'ignoreFocusOut') return true;
        const isSet = Reflect.set(target, name, value, target);
        if (shown.has(name)) texts.read(`${place}.${String(name)}`, value);
        else texts.tell();
        return isSet;
      },
    });
  }

  private isRight(): boolean {
    const { inner, chosen } = this;
    return chosen === undefined || !('items' in inner) || inner.activeItems[0]?.label === chosen;
  }

  /** The rows, where it is a list; headings are none. */
  get rows(): readonly vscode.QuickPickItem[] {
    if (!('items' in this.inner)) return [];
    const { items, value, matchOnDescription, matchOnDetail } = this.inner;
    const wanted = value.trim().toLowerCase();
    return items.filter(
      ({ label, description = '', detail = '', alwaysShow, kind }) =>
        kind !== separator &&
        (alwaysShow === true ||
          [label, matchOnDescription ? description : '', matchOnDetail ? detail : ''].some((text) =>
            text.toLowerCase().includes(wanted),
          )),
    );
  }

  get list(): vscode.QuickPick<vscode.QuickPickItem> {
    if (!('items' in this.inner)) throw new Error(`“${this.inner.title ?? ''}” has no rows`);
    return this.inner;
  }

  /** What stands in the input. */
  get value(): string {
    return this.inner.value;
  }

  /** Set where the input shows dots for what is typed. */
  get isMasked(): boolean {
    return !('items' in this.inner) && this.inner.password;
  }

  /** The line below a text: what is wrong with it, else what is to be typed. */
  get message(): string {
    if ('items' in this.inner) return '';
    const { validationMessage, prompt } = this.inner;
    const wrong = typeof validationMessage === 'string' ? validationMessage : validationMessage?.message;
    return wrong ?? prompt ?? '';
  }

  /** Everything that is to be read in it. */
  get text(): string {
    const { title = '', placeholder = '' } = this.inner;
    const rows = this.rows.map(({ label, description = '', detail = '' }) => `${label} ${description} ${detail}`);
    return [title, placeholder, this.message, ...rows].join('\n');
  }

  /** Types over what stands there. VS Code reports what a list is given for its text, not what an input box is. */
  async type(text: string): Promise<void> {
    const { inner } = this;
    if (inner.value === text) return;
    if ('items' in inner) {
      const told = new Promise<void>((resolve) => {
        const subscription = inner.onDidChangeValue(() => {
          subscription.dispose();
          resolve();
        });
      });
      inner.value = text;
      await told;
    } else {
      inner.value = text;
      for (const listener of this.typed) listener(text);
    }
  }

  /** Presses a button of ours beside the title. */
  press(tooltip: string): void {
    const button = this.inner.buttons.find((each) => each.tooltip === tooltip);
    if (!button) throw new Error(`“${this.inner.title ?? ''}” has no button “${tooltip}”`);
    for (const listener of this.pressed) listener(button);
  }

  pressInRow(item: vscode.QuickPickItem, tooltip: string): void {
    const button = item.buttons?.find((each) => each.tooltip === tooltip);
    if (!button) throw new Error(`“${item.label}” has no button “${tooltip}”`);
    for (const listener of this.pressedInRow) listener({ item, button });
  }
}

/** VS Code's own `QuickPickItemKind.Separator`. */
const separator = -1;
