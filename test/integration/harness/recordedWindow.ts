import * as vscode from 'vscode';
import { RecordedBox } from './recordedBox';
import { ShownTexts } from './shownTexts';
import type { Call } from './watched';
import { functionsOf, isProvider, reading, watched } from './watched';

/** A message at the bottom right, or a dialog, that waits for an answer. */
export interface Message {
  readonly severity: 'information' | 'warning' | 'error';
  readonly text: string;
  /** What a dialog says below that; undefined for a message. */
  readonly detail: string | undefined;
  readonly isDialog: boolean;
  readonly buttons: readonly string[];
  /** Presses the button, or takes the message away. */
  readonly answer: (button?: string) => void;
}

/** A dialog for files that waits to be answered. */
export interface FileDialog {
  readonly kind: 'open' | 'save';
  readonly title: string;
  readonly answer: (paths: readonly string[] | undefined) => void;
}

/** A view of rows: what gives them to VS Code, and what the extension sets on it. */
export interface RecordedTree {
  readonly provider: vscode.TreeDataProvider<unknown>;
  readonly view: vscode.TreeView<unknown>;
  /** What takes files that are dropped on it. */
  readonly controller: vscode.TreeDragAndDropController<unknown> | undefined;
}

/** A page of ours: what it was sent, the newest last. */
export interface RecordedPage {
  readonly panel: vscode.WebviewPanel;
  readonly sent: string[];
  /** Does what the page does when something on it is pressed. */
  readonly receive: (intent: object) => void;
}

/** What is under way, and says how far it is. */
export interface RunningWork {
  /** It has a button Cancel. */
  readonly isCancellable: boolean;
  readonly cancel: () => void;
  /** The last that it said. */
  message: string;
}

/** An item of the status bar. */
export interface RecordedStatus {
  readonly item: vscode.StatusBarItem;
  isShown: boolean;
}

/**
 * Stands between the extension and VS Code. Nothing is otherwise than without it while nobody is there to answer;
 * meanwhile boxes, views and pages are VS Code's own, too, and messages and dialogs are the test's to answer.
 */
export class RecordedWindow {
  readonly texts = new ShownTexts();
  readonly boxes: RecordedBox[] = [];
  readonly messages: Message[] = [];
  readonly fileDialogs: FileDialog[] = [];
  readonly trees = new Map<string, RecordedTree>();
  readonly pages: RecordedPage[] = [];
  readonly statusItems: RecordedStatus[] = [];
  readonly running = new Set<RunningWork>();
  /** Lines of the log. */
  readonly logged: string[] = [];
  /** What the status bar said for a moment, or says until something ends. */
  readonly statusTexts: string[] = [];
  /** What menus and buttons of package.json go by. */
  readonly contexts = new Map<unknown, unknown>();
  private readonly stateListeners = new Set<(state: vscode.WindowState) => unknown>();

  private readonly own = {
    window: { ...vscode.window },
    languages: { ...vscode.languages },
    commands: { ...vscode.commands },
  };

  /** Puts itself between, before the extension takes anything from VS Code. */
  constructor() {
    Object.assign(vscode.window, this.everyOther(), this.boxesAndMessages(), this.places());
    Object.assign(vscode.languages, this.providers());
    Object.assign(vscode.commands, {
      executeCommand: (id: string, ...given: unknown[]) => {
        if (id === 'vscode.diff') this.texts.read('vscode.diff.title', given[2]);
        if (id === 'setContext') {
          this.contexts.set(given[0], given[1]);
          this.texts.tell();
        }
        return this.own.commands.executeCommand(id, ...given);
      },
    });
    vscode.window.tabGroups.onDidChangeTabs(() => this.texts.tell());
    vscode.languages.onDidChangeDiagnostics(() => this.texts.tell());
    vscode.window.onDidChangeActiveTextEditor(() => this.texts.tell());
    vscode.workspace.onDidChangeTextDocument(() => this.texts.tell());
  }

  /** Whatever is given to the window, also by functions that nobody thought of here. */
  private everyOther(): Record<string, unknown> {
    const { texts } = this;
    return Object.fromEntries(
      functionsOf(vscode.window, /^(show(?!TextDocument)|set)/).map(([name, call]) => [
        name,
        (...given: unknown[]) => {
          texts.read(name, given);
          return call(...given);
        },
      ]),
    );
  }

  /** Tells the extension that the window is looked at again. */
  lookBack(): void {
    for (const listener of this.stateListeners) listener({ focused: true, active: true });
  }

  private boxesAndMessages() {
    const { texts, own } = this;
    const box = (inner: RecordedBox['inner']) =>
      new RecordedBox(inner, texts, (each) => {
        this.boxes.push(each);
      }).given;
    const message =
      (name: 'showInformationMessage' | 'showWarningMessage' | 'showErrorMessage', severity: Message['severity']) =>
      (text: string, ...rest: unknown[]): unknown => {
        const show = own.window[name] as Call;
        if (!texts.isRead) return show(text, ...rest);
        return new Promise((resolve) => this.ask({ severity, text, rest, resolve }));
      };
    return {
      createQuickPick: () => box(own.window.createQuickPick()),
      createInputBox: () => box(own.window.createInputBox()),
      showInformationMessage: message('showInformationMessage', 'information'),
      showWarningMessage: message('showWarningMessage', 'warning'),
      showErrorMessage: message('showErrorMessage', 'error'),
      showOpenDialog: (options: vscode.OpenDialogOptions = {}) =>
        this.askFile('open', options) ?? own.window.showOpenDialog(options),
      showSaveDialog: async (options: vscode.SaveDialogOptions = {}) =>
        texts.isRead ? (await this.askFile('save', options))?.[0] : own.window.showSaveDialog(options),
      withProgress: (options: vscode.ProgressOptions, work: Parameters<typeof vscode.window.withProgress>[1]) => {
        texts.read('withProgress', options.title);
        return own.window.withProgress(options, async (progress, token) => {
          const cancelling = new vscode.CancellationTokenSource();
          token.onCancellationRequested(() => cancelling.cancel());
          const running: RunningWork = {
            isCancellable: options.cancellable === true,
            cancel: () => cancelling.cancel(),
            message: options.title ?? '',
          };
          this.running.add(running);
          const report = (step: { message?: string; increment?: number }) => {
            running.message = step.message ?? running.message;
            texts.read('withProgress.report', step.message);
            progress.report(step);
          };
          try {
            return await work({ report }, cancelling.token);
          } finally {
            this.running.delete(running);
            cancelling.dispose();
          }
        });
      },
      setStatusBarMessage: (text: string, until: unknown) => {
        texts.read('setStatusBarMessage', text);
        if (texts.isRead) this.statusTexts.push(text);
        if (until instanceof Promise)
          void until.finally(() => {
            const index = this.statusTexts.indexOf(text);
            if (index !== -1) this.statusTexts.splice(index, 1);
            texts.tell();
          });
        return (own.window.setStatusBarMessage as Call)(text, until);
      },
    };
  }

  private ask({
    severity,
    text,
    rest,
    resolve,
  }: Pick<Message, 'severity' | 'text'> & {
    readonly rest: readonly unknown[];
    readonly resolve: (button: unknown) => void;
  }): void {
    const isButton = (each: unknown): each is string | { readonly title: string } =>
      typeof each === 'string' || (typeof each === 'object' && each !== null && 'title' in each);
    const titleOf = (button: string | { readonly title: string }) =>
      typeof button === 'string' ? button : button.title;
    const buttons = rest.filter(isButton);
    const options = rest.find((each): each is vscode.MessageOptions => !isButton(each)) ?? {};
    const asked: Message = {
      severity,
      text,
      detail: options.detail,
      isDialog: options.modal === true,
      buttons: buttons.map(titleOf),
      answer: (wanted) => {
        const pressed = buttons.find((button) => titleOf(button) === wanted);
        if (wanted !== undefined && !pressed) throw new Error(`“${text}” has no button “${wanted}”`);
        this.messages.splice(this.messages.indexOf(asked), 1);
        resolve(pressed);
        this.texts.tell();
      },
    };
    this.messages.push(asked);
    this.texts.read(asked.isDialog ? 'dialog' : 'message', [text, ...rest]);
  }

  private askFile(
    kind: FileDialog['kind'],
    { title = '', ...options }: vscode.OpenDialogOptions & vscode.SaveDialogOptions,
  ): Promise<vscode.Uri[] | undefined> | undefined {
    if (!this.texts.isRead) return undefined;
    return new Promise((resolve) => {
      const asked: FileDialog = {
        kind,
        title,
        answer: (paths) => {
          this.fileDialogs.splice(this.fileDialogs.indexOf(asked), 1);
          resolve(paths?.map((path) => vscode.Uri.file(path)));
        },
      };
      this.fileDialogs.push(asked);
      const { openLabel, saveLabel, filters = {} } = options;
      this.texts.read(`${kind}Dialog`, [title, openLabel, saveLabel, Object.keys(filters)]);
    });
  }

  private places() {
    const { texts, own } = this;
    return {
      onDidChangeWindowState: (listener: (state: vscode.WindowState) => unknown): vscode.Disposable => {
        this.stateListeners.add(listener);
        const subscription = own.window.onDidChangeWindowState(listener);
        return new vscode.Disposable(() => {
          this.stateListeners.delete(listener);
          subscription.dispose();
        });
      },
      createStatusBarItem: (...given: Parameters<typeof vscode.window.createStatusBarItem>) => {
        const item = own.window.createStatusBarItem(...given);
        const recorded: RecordedStatus = { item, isShown: false };
        this.statusItems.push(recorded);
        return watched(item, {
          onSet: (name, value) => {
            // Its icon comes before the text, and is the extension's own.
            texts.read(`statusBarItem.${name}`, value);
          },
          onCall: (name) => {
            if (name === 'show' || name === 'hide') recorded.isShown = name === 'show';
            texts.tell();
          },
        });
      },
      createOutputChannel: (...given: unknown[]) =>
        watched((own.window.createOutputChannel as unknown as Call)(...given) as vscode.LogOutputChannel, {
          onSet: () => undefined,
          onCall: (name, [line]) => {
            if (!texts.isRead || typeof line !== 'string') return;
            this.logged.push(line);
            texts.read(`log.${name}`, line, 'plain');
          },
        }),
      createTreeView: (id: string, options: vscode.TreeViewOptions<unknown>) => {
        const provider = options.treeDataProvider;
        const view = own.window.createTreeView(id, {
          ...options,
          treeDataProvider: reading(provider, `view ${id}`, texts),
        });
        provider.onDidChangeTreeData?.(() => texts.tell());
        view.onDidChangeSelection(() => texts.tell());
        this.trees.set(id, { provider, view, controller: options.dragAndDropController });
        return watched(view, { onSet: (name, value) => texts.read(`view ${id}.${name}`, value) });
      },
      createWebviewPanel: (...given: Parameters<typeof vscode.window.createWebviewPanel>) => {
        texts.read('webviewPanel.title', given[1]);
        return this.recordPage(own.window.createWebviewPanel(...given));
      },
      registerCustomEditorProvider: (
        id: string,
        provider: vscode.CustomReadonlyEditorProvider,
        options: Parameters<typeof vscode.window.registerCustomEditorProvider>[2],
      ) => {
        const resolveCustomEditor: typeof provider.resolveCustomEditor = (document, panel, token) =>
          provider.resolveCustomEditor(document, this.recordPage(panel), token);
        const replaced = { resolveCustomEditor };
        return own.window.registerCustomEditorProvider(
          id,
          watched(provider, { onSet: () => undefined, replaced }),
          options,
        );
      },
    };
  }

  /** Notes what a page is sent from now on, in a panel of its own or instead of a text editor. */
  private recordPage(panel: vscode.WebviewPanel): vscode.WebviewPanel {
    const { texts } = this;
    const sent: string[] = [];
    const listeners: ((intent: object) => void)[] = [];
    const page: RecordedPage = {
      panel,
      sent,
      receive: (intent) => {
        for (const listener of listeners) listener(intent);
      },
    };
    this.pages.push(page);
    panel.onDidDispose(() => {
      this.pages.splice(this.pages.indexOf(page), 1);
      texts.tell();
    });
    const webview = watched(panel.webview, {
      replaced: {
        onDidReceiveMessage: (listener: (intent: object) => void, ...rest: unknown[]) => {
          listeners.push(listener);
          return (panel.webview.onDidReceiveMessage as Call)(listener, ...rest);
        },
      },
      onSet: (name, value) => {
        if (name === 'html') texts.read('webview.html', value, 'html');
      },
      onCall: (name, [message]) => {
        if (name !== 'postMessage') return;
        sent.push(JSON.stringify(message));
        texts.read('webview.postMessage', message, 'plain');
      },
    });
    return watched(panel, {
      onSet: (name, value) => texts.read(`webviewPanel.${name}`, value),
      replaced: { webview },
    });
  }

  /** What is asked of the extension while a person types, points or opens a file. */
  private providers(): Record<string, unknown> {
    const { texts } = this;
    return Object.fromEntries(
      functionsOf(vscode.languages, /^register.*Provider$/).map(([name, register]) => [
        name,
        (...given: unknown[]) => {
          for (const { onDidChangeCodeLenses } of given.filter(isProvider))
            onDidChangeCodeLenses?.(() => {
              texts.tell();
            });
          return register(...given.map((each) => (isProvider(each) ? reading(each, name, texts) : each)));
        },
      ]),
    );
  }
}

let recorded: RecordedWindow | undefined;

/** The one of this window: made before the extension is loaded, by what runs the tests. */
export const recordedWindow = (): RecordedWindow => (recorded ??= new RecordedWindow());
