import type { Locator, Page } from 'playwright-core';
import { wholeText } from './text';
import type { User } from './user';

const menus = (page: Page): Locator => page.locator('.monaco-menu');

/** An entry of the menu that is open. */
export const menuItem = (page: Page, label: string): Locator =>
  menus(page)
    .locator('.action-menu-item')
    .filter({ has: page.locator('.action-label', { hasText: wholeText(label) }) });

/** By keyboard: a menu takes no click in the first moments after it opened, so that opening it does not choose. */
export async function chooseInMenu(page: Page, user: User, label: string): Promise<void> {
  const item = menuItem(page, label);
  // Pointed at, it gets the focus.
  await user.hover(item);
  await user.press(item, 'Enter');
  await closeMenus(page, user);
}

/** The server build sometimes leaves a menu standing after a choice; and a test may have looked at one only. */
export async function closeMenus(page: Page, user: User): Promise<void> {
  const menu = menus(page);
  while (await menu.first().isVisible()) await user.escapeFrom(menu.last());
}
