import * as vscode from 'vscode';
import type { Connection } from '../../../app/connections/connections';
import type { CertificateEntry } from '../../../app/inventory/certificateEntry';
import type { BatchItem } from '../../../app/writes/batch';
import { actionOf, isProposed } from '../../../app/writes/batch';
import { entryWords } from '../../../app/writes/matchText';
import { dayText } from '../../../shared/dayText';
import { toShortText } from '../../../shared/visibleText';
import { titleFor } from '../../prompts/guard';
import { ListBox } from '../../window/boxes';
import type { Row } from '../../window/rows';
import { draftTitle } from '../summary';

/** The person's choice in the table: send what is ticked, or look at one on its own. */
export type TableChoice =
  | { readonly does: 'send'; readonly items: readonly BatchItem[] }
  | { readonly does: 'review'; readonly item: BatchItem }
  | { readonly does: 'openManifest'; readonly item: BatchItem };

type TableRow = Row & { readonly item?: BatchItem };

/** Returns what a row's buttons do, in their order. */
const buttonsOf = (item: BatchItem, { isManaged }: Pick<Table, 'isManaged'>): readonly ('review' | 'openManifest')[] =>
  item.match.kind === 'identical' ? [] : ['review', ...(isManaged(item) ? (['openManifest'] as const) : [])];

export interface Table {
  readonly items: readonly BatchItem[];
  /** Sentences on what was not taken from the files. */
  readonly notes: readonly string[];
  readonly connection: Connection;
  /** Another tool manages what it replaces, or the certificates beside it. */
  readonly isManaged: (item: BatchItem) => boolean;
}

/** Shows every certificate with what it is to the gateway. What cannot be sent cannot be ticked, and says why. */
export function showTable(table: Table): Promise<TableChoice | undefined> {
  const { t } = vscode.l10n;
  const { items, notes, connection } = table;
  return new Promise((resolve) => {
    const pick = new ListBox<TableRow>();
    pick.title = titleFor(connection, t('Upload Certificates to {0}', connection.name));
    pick.placeholder = t('Choose which to upload');
    pick.canSelectMany = true;
    pick.ignoreFocusOut = true;
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    pick.rows = [
      ...items.toSorted(byKind).map((item) => toRow(item, table)),
      ...notes.map((note): TableRow => ({ icon: 'info', label: note, alwaysShow: true })),
    ];
    pick.selected = pick.rows.filter(({ item }) => item && isProposed(item));
    const done = (choice: TableChoice | undefined) => {
      resolve(choice);
      pick.hide();
    };
    pick.onDidChangeSelection((rows) => {
      const sendable = rows.filter(({ item }) => item && actionOf(item));
      if (sendable.length < rows.length) pick.selected = sendable;
    });
    pick.onDidTriggerRowButton(({ item }, button) => {
      const does = item && buttonsOf(item, table)[button];
      if (does) done({ does, item });
    });
    pick.onDidAccept(() => {
      const chosen = pick.selected.flatMap(({ item }) => (item && actionOf(item) ? [item] : []));
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

/** Orders as the confirmation counts: what can be sent first. */
const byKind = (one: BatchItem, other: BatchItem): number =>
  Number(one.problem !== undefined) - Number(other.problem !== undefined) ||
  order.indexOf(one.match.kind) - order.indexOf(other.match.kind);

function toRow(item: BatchItem, table: Pick<Table, 'isManaged'>): TableRow {
  const { draft, checks, problem, twin } = item;
  const { t } = vscode.l10n;
  const { icon, text } = statusOf(item);
  const until = t('until {0}', dayText(draft.leaf.validity.notAfter));
  const warning = checks.find(({ outcome }) => outcome === 'warning')?.sentence;
  const doubts = [problem ?? warning, twin && t('another of these certificates has one of its names: {0}', twin.place)];
  return {
    item,
    icon,
    label: toShortText(draftTitle(draft), 80),
    description: text,
    detail: [...doubts, until, draft.place, keyText(draft)].filter(Boolean).join(' · '),
    buttons: buttonsOf(item, table).map((does) =>
      does === 'review'
        ? { icon: 'edit', tooltip: t('Open It Separately') }
        : { icon: 'go-to-file', tooltip: t('Open Manifest') },
    ),
  };
}

function keyText({ key, place }: BatchItem['draft']): string {
  if (!key) return vscode.l10n.t('no key');
  const name = key.reading.status === 'plain' ? key.reading.key.name : vscode.l10n.t('key');
  return key.place === place ? name : `${name} · ${key.place}`;
}

function statusOf({ draft, match, problem }: BatchItem): { readonly icon: string; readonly text: string } {
  const { t } = vscode.l10n;
  // Its own name is not said twice.
  const words = (entry: CertificateEntry) =>
    entry.title === draftTitle(draft) ? `ID ${toShortText(entry.stored.id, 64)}` : entryWords(entry);
  if (problem !== undefined) return { icon: 'error', text: t('problem') };
  switch (match.kind) {
    case 'new':
      return { icon: 'add', text: t('new') };
    case 'renews':
      return { icon: 'sync', text: t('renews {0}', words(match.entry)) };
    case 'identical':
      return { icon: 'pass', text: t('already there as {0}', words(match.entry)) };
    case 'conflict':
      return { icon: 'warning', text: t('conflicts with {0}', match.entries.slice(0, 2).map(words).join(', ')) };
  }
}
