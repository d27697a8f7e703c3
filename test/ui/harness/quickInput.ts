import type { Locator, Page } from 'playwright-core';
import { wholeText } from './text';
import type { User } from './user';

/**
 * The quick pick or input box at the top of the workbench. A step must be on screen before it is answered: each call
 * waits for it.
 */
export class QuickInput {
  readonly widget: Locator;
  readonly input: Locator;
  readonly title: Locator;
  /** The line under an input box: its prompt, or what is wrong with the text. */
  readonly message: Locator;
  readonly rows: Locator;

  constructor(
    private readonly page: Page,
    private readonly user: User,
  ) {
    this.widget = page.locator('.quick-input-widget');
    this.input = this.widget.locator('.quick-input-box input');
    this.title = this.widget.locator('.quick-input-title');
    this.message = this.widget.locator('.quick-input-message');
    this.rows = this.widget.locator('.quick-input-list .monaco-list-row');
  }

  /** Waits for the step with this title, or with this placeholder or prompt. */
  async step(text: string | RegExp): Promise<void> {
    await this.at(text).waitFor();
  }

  /** The title, prompt or placeholder of the step that has this text. */
  at(text: string | RegExp): Locator {
    return this.title
      .filter({ hasText: text, visible: true })
      .or(this.message.filter({ hasText: text, visible: true }))
      .or(this.widget.getByPlaceholder(text))
      .first();
  }

  /** The row with this label. */
  row(label: string | RegExp): Locator {
    return this.rows.filter({
      has: this.page
        .locator('.quick-input-list-row')
        .first()
        .locator('.label-name', { hasText: wholeText(label) }),
    });
  }

  /** Chooses the row with this label, one of the rows on screen. */
  async pick(label: string | RegExp): Promise<void> {
    await this.user.click(this.row(label).first());
  }

  /** Ticks the row of a pick that takes several. */
  async tick(label: string | RegExp): Promise<void> {
    await this.user.click(this.row(label).first().getByRole('checkbox'));
  }

  /** Types over what stands in the input, and leaves it open. */
  async type(text: string): Promise<void> {
    await this.input.fill(text);
    await this.user.untilFocused(this.input);
  }

  /** Types over what stands in the input, and accepts it. */
  async fill(text: string): Promise<void> {
    await this.type(text);
    await this.accept();
  }

  async accept(): Promise<void> {
    await this.user.pressIn(this.input, 'Enter');
  }

  /** Leaves for good. */
  async cancel(): Promise<void> {
    await this.user.pressIn(this.input, 'Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }

  /** Leaves a step that comes back to the one before. */
  async leaveStep(): Promise<void> {
    await this.user.pressIn(this.input, 'Escape');
  }

  /** Goes back by the button in the title bar. */
  async back(): Promise<void> {
    await this.user.click(this.button('Back'));
  }

  /** A button in the title bar: "Back", or one of ours by its tooltip. */
  button(label: string): Locator {
    return this.widget.getByRole('button', { name: label });
  }

  /** Labels of the rows on screen. */
  async labels(): Promise<readonly string[]> {
    await this.rows.first().waitFor();
    return this.rows.locator('.quick-input-list-row:first-child .label-name').allInnerTexts();
  }

  /** Full text of the rows on screen as a screen reader says them: label, description, detail. */
  async spoken(): Promise<readonly string[]> {
    await this.rows.first().waitFor();
    return this.rows.evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
  }
}
