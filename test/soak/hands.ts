/**
 * Hands for the boxes of the extension, since an extension host has none: they type and press Enter as a person would.
 */
import * as vscode from 'vscode';

type AnyBox = vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>;
type Listener = (value: never) => unknown;

/** Milliseconds between two looks at a box. */
const lookEvery = 20;

/** Labels of what a person goes on with, in this order; else the first row that can be chosen. */
const wanted = [/^Upload/, /^Update(?! .* Instead)/, /^Delete…/, /^soak\.pem/];

/**
 * Answers every box and dialog from now on. Boxes stay VS Code's own; only what a person does to them is done here.
 *
 * @param toText what to type into a box that asks so
 */
export function lendHands(toText: (question: string) => string): { readonly answered: () => number } {
  const { createInputBox, createQuickPick } = vscode.window;
  let answered = 0;
  const lend = <Box extends AnyBox>(box: Box, answer: (box: Box) => boolean): Box => {
    const accepts: Listener[] = [];
    const changes: Listener[] = [];
    let timer: NodeJS.Timeout | undefined;
    let last = '';
    const stop = (): void => clearInterval(timer);
    const look = (): void => {
      const question = questionOf(box);
      if (!box.enabled || box.busy || question === last || !answer(box)) return;
      last = question;
      answered += 1;
      for (const change of [...changes]) change(box.value as never);
      for (const accept of [...accepts]) accept(undefined as never);
    };
    const listen = (listeners: Listener[]) => (listener: Listener) => {
      listeners.push(listener);
      return new vscode.Disposable(() => void listeners.splice(listeners.indexOf(listener), 1));
    };
    box.onDidHide(stop);
    return new Proxy(box, {
      get(target, name) {
        if (name === 'onDidAccept') return listen(accepts);
        if (name === 'onDidChangeValue') return listen(changes);
        if (name === 'show')
          return () => {
            target.show();
            stop();
            timer = setInterval(look, lookEvery);
          };
        if (name === 'dispose') return () => (stop(), target.dispose());
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
      set: (target, name, value) => Reflect.set(target, name, value, target),
    });
  };
  Object.assign(vscode.window, {
    createInputBox: () =>
      lend(createInputBox(), (box) => {
        box.value = toText(questionOf(box));
        return true;
      }),
    createQuickPick: () =>
      lend(createQuickPick(), (box) => {
        const rows = box.items.filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator);
        const isArrangement = /^(Group|Sort) Certificates By/.test(box.title ?? '');
        const other = isArrangement ? rows[answered % rows.length] : rows[0];
        const row = wanted.flatMap((label) => rows.find((each) => label.test(each.label)) ?? [])[0] ?? other;
        if (row) [box.activeItems, box.selectedItems] = [[row], [row]];
        return row !== undefined;
      }),
    showWarningMessage: (_text: string, ...rest: readonly unknown[]) =>
      Promise.resolve(isModal(rest[0]) ? rest[1] : undefined),
    showInformationMessage: () => Promise.resolve(undefined),
    showErrorMessage: (text: string) => {
      console.log(`  VS Code says: ${text}`);
      return Promise.resolve(undefined);
    },
  });
  return { answered: () => answered };
}

const isModal = (options: unknown): boolean =>
  typeof options === 'object' && options !== null && 'modal' in options && options.modal === true;

function questionOf(box: AnyBox): string {
  const more = 'items' in box ? box.items.map(({ label }) => label).join() : `${box.prompt ?? ''} ${validation(box)}`;
  return `${box.title ?? ''} ${String(box.step ?? '')} ${box.placeholder ?? ''} ${more}`;
}

const validation = ({ validationMessage }: vscode.InputBox): string =>
  typeof validationMessage === 'string' ? validationMessage : (validationMessage?.message ?? '');
