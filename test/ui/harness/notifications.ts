import type { Locator, Page } from 'playwright-core';
import type { User } from './user';

/** The messages at the bottom right. */
export class Notifications {
  readonly all: Locator;

  constructor(
    private readonly page: Page,
    private readonly user: User,
  ) {
    this.all = page.locator('.notifications-toasts .notification-list-item');
  }

  /** The message that holds this text. */
  message(text: string | RegExp): Locator {
    return this.all.filter({ has: this.page.locator('.notification-list-item-message', { hasText: text }) });
  }

  async texts(): Promise<readonly string[]> {
    return this.all.locator('.notification-list-item-message').allInnerTexts();
  }

  /**
   * Waits for the message and presses its button, which closes it. One that moves as another goes, between press and
   * release, gets no click: then it is pressed once more.
   */
  async press(text: string | RegExp, button: string): Promise<void> {
    const target = this.message(text).first().getByRole('button', { name: button });
    await target.waitFor();
    const seen = await target.elementHandle();
    await this.user.untilDone(async () => {
      if (!(await seen?.isVisible())) return;
      await this.user.click(target);
      await seen?.waitForElementState('hidden', { timeout: 5_000 });
    });
  }
}
