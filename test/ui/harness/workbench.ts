import type { FrameLocator, Locator, Page } from 'playwright-core';
import { CertificateView, menuItem } from './certificateView';
import { Files } from './files';
import { Notifications } from './notifications';
import { pictureFile, picturesAreWanted } from './pictures';
import type { PlannedConnection, Profile } from './profile';
import { QuickInput } from './quickInput';
import { themeFacts } from './themes';
import type { Theme } from './themes';
import type { Times } from './times';

interface WorkbenchParts {
  readonly page: Page;
  readonly profile: Profile;
  readonly folder: string;
  readonly home: string;
  readonly times: Times;
  readonly close: () => Promise<void>;
}

/** One open VS Code window. The table at the top of openWorkbench.ts says what each part is. */
export class Workbench {
  readonly page: Page;
  /** The workspace folder, and the HOME that the extension host sees. */
  readonly folder: string;
  readonly home: string;
  readonly quickInput: QuickInput;
  readonly tree: CertificateView;
  readonly notifications: Notifications;
  readonly files: Files;
  readonly dialog: Locator;
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
    this.quickInput = new QuickInput(page);
    this.tree = new CertificateView(page);
    this.notifications = new Notifications(page);
    this.files = new Files(page, (title) => this.runCommand(title), folder);
    this.dialog = page.locator('.monaco-dialog-box');
    page.on('console', (message) => this.consoleLines.push(message.text()));
    page.on('pageerror', (error) => this.consoleLines.push(String(error)));
  }

  /** Extensions are known and the first view stands. */
  async waitUntilReady(): Promise<void> {
    await this.tree.icon.waitFor({ timeout: 60_000 });
    await this.waitForTheme();
  }

  async runCommand(title: string): Promise<void> {
    await this.times.of('commands', async () => {
      await this.findInPalette(title);
      await this.quickInput.pick(title);
    });
  }

  /**
   * A menu or dialog that is just closing takes the focus back, and the palette closes with it; and one that opened before
   * VS Code knew the command never comes to know it: open it anew.
   */
  private async findInPalette(title: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      await this.page.keyboard.press('F1');
      try {
        await this.quickInput.input.fill(`>${title}`, { timeout: 3000 });
        return await this.quickInput.row(title).first().waitFor({ timeout: 3000 });
      } catch (error) {
        if (attempt === 6) throw error;
        await this.quickInput.cancel();
      }
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

  async addConnections(...connections: readonly PlannedConnection[]): Promise<void> {
    await this.times.of('connections', () => this.profile.ask({ connections }));
  }

  /** Takes away every message, seen or not, between one test and the next. */
  async clearNotifications(): Promise<void> {
    await this.times.of('clearing', () => this.profile.ask({ commands: ['notifications.clearAll'] }));
  }

  /** As {@link clearNotifications}, and closes every editor and page. What was never saved VS Code asks about: answer that first. */
  async tidy(): Promise<void> {
    await this.times.of('clearing', () => this.profile.ask({ commands: ['workbench.action.closeAllEditors', 'notifications.clearAll'] }));
  }

  readSettings(): string {
    return this.profile.readSettings();
  }

  readLogs(): string {
    return this.profile.readLogs();
  }

  /** For what shows on no screen, such as a file or a log, which is written when its turn comes. The test's time limit ends it. */
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

  async reload(): Promise<void> {
    await this.times.of('reloads', async () => {
      await this.page.reload();
      await this.waitUntilReady();
    });
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
  async screenshot(name: string, themes: readonly Theme[] = [this.profile.theme], show?: () => Promise<void>): Promise<void> {
    if (!picturesAreWanted()) return;
    for (const theme of themes) {
      if (theme !== this.profile.theme) await this.useTheme(theme);
      await show?.();
      await this.takePicture(name);
    }
  }

  /** A picture of the window as it stands, wanted or not. */
  async takePicture(name: string): Promise<void> {
    await this.times.of('pictures', async () => this.page.screenshot({ path: await pictureFile(this.profile.theme, name), animations: 'disabled' }));
  }

  private async waitForTheme(): Promise<void> {
    await this.page.locator(`.monaco-workbench.${themeFacts[this.profile.theme].className}`).waitFor();
  }
}
