import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DevelopmentApi } from '../../../src/activation';
import type { Connection } from '../../../src/app/connections/connection';
import type { CommandId } from '../../../src/ids';
import { holds } from './holds';
import { Notifications, untilAsked } from './notifications';
import { QuickInput } from './quickInput';
import type { Message, RecordedPage } from './recordedWindow';
import { recordedWindow } from './recordedWindow';
import { Tree } from './tree';

/**
 * Somebody in front of this VS Code: runs commands, and answers what they ask. Boxes, rows and pages are there; what is
 * drawn of them is for the tests in `test/ui`.
 */
export class Person {
  readonly recorded = recordedWindow();
  readonly quickInput = new QuickInput(this.recorded);
  readonly notifications = new Notifications(this.recorded);
  readonly tree = new Tree(this.recorded, 'api7Certificates.inventory');
  readonly checkTree = new Tree(this.recorded, 'api7Certificates.workspace');
  private readonly running = new Map<Promise<unknown>, string>();
  private readonly failures: unknown[] = [];
  private readonly written = new Set<string>();

  /** Comes: from now on nothing is answered but by the test. */
  arrive(): void {
    this.recorded.texts.isRead = true;
  }

  /** Goes: VS Code itself answers again. */
  leave(): void {
    this.recorded.texts.isRead = false;
    this.recorded.texts.all.splice(0);
  }

  /** Adds a connection, and the token to keep for it, as a development build's companion does. */
  async addConnection(connection: Connection, token: string | undefined): Promise<void> {
    const extension = vscode.extensions.getExtension<DevelopmentApi>('api7-certificates.api7-certificates');
    const api = await extension?.activate();
    await api?.addConnection(connection, token);
  }

  /** Removes every connection with its token, which is asked about otherwise. */
  async removeConnections(): Promise<void> {
    const all = vscode.workspace.getConfiguration().get<readonly object[]>('api7Certificates.connections', []);
    for (const connection of all) {
      this.run('api7Certificates.removeConnection', { connection });
      (await this.dialog('Remove the connection')).answer('Remove');
      await this.untilDone();
    }
  }

  /** Begins a command, which ends when all it asks is answered. */
  run(command: string, ...given: readonly unknown[]): void {
    const end = Promise.resolve(vscode.commands.executeCommand(command, ...given)).catch((error: unknown) =>
      this.failures.push(error),
    );
    this.running.set(end, command);
    void end.then(() => {
      this.running.delete(end);
      this.recorded.texts.tell();
    });
  }

  /** Begins a command from the menu of rows in the tree. */
  async runOn(command: CommandId, ...labels: readonly (string | RegExp)[]): Promise<void> {
    await this.tree.open();
    this.run(command, ...(await this.tree.choose(command, ...labels)));
  }

  /** Begins a command from the Explorer, with these files selected. */
  runOnFiles(command: CommandId, ...paths: readonly string[]): void {
    const [first, ...others] = paths.map((path) => vscode.Uri.file(path));
    this.run(command, first, [first, ...others]);
  }

  /** The path of a file of the workspace. */
  path(name: string): string {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    return join(folder.uri.fsPath, name);
  }

  /** Writes a file into the workspace, until {@link removeFiles}. */
  write(name: string, content: string | Uint8Array): void {
    const path = this.path(name);
    this.written.add(path);
    writeFileSync(path, content);
  }

  /** Makes a folder in the workspace, until {@link removeFiles}. */
  folder(name: string): string {
    const path = this.path(name);
    this.written.add(path);
    mkdirSync(path);
    return path;
  }

  /** Comes back to the window so many days later, and goes back to now when `work` is done. */
  async daysLater(days: number, work: () => Promise<unknown>): Promise<void> {
    const { now } = Date;
    Date.now = () => now() + days * 24 * 60 * 60 * 1000;
    try {
      this.recorded.lookBack();
      await work();
    } finally {
      Date.now = now;
      this.recorded.lookBack();
    }
  }

  /** Removes what it wrote. */
  removeFiles(): void {
    for (const path of this.written) rmSync(path, { recursive: true, force: true });
    this.written.clear();
  }

  /** Opens a file in an editor. */
  async openFile(path: string): Promise<vscode.TextEditor> {
    return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(path), { preview: false });
  }

  /** Begins what the lightbulb in the first line of the editor offers, once it is offered and this is so. */
  async chooseAction(title: RegExp, isSo: () => boolean = () => true): Promise<void> {
    const { document } = vscode.window.activeTextEditor ?? assert.fail('No editor');
    const action = await this.recorded.texts.until(
      async () => {
        if (!isSo()) return undefined;
        const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          document.uri,
          new vscode.Range(0, 0, 0, 5),
        );
        return found.find((each) => title.test(each.title));
      },
      () => `No action is called ${String(title)}`,
    );
    const { command, arguments: given = [] } = action.command ?? assert.fail('The action does nothing');
    this.run(command, ...(given as readonly unknown[]));
  }

  /** Waits until all commands have ended. */
  async untilDone(): Promise<void> {
    await this.recorded.texts.until(
      () => (this.running.size === 0 ? true : undefined),
      () => `Commands go on: ${[...this.running.values()].join(', ')}`,
    );
    const failed = this.failures.splice(0);
    if (failed.length > 0) throw new AggregateError(failed, `Commands failed: ${failed.map(String).join('; ')}`);
  }

  /** Waits for the dialog that says this. */
  async dialog(text: string | RegExp): Promise<Message> {
    return untilAsked(this.recorded, { text, isDialog: true });
  }

  /** Waits for the dialog for files that is called so, and returns its title. */
  async fileQuestion(title: string): Promise<string> {
    const { fileDialogs, texts } = this.recorded;
    return texts.until(
      () => fileDialogs.find((each) => holds(each.title, title))?.title,
      () => `Nobody asks for a file by “${title}”`,
    );
  }

  /** Chooses files in the dialog for them. */
  async chooseFile(...paths: readonly string[]): Promise<void> {
    const { fileDialogs, texts } = this.recorded;
    const asked = await texts.until(
      () => fileDialogs.at(-1),
      () => 'Nobody asks for a file',
    );
    asked.answer(paths);
  }

  /** Waits for a page that was sent this last, or before. */
  async page(text: string | RegExp): Promise<RecordedPage> {
    const { pages, texts } = this.recorded;
    return texts.until(
      () => pages.find(({ panel, sent }) => panel.visible && sent.some((each) => holds(each, text))),
      () => `No page shows “${String(text)}”, but: ${pages.map(({ sent }) => sent.at(-1)?.slice(0, 500)).join('; ')}`,
    );
  }

  /** Waits until the active tab is called so. */
  async tab(text: string | RegExp): Promise<vscode.Tab> {
    const label = () => vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '';
    return this.recorded.texts.until(
      () => (holds(label(), text) ? vscode.window.tabGroups.activeTabGroup.activeTab : undefined),
      () => `The active tab is “${label()}”, not “${String(text)}”`,
    );
  }

  /** Waits until what goes by this context is offered. */
  async context(name: `api7Certificates.${string}`): Promise<void> {
    const { contexts, texts } = this.recorded;
    await texts.until(
      () => (contexts.get(name) === true ? true : undefined),
      () => `${name} is ${String(contexts.get(name))}`,
    );
  }

  /** Waits until the editor with the focus holds this. */
  async editorText(text: string | RegExp): Promise<string> {
    const shown = () => vscode.window.activeTextEditor?.document.getText() ?? '';
    return this.recorded.texts.until(
      () => (holds(shown(), text) ? shown() : undefined),
      () => `The editor holds “${shown().slice(0, 500)}”`,
    );
  }

  /** Waits until the clipboard holds this. VS Code reports no change of it: it is read when the command has ended. */
  async clipboard(): Promise<string> {
    await this.untilDone();
    return vscode.env.clipboard.readText();
  }

  /** Waits until the status bar says this, for a moment or as long as it is so. */
  async status(text: string | RegExp): Promise<string> {
    const { statusItems, statusTexts, texts } = this.recorded;
    const shown = () => [
      ...statusTexts,
      ...statusItems
        .filter(({ isShown }) => isShown)
        .map(({ item: { text: label, tooltip } }) => `${label} ${typeof tooltip === 'string' ? tooltip : ''}`),
    ];
    return texts.until(
      () => shown().findLast((each) => holds(each, text)),
      () => `The status bar says: ${shown().join('; ')}`,
    );
  }

  /** Waits until the status bar no longer says what it said until something ends. */
  async untilStatusIsGone(text: string): Promise<void> {
    const { statusTexts, texts } = this.recorded;
    await texts.until(
      () => (statusTexts.some((each) => holds(each, text)) ? undefined : true),
      () => `The status bar still says: ${statusTexts.join('; ')}`,
    );
  }

  /** Sets these settings of the person; null resets one. */
  async changeSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    for (const [name, value] of Object.entries(settings)) {
      const configuration = vscode.workspace.getConfiguration();
      if (JSON.stringify(configuration.inspect(name)?.globalValue) === JSON.stringify(value)) continue;
      await configuration.update(name, value ?? undefined, vscode.ConfigurationTarget.Global);
    }
  }

  /** Waits until the log has this, and returns all of it. */
  async untilLogged(text: string | RegExp): Promise<string> {
    const { logged, texts } = this.recorded;
    return texts.until(
      () => (holds(logged.join('\n'), text) ? logged.join('\n') : undefined),
      () => `The log holds ${logged.slice(-10).join('\n')}`,
    );
  }

  /** Leaves every box and dialog, takes away messages, waits for what still runs, and closes editors and pages. */
  async tidy(): Promise<void> {
    const { fileDialogs, texts } = this.recorded;
    const leave = (): void => {
      this.notifications.clear();
      for (const dialog of [...fileDialogs]) dialog.answer(undefined);
    };
    for (;;) {
      leave();
      const { shown } = this.quickInput;
      if (shown) await this.quickInput.cancel();
      else if (this.running.size === 0) break;
      else await texts.next();
    }
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    this.recorded.statusTexts.splice(0);
    await this.untilDone();
  }
}
