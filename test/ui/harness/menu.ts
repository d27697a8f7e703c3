import type { Locator, Page } from 'playwright-core';
import { wholeText } from './text';
import type { User } from './user';

const menus = (page: Page): Locator => page.locator('.monaco-menu');

/** An entry of the menu that is open. */
export const menuItem = (page: Page, label: string): Locator =>
  menus(page)
    .locator('.action-menu-item')
    .filter({ has: page.locator('.action-label', { hasText: wholeText(label) }) });

/**
 * Opens a menu and chooses in it, and opens it again where it closed before: VS Code closes one as the rows below it
 * are drawn anew. By keyboard, since a menu takes no click in the first moments after it opened.
 */
export async function chooseInMenu(page: Page, user: User, { label, open, wait = 10_000 }: Choice): Promise<void> {
  const item = menuItem(page, label);
  await user.untilDone(
    async () => {
      await open();
      // Pointed at, it gets the focus.
      await user.hover(item, undefined, { wait });
      await user.press(item, 'Enter', { wait });
    },
    () => closeMenus(page, user),
  );
  await closeMenus(page, user);
}

interface Choice {
  readonly label: string;
  readonly open: () => Promise<void>;
  /** Milliseconds to wait for the menu's entry: long enough for a busy machine. */
  readonly wait?: number;
}

/** The server build sometimes leaves a menu standing after a choice; and a test may have looked at one only. */
export async function closeMenus(page: Page, user: User): Promise<void> {
  const menu = menus(page);
  while (await menu.first().isVisible()) await user.escapeFrom(menu.last());
}
