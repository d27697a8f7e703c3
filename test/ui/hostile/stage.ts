import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { CommandId } from '../../../src/ids';
import { answers } from '../../gateway/http/faults';
import { shown } from '../../hostile/bait';
import type { FileName, World } from '../../hostile/world';
import { fileNames } from '../../hostile/world';
import type { Workbench } from '../harness/workbench';

/** Goes through a kind of place that VS Code draws, with hostile text in all of it. */
export type Walk = (stage: Stage) => Promise<void>;

const root = join(__dirname, '..', '..', '..');
const words = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Readonly<Record<string, string>>;

/** A command's title as menus have it. */
const titleOf = (command: CommandId): string =>
  words[`command.${command.slice('api7Certificates.'.length)}`] ?? assert.fail(command);

/** The window that is walked through. Whatever it waits for counts as hostile text that was seen. */
export class Stage {
  /** The number of times that the bait was seen as text. */
  seen = 0;

  constructor(
    readonly workbench: Workbench,
    readonly world: World,
  ) {}

  /** From the palette. */
  run(command: CommandId): Promise<void> {
    return this.workbench.runCommand(`API7 Certificates: ${titleOf(command)}`);
  }

  /** From the menu of the first such row in the tree. */
  async inTree(command: CommandId, label: string | RegExp): Promise<void> {
    await this.workbench.tree.open();
    await this.workbench.tree.selectOneAtMost();
    await this.workbench.chooseAt(this.row(label), titleOf(command));
  }

  /** From the Explorer. */
  inExplorer(command: CommandId, name: FileName): Promise<void> {
    return this.workbench.files.contextMenu(fileNames[name], titleOf(command));
  }

  row(label: string | RegExp): Locator {
    return this.workbench.tree.row(label).first();
  }

  /** A message that holds the text, and the bait written out. */
  async says(text: string | RegExp): Promise<void> {
    await this.sees(this.workbench.notifications.message(text).filter({ hasText: shown }));
  }

  /** The quick input is at this step, and shows the bait in its title, prompt or rows. */
  async asks(text: string | RegExp): Promise<void> {
    const { quickInput } = this.workbench;
    await quickInput.step(text);
    await this.sees(quickInput.widget.filter({ hasText: shown }));
  }

  /** The line under an input box says this of the bait. */
  async objects(text: string | RegExp): Promise<void> {
    await this.sees(this.workbench.quickInput.message.filter({ hasText: text }).filter({ hasText: shown }));
  }

  /** The open dialog asks this of the bait. */
  async confirms(text: string | RegExp): Promise<void> {
    await this.sees(this.workbench.dialog.filter({ hasText: text }).filter({ hasText: shown }));
  }

  /**
   * Waits for the bait in a place that shows foreign text as it is, since nothing there makes links: documents, pages,
   * code spans.
   */
  async seesText(target: Locator): Promise<void> {
    await this.sees(target.filter({ hasText: 'door.probe' }));
  }

  async sees(target: Locator): Promise<void> {
    await target.first().waitFor();
    this.seen += 1;
  }

  /** Chooses a file in VS Code's own dialog, which opens `after`. What is drawn in it is no text of ours. */
  async chooseFile(path: string, { after }: { readonly after: () => Promise<void> }): Promise<void> {
    const { page, quickInput } = this.workbench;
    await page.evaluate(() => (window.isInFileDialog = true));
    await after();
    const listed = quickInput.row('..').first();
    await listed.waitFor();
    await quickInput.fill(path);
    await listed.waitFor({ state: 'hidden' });
    await page.evaluate(() => (window.isInFileDialog = false));
  }

  /** The next such request is refused, in the stranger's words. */
  refuses(method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', words: string) {
    return this.world.gateway.faults.add({ method }, answers.json(400, { error_msg: words }), 1);
  }
}
