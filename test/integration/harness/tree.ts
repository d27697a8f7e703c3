import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TreeItem, TreeView } from 'vscode';
import * as vscode from 'vscode';
import type { CommandId } from '../../../src/ids';
import { wholeText, withDays } from '../../ui/harness/text';
import type { RecordedWindow } from './recordedWindow';

interface FoundRow {
  readonly row: unknown;
  readonly item: TreeItem;
  readonly label: string;
}

interface MenuItem {
  readonly command: string;
  readonly when: string;
}
const { contributes } = JSON.parse(readFileSync(join(__dirname, '..', '..', '..', 'package.json'), 'utf8')) as {
  readonly contributes: { readonly menus: Readonly<Record<string, readonly MenuItem[]>> };
};

/** One of our views. */
export class Tree {
  constructor(
    private readonly recorded: RecordedWindow,
    private readonly id: string,
  ) {}

  get view(): TreeView<unknown> {
    const { view } = this.recorded.trees.get(this.id) ?? {};
    if (!view) throw new Error(`There is no view ${this.id}`);
    return view;
  }

  async open(): Promise<void> {
    await vscode.commands.executeCommand(`${this.id}.focus`);
    await this.recorded.texts.until(
      () => (this.recorded.trees.get(this.id)?.view.visible === true ? true : undefined),
      () => `The view ${this.id} does not come up`,
    );
  }

  /** Waits for the first row with this label, whatever its days. */
  async row(label: string | RegExp, isSo: (text: string) => boolean = () => true): Promise<FoundRow> {
    const wanted = withDays(wholeText(label));
    return this.until(
      (each) => wanted.test(each.label) && isSo(textOfRow(each)),
      `No row is called “${String(label)}”`,
    );
  }

  /** Waits for the first row of which this is so. */
  async until(isSo: (row: FoundRow) => boolean, complaint: string): Promise<FoundRow> {
    let last: readonly FoundRow[] = [];
    return this.recorded.texts.until(
      async () => (last = await this.rows()).find(isSo),
      () => `${complaint}, but: ${last.map(({ label }) => label).join('; ')}`,
    );
  }

  /** Waits until so many rows have this label. */
  async count(label: string, wanted: number): Promise<void> {
    let found = 0;
    await this.recorded.texts.until(
      async () => {
        found = (await this.rows()).filter((each) => each.label === label).length;
        return found === wanted ? true : undefined;
      },
      () => `“${label}” stands in ${found} rows, not in ${wanted}`,
    );
  }

  /** Waits until the view says this above its rows. */
  async says(text: string): Promise<void> {
    await this.recorded.texts.until(
      () => (this.recorded.trees.get(this.id)?.view.message?.includes(text) ? true : undefined),
      () => `The view says: ${this.recorded.trees.get(this.id)?.view.message ?? ''}`,
    );
  }

  /** Waits until no row has this label. */
  async untilGone(label: string | RegExp): Promise<void> {
    const wanted = withDays(wholeText(label));
    await this.recorded.texts.until(
      async () => ((await this.rows()).some((each) => wanted.test(each.label)) ? undefined : true),
      () => `The row “${String(label)}” stays`,
    );
  }

  /** Every row, as the view would show them with all unfolded. */
  async rows(): Promise<readonly FoundRow[]> {
    const tree = this.recorded.trees.get(this.id);
    if (!tree) return [];
    const { provider } = tree;
    const below = async (parent?: unknown): Promise<readonly FoundRow[]> => {
      const found: FoundRow[] = [];
      for (const row of (await provider.getChildren(parent)) ?? []) {
        const item = await provider.getTreeItem(row);
        found.push({ row, item, label: typeof item.label === 'string' ? item.label : (item.label?.label ?? '') });
        if (item.collapsibleState !== vscode.TreeItemCollapsibleState.None) found.push(...(await below(row)));
      }
      return found;
    };
    const rows = await below();
    this.recorded.texts.note(
      `view ${this.id}.getTreeItem`,
      rows.map(({ item }) => item),
    );
    return rows;
  }

  /** The tooltip of a row, as VS Code asks for it when the mouse is over it. */
  async tooltip({ row, item }: FoundRow): Promise<string> {
    const { provider } = this.recorded.trees.get(this.id) ?? {};
    const { token } = new vscode.CancellationTokenSource();
    const resolved = (await provider?.resolveTreeItem?.(item, row, token)) ?? item;
    this.recorded.texts.note(`view ${this.id}.resolveTreeItem`, resolved);
    const { tooltip = '' } = resolved;
    return typeof tooltip === 'string' ? tooltip : tooltip.value;
  }

  /** Selects the row with this label, as a click does. */
  async select(label: string | RegExp): Promise<void> {
    const { row } = await this.row(label);
    await this.recorded.trees.get(this.id)?.view.reveal(row, { select: true, focus: false });
  }

  /** Drops a file of the workspace on the row with this label. */
  async drop(label: string | RegExp, path: string): Promise<void> {
    const { row } = await this.row(label);
    const { controller } = this.recorded.trees.get(this.id) ?? {};
    const { token } = new vscode.CancellationTokenSource();
    const transfer = new vscode.DataTransfer();
    transfer.set('text/uri-list', new vscode.DataTransferItem(vscode.Uri.file(path).toString()));
    await controller?.handleDrop?.(row, transfer, token);
  }

  /** Waits until the row with this label is selected, whatever its days. */
  async untilSelected(label: string | RegExp): Promise<void> {
    const wanted = withDays(wholeText(label));
    const selected = async (): Promise<readonly string[]> => {
      const { provider, view } = this.recorded.trees.get(this.id) ?? {};
      const items = await Promise.all((view?.selection ?? []).map((row) => provider?.getTreeItem(row)));
      return items.map((item) => (typeof item?.label === 'string' ? item.label : (item?.label?.label ?? '')));
    };
    let last: readonly string[] = [];
    await this.recorded.texts.until(
      async () => {
        last = await selected();
        return last.length === 1 && wanted.test(last[0] ?? '') ? true : undefined;
      },
      () => `Selected is not “${String(label)}”, but: ${last.join('; ')}`,
    );
  }

  /** Rows as their menu hands them over: the row, and all that are selected where those are several. */
  async choose(command: CommandId, ...labels: readonly (string | RegExp)[]): Promise<readonly unknown[]> {
    const rows: FoundRow[] = [];
    for (const label of labels) rows.push(await this.row(label));
    const [first] = rows;
    if (!first) throw new Error('No row is chosen');
    if (!isInMenu(command, { view: this.id, viewItem: first.item.contextValue ?? '', count: rows.length }))
      throw new Error(`${command} is not in the menu of “${first.label}” (${first.item.contextValue ?? ''})`);
    return [first.row, rows.length > 1 ? rows.map(({ row }) => row) : undefined];
  }
}

/** Label and description of a row. */
export const textOfRow = ({ label, item }: FoundRow): string =>
  `${label} ${typeof item.description === 'string' ? item.description : ''}`;

/** Whether package.json has the command in the menu of such a row. */
function isInMenu(
  command: CommandId,
  { view, viewItem, count }: { readonly view: string; readonly viewItem: string; readonly count: number },
): boolean {
  const isTrue = (term: string): boolean => {
    const negated = /^!\(?(.*?)\)?$/.exec(term.trim());
    if (negated?.[1] !== undefined) return !isTrue(negated[1]);
    const pattern = /^viewItem =~ \/(.*)\/$/.exec(term.trim());
    if (pattern?.[1] !== undefined) return new RegExp(pattern[1]).test(viewItem);
    const values: Readonly<Record<string, boolean>> = {
      [`view == ${view}`]: true,
      listMultiSelection: count > 1,
      listDoubleSelection: count === 2,
      isWorkspaceTrusted: true,
    };
    return values[term.trim()] ?? false;
  };
  return (contributes.menus['view/item/context'] ?? []).some(
    (item) => item.command === command && item.when.split('&&').every(isTrue),
  );
}
