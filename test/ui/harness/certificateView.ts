import type { Locator, Page } from 'playwright-core';
import { chooseInMenu } from './menu';
import { wholeText, withDays } from './text';
import type { User } from './user';

/** Our view: its rows, its welcome text, its title bar. */
export class CertificateView {
  readonly container: Locator;
  /** The text and links shown while there are no rows. */
  readonly welcome: Locator;
  readonly rows: Locator;
  /** The list with the focus, to press a key in. */
  readonly list: Locator;
  /** The activity bar's icon; its badge is part of its spoken name. */
  readonly icon: Locator;

  constructor(
    private readonly page: Page,
    private readonly user: User,
    /** Closes menus, dialogs and boxes. */
    private readonly leavePrompts: () => Promise<void>,
  ) {
    this.icon = page.locator('.activitybar').getByRole('tab', { name: /API7 (Certificates|证书)/ });
    this.container = page
      .locator('.sidebar .composite.viewlet, .sidebar .viewlet')
      .filter({ has: page.locator('[id="workbench.view.extension.api7Certificates"]') })
      .or(page.locator('[id="workbench.view.extension.api7Certificates"]'))
      .first();
    this.welcome = page.locator('[id="workbench.view.extension.api7Certificates"] .welcome-view-content');
    this.list = page.locator('.monaco-list:focus-within').first();
    this.rows = page.locator('[id="workbench.view.extension.api7Certificates"]').getByRole('treeitem');
  }

  /** Takes rows out of the selection: while several are selected, no menu of a row has what is for one row alone. */
  async selectOneAtMost(): Promise<void> {
    const selected = this.rows.and(this.page.locator('[aria-selected="true"]'));
    for (let count = await selected.count(); count > 1; count -= 1)
      await this.user.click(selected.last(), { modifiers: ['ControlOrMeta'] });
  }

  /**
   * Brings the view up, if it is not. A click on the icon of a view that is just coming back after a reload hides it:
   * click again.
   */
  async open(): Promise<void> {
    await this.icon.waitFor();
    await this.user.untilSeen(this.container, async () => {
      if (await this.container.isVisible()) return;
      if ((await this.icon.getAttribute('aria-selected')) !== 'true') await this.user.click(this.icon);
    });
  }

  /** The row with this label, whatever its description, and however many days a certificate of that name has left. */
  row(label: string | RegExp): Locator {
    return this.rows.filter({ has: this.page.locator('.label-name', { hasText: withDays(wholeText(label)) }) });
  }

  /** Returns label and description of each row. */
  async texts(): Promise<readonly string[]> {
    return (await this.rows.locator('.monaco-icon-label-container').allInnerTexts()).map((text) =>
      text.replace(/\s+/g, ' ').trim(),
    );
  }

  /** Returns the words of a screen reader for each row. */
  async spoken(): Promise<readonly string[]> {
    return this.rows.evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
  }

  /**
   * Unfolds a row, and folds and unfolds it again where it shows no rows: VS Code answers so where it is asked for them
   * in the very moment in which it takes the tree anew, and keeps to it until the next time.
   */
  async expand(label: string | RegExp): Promise<void> {
    // What is below it may be called the same, and cannot be unfolded.
    const row = this.row(label).and(this.page.locator('[aria-expanded]'));
    for (let attempt = 1; ; attempt += 1) {
      await this.user.unfold(row);
      if (await this.hasRowsBelow(row, { wait: 5_000 })) return;
      if (attempt === 4) throw new Error(`${String(row)} shows no rows`);
      await this.user.click(row.locator('.monaco-tl-twistie'));
    }
  }

  private async hasRowsBelow(row: Locator, { wait }: { readonly wait: number }): Promise<boolean> {
    try {
      await this.page.waitForFunction(
        (element) => {
          const level = Number(element?.getAttribute('aria-level'));
          const next = element?.parentElement?.querySelector(
            `[data-index="${Number(element.getAttribute('data-index')) + 1}"]`,
          );
          return Number(next?.getAttribute('aria-level')) > level;
        },
        await row.elementHandle(),
        { timeout: wait },
      );
      return true;
    } catch {
      return false;
    }
  }

  /** Opens a row's context menu and chooses, with `shows` until that is seen. */
  async contextMenu(label: string | RegExp, item: string, shows?: Locator): Promise<void> {
    const open = (): Promise<void> => this.user.rightClick(this.row(label));
    await this.untilSeen(shows, () => chooseInMenu(this.page, this.user, { label: item, open }));
  }

  /** Clicks an action shown on the row itself while the mouse is over it, with `shows` until that is seen. */
  async inlineAction(label: string | RegExp, action: string, shows?: Locator): Promise<void> {
    const button = this.row(label).getByRole('button', { name: action });
    await this.untilSeen(shows, () =>
      this.user.untilDone(async () => {
        await this.user.hover(this.row(label), button);
        await this.user.click(button, { wait: 10_000 });
      }),
    );
  }

  /**
   * VS Code gives a command no row while it reads the tree anew: it then asks for one, or ends, and is to be run once
   * more.
   */
  private async untilSeen(shows: Locator | undefined, act: () => Promise<void>): Promise<void> {
    if (shows) await this.user.untilSeen(shows, act, { wait: 20_000, between: () => this.leavePrompts() });
    else await act();
  }

  /** An action in the view's title bar. */
  titleAction(action: string): Locator {
    return this.page.locator('.sidebar .composite.title, .sidebar .pane-header').getByRole('button', { name: action });
  }

  /** A choice in the "…" menu of the view's title bar; the one above it is that of all views. */
  async moreAction(item: string): Promise<void> {
    const more = this.page
      .locator('.sidebar .pane-header')
      .filter({ hasText: 'Gateways' })
      .getByRole('button', { name: 'More Actions...' });
    await chooseInMenu(this.page, this.user, { label: item, open: () => this.user.click(more) });
  }

  /** Link or button of the welcome text. */
  welcomeAction(label: string): Locator {
    return this.welcome.getByRole('button', { name: label }).or(this.welcome.getByRole('link', { name: label }));
  }
}
