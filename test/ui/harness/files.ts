import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { chooseInMenu } from './menu';
import type { User } from './user';

/** The Explorer and text editors. */
export class Files {
  /** The active editor's text area and lines. */
  readonly editor: Locator;

  constructor(
    private readonly page: Page,
    private readonly user: User,
    private readonly runCommand: (title: string) => Promise<void>,
    private readonly folder: { readonly path: string; readonly untilWatched: () => Promise<void> },
  ) {
    this.editor = page.locator('.editor-group-container.active .monaco-editor[role="code"]').first();
  }

  /** A row of the Explorer. */
  row(name: string): Locator {
    return this.page.locator('.explorer-folders-view').getByRole('treeitem', { name, exact: true });
  }

  tab(name: string): Locator {
    return this.page.locator('.tabs-container').getByRole('tab', { name });
  }

  async showExplorer(): Promise<void> {
    const icon = this.page.locator('.activitybar').getByRole('tab', { name: /^Explorer/ });
    if ((await icon.getAttribute('aria-selected')) !== 'true') await this.user.click(icon);
    await this.page.locator('.explorer-folders-view').waitFor();
  }

  /**
   * Writes a file into the workspace folder on disk, once VS Code watches that. What a test writes before its window
   * opens it writes itself; everything later goes through here, or nobody may ever see it.
   */
  async write(name: string, content: string | Uint8Array): Promise<void> {
    await this.untilWatched();
    const path = join(this.folder.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  /** Waits until VS Code watches the folder: for what is written there in another way. */
  async untilWatched(): Promise<void> {
    await this.folder.untilWatched();
  }

  async open(name: string): Promise<void> {
    await this.showExplorer();
    await this.user.doubleClick(this.row(name));
    await this.tab(name).waitFor();
    await this.editor.locator('.view-lines').waitFor();
  }

  /** Unfolds a folder of the Explorer until one of what is in it is seen. */
  async unfold(folder: string, name: string): Promise<void> {
    await this.user.unfold(this.row(folder), this.row(name));
  }

  /** Folds the outline, which has half of the room of the files. */
  async foldOutline(): Promise<void> {
    const header = this.page.locator('.sidebar .pane-header', { hasText: 'Outline' });
    if ((await header.getAttribute('aria-expanded')) === 'true') await this.user.click(header.locator('.title'));
  }

  /** Right-click in the Explorer, and a choice. */
  async contextMenu(name: string, item: string): Promise<void> {
    await this.showExplorer();
    const open = (): Promise<void> => this.user.rightClick(this.row(name));
    await chooseInMenu(this.page, this.user, { label: item, open });
  }

  /** Button in the editor's title bar. */
  titleAction(label: string): Locator {
    return this.page.locator('.editor-group-container.active .editor-actions').getByRole('button', { name: label });
  }

  /** Squiggles in the active editor, by severity. */
  squiggles(severity: 'error' | 'warning' | 'info' | 'hint'): Locator {
    return this.editor.locator(`.squiggly-${severity}`);
  }
}
