import { setTimeout } from 'node:timers/promises';
import type { QuickPickItem } from 'vscode';
import * as vscode from 'vscode';
import { wholeText } from '../../ui/harness/text';
import { holds } from './holds';
import type { RecordedBox } from './recordedBox';
import type { RecordedWindow } from './recordedWindow';

/** VS Code tells its window of what was set on a box when its turn comes: a command that follows comes after it. */
const untilSent = (): Promise<void> => setTimeout(0);

/** The quick pick or input box that is open. A step must be shown before it is answered: each call waits for it. */
export class QuickInput {
  constructor(private readonly recorded: RecordedWindow) {}

  /** The box that is open. */
  get shown(): RecordedBox | undefined {
    return this.recorded.boxes.findLast((box) => box.isShown);
  }

  /** Waits for the step with this title, or with this placeholder or prompt. */
  async step(text: string | RegExp): Promise<RecordedBox> {
    return this.until(
      (box) => [box.inner.title ?? '', box.message, box.inner.placeholder ?? ''].some((each) => holds(each, text)),
      `the step “${String(text)}”`,
    );
  }

  /** Waits for the row with this label. */
  async row(label: string | RegExp): Promise<QuickPickItem> {
    const box = await this.until((each) => this.rowIn(each, label) !== undefined, `the row “${String(label)}”`);
    return this.rowIn(box, label) ?? this.fail(`the row “${String(label)}”`);
  }

  /** Chooses the row with this label. */
  async pick(label: string | RegExp): Promise<void> {
    await this.untilAccepted(() => this.activate(label));
  }

  /** Ticks the row of a pick that takes several. */
  async tick(label: string | RegExp): Promise<void> {
    const { list } = await this.activate(label);
    const told = new Promise<void>((resolve) => {
      const subscription = list.onDidChangeSelection(() => {
        subscription.dispose();
        resolve();
      });
    });
    await vscode.commands.executeCommand('workbench.action.quickPickManyToggle');
    await told;
  }

  /** Types over what stands in the input, and leaves it open. */
  async type(text: string): Promise<void> {
    const box = await this.until(({ inner }) => inner.enabled, 'a box to type in');
    await box.type(text);
  }

  /** Types over what stands in the input, and accepts it. */
  async fill(text: string): Promise<void> {
    await this.type(text);
    await this.accept();
  }

  async accept(): Promise<void> {
    await this.untilAccepted(async () => {
      const box = await this.until(({ inner }) => inner.enabled, 'a box to accept');
      box.chosen = undefined;
      await untilSent();
      return box;
    });
  }

  /** Leaves for good. */
  async cancel(): Promise<void> {
    const box = await this.until(() => true, 'a box to leave');
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await this.recorded.texts.until(
      () => (box.isShown ? undefined : true),
      () => 'The box stays',
    );
  }

  /** Leaves a step that comes back to the one before. */
  async leaveStep(): Promise<void> {
    await this.cancel();
  }

  /** Goes back by the button in the title bar. */
  async back(): Promise<void> {
    await this.until(
      ({ inner }) => inner.buttons.includes(vscode.QuickInputButtons.Back),
      'a box from which one can go back',
    );
    await untilSent();
    await vscode.commands.executeCommand('workbench.action.quickInputBack');
  }

  /** Labels of the rows. */
  async labels(): Promise<readonly string[]> {
    const { rows } = await this.until((box) => box.rows.length > 0, 'rows');
    return rows.map(({ label }) => label);
  }

  /** What a screen reader says of the rows: label, description and detail. */
  async spoken(): Promise<readonly string[]> {
    const { rows } = await this.until((box) => box.rows.length > 0, 'rows');
    return rows.map(({ label, description, detail }) => [label, description, detail].filter(Boolean).join(', '));
  }

  /** Waits until the line below a text says this. */
  async says(text: string | RegExp): Promise<void> {
    await this.until(({ message }) => holds(message, text), `the line “${String(text)}”`);
  }

  /** Waits until the open box is so. */
  async until(isSo: (box: RecordedBox) => boolean, what: string): Promise<RecordedBox> {
    return this.recorded.texts.until(
      () => {
        const { shown } = this;
        return shown && isSo(shown) ? shown : undefined;
      },
      () => this.complaint(what),
    );
  }

  /** Presses Enter, once more where another row took the place of the one that was meant. */
  private async untilAccepted(prepare: () => Promise<RecordedBox>): Promise<void> {
    for (let tries = 0; tries < 20; tries += 1) {
      const box = await prepare();
      const { entered, accepted } = box;
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await this.recorded.texts.until(
        () => (box.entered > entered ? true : undefined),
        () => this.complaint('a box that takes Enter'),
      );
      if (box.accepted > accepted) return;
    }
    throw new Error(this.complaint('the row that was meant'));
  }

  private async activate(label: string | RegExp): Promise<RecordedBox> {
    const row = await this.row(label);
    const box = await this.until(({ inner }) => inner.enabled, 'a box to choose in');
    box.chosen = row.label;
    box.list.activeItems = [row];
    await untilSent();
    return box;
  }

  private rowIn(box: RecordedBox, label: string | RegExp): QuickPickItem | undefined {
    const wanted = wholeText(label);
    return box.rows.find((row) => wanted.test(row.label));
  }

  private complaint(what: string): string {
    const said = this.recorded.messages.map(({ text }) => text);
    return `There is not ${what}, but ${this.shown?.text ?? 'no box'}; messages: ${said.join('; ')}`;
  }

  private fail(what: string): never {
    throw new Error(this.complaint(what));
  }
}
