import * as vscode from 'vscode';
import { actionOf, isProposed } from '../../app/batch';
import type { BatchItem } from '../../app/batch';
import type { Connection } from '../../app/connections';
import { entryWords } from '../../app/matchText';
import { toShortText, toVisibleText } from '../../shared/visibleText';
import { titleFor } from '../guard';
import { titleOf } from '../upload/summary';

/** What the person did in the table: send what is ticked, or look at one on its own. */
export type TableChoice = { readonly does: 'send'; readonly items: readonly BatchItem[] } | { readonly does: 'review'; readonly item: BatchItem };

type Row = vscode.QuickPickItem & { readonly item?: BatchItem };

export interface Table {
  readonly items: readonly BatchItem[];
  /** What was not taken from the files, in sentences. */
  readonly notes: readonly string[];
  readonly connection: Connection;
}

/** Every certificate with what it is to the gateway. What cannot be sent cannot be ticked, and says why. */
export function showTable({ items, notes, connection }: Table): Promise<TableChoice | undefined> {
  const { t } = vscode.l10n;
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick<Row>();
    pick.title = titleFor(connection, t('Upload Certificates to {0}', toVisibleText(connection.name)));
    pick.placeholder = t('Choose which to upload');
    pick.canSelectMany = true;
    pick.ignoreFocusOut = true;
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    pick.items = [...items.toSorted(byKind).map(toRow), ...notes.map((note): Row => ({ label: `$(info) ${toVisibleText(note)}`, alwaysShow: true }))];
    pick.selectedItems = pick.items.filter(({ item }) => item && isProposed(item));
    const done = (choice: TableChoice | undefined) => {
      resolve(choice);
      pick.hide();
    };
    pick.onDidChangeSelection((rows) => {
      const sendable = rows.filter(({ item }) => item && actionOf(item));
      if (sendable.length < rows.length) pick.selectedItems = sendable;
    });
    pick.onDidTriggerItemButton(({ item: { item } }) => item && done({ does: 'review', item }));
    pick.onDidAccept(() => {
      const chosen = pick.selectedItems.flatMap(({ item }) => (item && actionOf(item) ? [item] : []));
      if (chosen.length > 0) done({ does: 'send', items: chosen });
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

const order = ['new', 'renews', 'conflict', 'identical'] as const;

/** What can be sent first, as it is counted in the confirmation. */
const byKind = (one: BatchItem, other: BatchItem): number =>
  Number(one.problem !== undefined) - Number(other.problem !== undefined) || order.indexOf(one.match.kind) - order.indexOf(other.match.kind);

function toRow(item: BatchItem): Row {
  const { draft, checks } = item;
  const { t } = vscode.l10n;
  const { icon, text } = standingOf(item);
  const warning = checks.find(({ outcome }) => outcome === 'warning')?.sentence;
  const until = t('until {0}', new Date(draft.leaf.validity.notAfter).toISOString().slice(0, 10));
  const key = draft.key?.reading.status === 'plain' ? `${draft.key.reading.key.name} · ${draft.key.place}` : (draft.key?.place ?? t('no key'));
  const detail = item.problem ?? [warning, item.twin && t('another certificate of these has the same names: {0}', item.twin.place)].filter(Boolean).join(' · ');
  return {
    item,
    label: `$(${icon}) ${toShortText(titleOf(draft), 80)}`,
    description: toVisibleText(`${text} · ${until} · ${draft.place} · ${key}`),
    ...(detail && { detail: toVisibleText(detail) }),
    ...(item.match.kind !== 'identical' && { buttons: [{ iconPath: new vscode.ThemeIcon('edit'), tooltip: t('Look at It on Its Own') }] }),
  };
}

function standingOf({ match, problem }: BatchItem): { readonly icon: string; readonly text: string } {
  const { t } = vscode.l10n;
  if (problem !== undefined) return { icon: 'error', text: t('problem') };
  switch (match.kind) {
    case 'new':
      return { icon: 'add', text: t('new') };
    case 'renews':
      return { icon: 'sync', text: t('renews {0}', entryWords(match.entry)) };
    case 'identical':
      return { icon: 'pass', text: t('already there as {0}', entryWords(match.entry)) };
    case 'conflict':
      return { icon: 'warning', text: t('conflicts with {0}', match.entries.slice(0, 2).map(entryWords).join(', ')) };
  }
}
