import * as vscode from 'vscode';
import type { Connections } from '../../app/connections/connections';
import type { CertificateEntry } from '../../app/inventory/certificateEntry';
import type { Inventory } from '../../app/inventory/inventory';
import { groupings, sortings } from '../../app/inventory/order';
import type { Translate } from '../../shared/translate';
import { toVisibleText } from '../../shared/visibleText';
import { DisposableStore } from '../base/disposables';
import type { Log } from '../base/log';
import type { Notify } from '../prompts/notify';
import { groupingWord, sortingWord } from '../text/words';
import type { CertificateTree } from '../tree/certificateTree';
import { TextBox } from '../window/boxes';
import { chooseRow } from '../window/chooseRow';
import { copyText, setStatusBarMessage } from '../window/messages';
import type { CertificatesTarget, ConnectionTarget } from './arguments';

interface TreeServices {
  readonly connections: Connections;
  readonly inventory: Inventory;
  readonly tree: CertificateTree;
  readonly log: Log;
  readonly notify: Notify;
  readonly translate: Translate;
}

type Needs<Name extends keyof TreeServices> = Pick<TreeServices, Name>;

/** Lists the certificates of one connection anew, or of all. */
export const refresh = ({ inventory }: Needs<'inventory'>, { connection }: ConnectionTarget): Promise<void> =>
  inventory.refresh(connection);

/** Stops listing and keeps what has arrived. */
export const cancelLoading = ({ inventory }: Needs<'inventory'>, { connection }: ConnectionTarget): void =>
  inventory.cancel(connection);

/**
 * Copies the ids of the selected certificates, one a line. What would break a line or hide in a terminal is written
 * out.
 */
export async function copyCertificateId(services: Needs<'inventory'>, target: CertificatesTarget): Promise<void> {
  await copyLines(
    entriesOf(services, target).map(({ stored }) => stored.id),
    vscode.l10n.t('ID'),
  );
}

/** Copies the names of the selected certificates, one a line. */
export async function copyCertificateNames(services: Needs<'inventory'>, target: CertificatesTarget): Promise<void> {
  if (target.isSelectionAsked && target.certificates.length === 0) return;
  const names = entriesOf(services, target).flatMap((entry) => entry.names);
  if (names.length > 0) await copyLines(names, vscode.l10n.t('Names'));
  else setStatusBarMessage(vscode.l10n.t('This certificate has no names to copy.'), 5_000);
}

const entriesOf = (
  { inventory }: Needs<'inventory'>,
  { certificates }: CertificatesTarget,
): readonly CertificateEntry[] => certificates.flatMap(({ connection, id }) => inventory.find(connection, id) ?? []);

const copyLines = (lines: readonly string[], label: string): Promise<void> =>
  copyText([...new Set(lines.map(toVisibleText))].join('\n'), label);

export async function groupCertificates({ tree, translate }: Needs<'tree' | 'translate'>): Promise<void> {
  const grouping = await chooseValue(vscode.l10n.t('Group Certificates By'), groupings, {
    current: tree.arrangement.current.grouping,
    toLabel: (value) => groupingWord(value, translate),
  });
  if (grouping) await tree.arrangement.change({ grouping });
}

export async function sortCertificates({ tree, translate }: Needs<'tree' | 'translate'>): Promise<void> {
  const sorting = await chooseValue(vscode.l10n.t('Sort Certificates By'), sortings, {
    current: tree.arrangement.current.sorting,
    toLabel: (value) => sortingWord(value, translate),
  });
  if (sorting) await tree.arrangement.change({ sorting });
}

/** Lets a person choose one of a few values, beginning at the current one, which is marked. */
async function chooseValue<T extends string>(
  title: string,
  values: readonly T[],
  { current, toLabel }: { readonly current: T; readonly toLabel: (value: T) => string },
): Promise<T | undefined> {
  const rows = values.map((value) => ({
    value,
    label: toLabel(value),
    icon: value === current ? 'check' : 'blank',
    ...(value === current && { description: vscode.l10n.t('current') }),
  }));
  const chosen = await chooseRow(rows, { title, active: rows.find(({ value }) => value === current) });
  return chosen?.value;
}

export const clearFilter = ({ tree }: Needs<'tree'>): Promise<void> => tree.arrangement.change({ filter: '' });

/** Asks for words and shows what they leave while they are typed; Escape brings the filter before back. */
export async function filterCertificates({ tree }: Needs<'tree'>): Promise<void> {
  const { arrangement } = tree;
  const before = arrangement.current.filter;
  const isAccepted = await askWhileShowing(before, (filter) => void arrangement.change({ filter }));
  if (!isAccepted) await arrangement.change({ filter: before });
}

/** Resolves to true where the words were accepted. */
function askWhileShowing(before: string, show: (filter: string) => void): Promise<boolean> {
  const owned = new DisposableStore();
  const box = owned.add(new TextBox());
  box.title = vscode.l10n.t('Filter Certificates');
  box.prompt = vscode.l10n.t(
    'All words must be found in names, subject, issuer, ID, serial number, labels, type or state. Leave empty to show all.',
  );
  box.placeholder = vscode.l10n.t('example.com expiring');
  box.value = before;
  return new Promise((resolve) => {
    let isAccepted = false;
    owned.add(box.onDidChangeValue((value) => show(value.trim())));
    owned.add(
      box.onDidAccept(() => {
        isAccepted = true;
        box.hide();
      }),
    );
    owned.add(
      box.onDidHide(() => {
        owned.dispose();
        resolve(isAccepted);
      }),
    );
    box.show();
  });
}

/** Says why a connection shows no certificates, in the gateway's own words, with what can be done about it. */
export function showFailure(
  { connections, inventory, notify }: Needs<'connections' | 'inventory' | 'notify'>,
  target: ConnectionTarget,
): void {
  const connection = connections.find(target.connection ?? '');
  if (!connection) return;
  const state = inventory.state(connection.id);
  if (state.kind !== 'failed') return;
  const { failure } = state;
  if (failure.reason !== 'gateway') return notify.unready(failure, connection);
  notify.failure(failure.error, {
    doing: connection.name,
    connection,
    retry: () => void inventory.refresh(connection.id),
  });
}

/** Opens the extension's log in the Output panel. */
export const showLog = ({ log }: Needs<'log'>): void => log.show();
