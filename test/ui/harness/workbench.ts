import type { FrameLocator, Locator, Page } from 'playwright-core';
import { CertificateView } from './certificateView';
import { Files } from './files';
import { chooseInMenu, closeMenus, menuItem } from './menu';
import { Notifications } from './notifications';
import { pictureFile, picturesAreWanted } from './pictures';
import type { PlannedConnection, Profile } from './profile';
import { QuickInput } from './quickInput';
import type { Theme } from './themes';
import { themeFacts } from './themes';
import type { Times } from './times';
import { User } from './user';

interface WorkbenchParts {
  readonly page: Page;
  readonly profile: Profile;
  readonly folder: string;
  readonly home: string;
  readonly times: Times;
  readonly close: () => Promise<void>;
}

interface ActionChoice {
  /** The command that opens the menu. */
  readonly command?: 'Quick Fix...' | 'Refactor...';
  /** Runs while the menu is open, such as for a picture of it. */
  readonly before?: () => Promise<void>;
}

/** One open VS Code window. The table at the top of openWorkbench.ts says what each part is. */
export class Workbench {
  readonly page: Page;
  /** The workspace folder, and the HOME that the extension host sees. */
  readonly folder: string;
  readonly home: string;
  /** Keys and mouse. */
  readonly user: User;
  readonly quickInput: QuickInput;
  readonly tree: CertificateView;
  readonly notifications: Notifications;
  readonly files: Files;
  readonly dialog: Locator;
  /** The lightbulb's menu, and that of refactorings. */
  readonly actionMenu: Locator;
  readonly consoleLines: string[] = [];
  readonly close: () => Promise<void>;
  private readonly profile: Profile;
  private readonly times: Times;

  constructor({ page, profile, folder, home, times, close }: WorkbenchParts) {
    this.page = page;
    this.profile = profile;
    this.times = times;
    this.folder = folder;
    this.home = home;
    this.close = close;
    this.user = new User(page);
    this.quickInput = new QuickInput(page, this.user);
    this.tree = new CertificateView(page, this.user, () => this.escapeAll());
    this.notifications = new Notifications(page, this.user);
    this.files = new Files(page, this.user, (title) => this.runCommand(title), {
      path: folder,
      untilWatched: () => times.of('watching', () => profile.ask({ isWatched: true })),
    });
    this.dialog = page.locator('.monaco-dialog-box');
    this.actionMenu = page.locator('.action-widget');
    page.on('console', (message) => this.consoleLines.push(message.text()));
    page.on('pageerror', (error) => this.consoleLines.push(String(error)));
  }

  /** Extensions are known and the first view stands. */
  async waitUntilReady(): Promise<void> {
    await this.tree.icon.waitFor();
    await this.waitForTheme();
  }

  async runCommand(title: string): Promise<void> {
    await this.times.of('commands', () =>
      // What takes the focus meanwhile closes the palette: a page that comes up, or a row that is shown.
      this.user.untilDone(async () => {
        await this.findInPalette(title);
        const { input } = this.quickInput;
        const row = this.quickInput.row(title).first();
        // A click costs twice as much; it is for a row that the keys would not choose.
        if (!(await row.and(this.page.locator('.focused')).isVisible())) return this.user.click(row, { wait: 10_000 });
        await this.user.press(input, 'Enter', { wait: 10_000 });
      }),
    );
  }

  /**
   * Runs a command of VS Code's own by its id, where nobody asks how a person gets to it: that costs a tenth of the
   * palette.
   */
  async runById(id: string): Promise<void> {
    await this.times.of('commands by id', () => this.profile.ask({ commands: [id] }));
  }

  /** Runs a command until this is seen: what VS Code says in an editor goes away as soon as a lens moves its lines. */
  async runCommandUntil(title: string, shown: Locator): Promise<void> {
    await this.user.untilSeen(shown, () => this.runCommand(title));
  }

  /**
   * Opens the lightbulb's menu at the cursor, and chooses; both again where a lens that came moved the cursor's line,
   * which closes it.
   */
  async chooseAction(label: string, { command = 'Quick Fix...', before }: ActionChoice = {}): Promise<void> {
    const entry = this.actionMenu.getByText(label).first();
    await this.user.untilDone(async () => {
      await this.runCommandUntil(command, entry);
      await before?.();
      await this.user.click(entry, { wait: 5_000 });
    });
  }

  /**
   * A menu or dialog that is just closing takes the focus back, and the palette closes with it; and one that opened
   * before VS Code knew the command never comes to know it: open it anew.
   */
  private async findInPalette(title: string): Promise<void> {
    const { input, rows } = this.quickInput;
    const row = this.quickInput.row(title).first();
    for (let attempt = 1; ; attempt += 1) {
      await this.user.shortcut('F1');
      try {
        await input.fill(`>${title}`, { timeout: 5_000 });
        await row
          .or(rows.filter({ hasText: /^No matching (commands|results)/ }))
          .first()
          .waitFor({ timeout: 10_000 });
        if (await row.isVisible()) return;
      } catch (error) {
        if (attempt === 6) throw error;
      }
      if (attempt === 6) throw new Error(`There is no command “${title}”.`);
      await this.escapeAll();
    }
  }

  menuItem(label: string): Locator {
    return menuItem(this.page, label);
  }

  dialogButton(label: string): Locator {
    return this.dialog.getByRole('button', { name: label });
  }

  /** VS Code nests a webview's page two frames deep. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame');
  }

  async changeSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await this.times.of('settings', () => this.profile.ask({ settings }));
  }

  /** Makes settings again what they were when the window was opened. */
  async resetSettings(): Promise<void> {
    await this.changeSettings(await this.profile.changedSettings());
  }

  /** Closes the panel and shows what the side bar shows first. */
  async showFirstView(): Promise<void> {
    await this.profile.ask({ commands: ['workbench.action.closePanel', 'workbench.view.explorer'] });
  }

  async addConnections(...connections: readonly PlannedConnection[]): Promise<void> {
    await this.times.of('connections', () => this.profile.ask({ connections }));
  }

  /** Makes the secret storage fail, as one without a keyring does, until the window is reloaded. */
  async loseSecrets(): Promise<void> {
    await this.profile.ask({ areSecretsLost: true });
  }

  /** Takes away every message, seen or not. */
  async clearNotifications(): Promise<void> {
    await this.times.of('clearing', () => this.profile.ask({ commands: ['notifications.clearAll'] }));
  }

  /**
   * Closes what asks something: menus, dialogs and boxes; and takes away every message. Between one test and the next.
   */
  async closePrompts(): Promise<void> {
    await this.escapeAll();
    await this.clearNotifications();
  }

  private async escapeAll(): Promise<void> {
    await closeMenus(this.page, this.user);
    // A box may ask in a dialog whether it may close.
    for (const prompt of [this.dialog, this.quickInput.widget, this.dialog]) {
      while (await prompt.first().isVisible()) await this.user.escapeFrom(prompt.first());
    }
  }

  /**
   * Does the same as {@link closePrompts}, and closes every editor and page. VS Code asks about unsaved ones: answer
   * that first.
   */
  async tidy(): Promise<void> {
    await this.closePrompts();
    await this.times.of('clearing', () => this.profile.ask({ commands: ['workbench.action.closeAllEditors'] }));
  }

  /**
   * Reloads the window like a person: VS Code then writes down what is open and ends its extension host, which a
   * browser's own reload does not wait for.
   */
  async reload(): Promise<void> {
    await this.times.of('reloads', async () => {
      const loaded = this.page.waitForEvent('load');
      await this.runCommand('Developer: Reload Window');
      await loaded;
      await this.waitUntilReady();
    });
  }

  /** Chooses in the context menu of something. */
  async chooseAt(target: Locator, label: string): Promise<void> {
    await chooseInMenu(this.page, this.user, { label, open: () => this.user.rightClick(target) });
  }

  /** Answers the open dialog. */
  async answer(label: string): Promise<void> {
    await this.user.click(this.dialogButton(label));
    await this.dialog.waitFor({ state: 'hidden' });
  }

  readSettings(): string {
    return this.profile.readSettings();
  }

  readLogs(): string {
    return this.profile.readLogs();
  }

  /**
   * For what shows on no screen, such as a file or a log, which is written when its turn comes. The test's time limit
   * ends it.
   */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await this.page.evaluate(() => new Promise(requestAnimationFrame));
  }

  async readClipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** Waits until a command has copied exactly this. */
  async waitForClipboard(text: string): Promise<void> {
    await this.page.waitForFunction(async (expected) => (await navigator.clipboard.readText()) === expected, text);
  }

  async useTheme(theme: Theme): Promise<void> {
    await this.times.of('themes', async () => {
      this.profile.theme = theme;
      await this.changeSettings({ 'workbench.colorTheme': themeFacts[theme].id });
      await this.waitForTheme();
    });
  }

  /**
   * A picture of the window as it stands, or one for each theme, where pictures are wanted.
   * @param show brings up again what a change of theme takes away
   */
  async screenshot(
    name: string,
    themes: readonly Theme[] = [this.profile.theme],
    show?: () => Promise<void>,
  ): Promise<void> {
    if (!picturesAreWanted()) return;
    for (const theme of themes) {
      if (theme !== this.profile.theme) await this.useTheme(theme);
      await show?.();
      await this.takePicture(name);
    }
  }

  /** A picture of the window as it stands, wanted or not. */
  async takePicture(name: string): Promise<void> {
    await this.times.of('pictures', async () =>
      this.page.screenshot({
        path: await pictureFile(this.profile.theme, name),
        animations: 'disabled',
        scale: 'css',
      }),
    );
  }

  private async waitForTheme(): Promise<void> {
    await this.page.locator(`.monaco-workbench.${themeFacts[this.profile.theme].className}`).waitFor();
  }
}
