import * as vscode from 'vscode';
import type { Scheduler } from '../../app/base/scheduler';
import { Throttle } from '../../app/base/throttle';
import { gatewayKey } from '../../app/connections/connection';
import type { Connections } from '../../app/connections/connections';
import type { Arranged } from '../../app/inventory/arrange';
import type { CertificateIndex } from '../../app/inventory/certificateIndex';
import { ExpiryWatch } from '../../app/inventory/expiryWatch';
import type { ConnectionState, Inventory } from '../../app/inventory/inventory';
import { sharesName } from '../../app/inventory/serving';
import type { CertificateState, Clock } from '../../app/inventory/stateCounts';
import { addCounts } from '../../app/inventory/stateCounts';
import type { HostList } from '../../app/usage/hostList';
import type { KnownUses } from '../../app/usage/knownUses';
import type { ServedHosts } from '../../app/usage/servedHosts';
import type { Journal } from '../../app/writes/journal';
import type { CertificateType } from '../../core/model';
import { typeWord } from '../../core/typeWord';
import type { ViewId } from '../../ids';
import type { Cooperative } from '../../shared/cooperative';
import type { Event } from '../../shared/emitter';
import type { Translate } from '../../shared/translate';
import { hostTurns, inHostSlices } from '../../shared/turns';
import { toShortText } from '../../shared/visibleText';
import { Contexts } from '../base/contexts';
import { DisposableStore } from '../base/disposables';
import { onReturn } from '../base/passingTime';
import { wordingOf } from '../base/wording';
import type { Wording } from '../text/words';
import { stateWord } from '../text/words';
import { setStatusBarMessage } from '../window/messages';
import { revealRow, setViewDescription, setViewMessage } from '../window/treeTexts';
import type { Memory } from './arrangementStore';
import { ArrangementStore } from './arrangementStore';
import { dropFiles } from './dragAndDrop';
import { ListedTimes } from './listedTimes';
import { LoadingProgress } from './loadingProgress';
import { RowModel } from './rowModel';
import type { Row, ShownHosts } from './rows';
import { badgeText, clockText } from './rowText';
import { SelectedConnection } from './selectedConnection';
import { toTreeItem } from './treeItem';
import type { ViewFacts } from './viewState';
import { toViewMessage, toViewState } from './viewState';

export interface CertificateTreeParts {
  readonly connections: Pick<Connections, 'all' | 'problems' | 'onDidChange'>;
  readonly inventory: Inventory;
  readonly journal: Pick<Journal, 'unfinished' | 'onDidChange'>;
  readonly uses: Pick<KnownUses, 'served' | 'failure' | 'onDidChange'>;
  readonly settings: {
    /** Null: by the lifetime. */
    readonly expiryWarningDays: number | null;
    readonly showBadge: boolean;
    /** Lists are read though nobody looks at them. */
    readonly watchesExpiry: boolean;
    /** Minutes. */
    readonly refreshAfter: number;
    readonly onDidChange: Event<unknown>;
  };
  /** Storages for the arrangement: global and workspace state. */
  readonly memories: { readonly user: Memory; readonly window: Memory };
  readonly scheduler: Scheduler;
  readonly now: () => number;
  readonly translate: Translate;
}

const viewId: ViewId = 'api7Certificates.inventory';

/** Milliseconds between two redraws while pages pour in. */
const redrawInterval = 400;

/** Milliseconds after activation until what counts them asks for the certificates of a view nobody has opened yet. */
const badgeDelay = 1_500;

/** The tree view: draws what the inventory knows, and sees to it that the inventory is loaded once somebody looks. */
export class CertificateTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new vscode.EventEmitter<undefined>());
  private readonly progress = this.owned.add(new LoadingProgress(viewId));
  private readonly contexts = new Contexts();
  private readonly redraw: Throttle;
  private readonly expiry: ExpiryWatch;
  private readonly view: vscode.TreeView<Row>;
  private readonly selected: SelectedConnection;
  private readonly listedTimes: ListedTimes;
  private wording: Wording;
  private model: RowModel;
  private isStarted = false;
  /** Counts draws, so that a late one changes nothing. */
  private turn = 0;
  /** The hosts of each connection, made of what was last known of uses. */
  private readonly hostLists = new Map<string, { readonly served: ServedHosts; readonly list: HostList }>();

  readonly onDidChangeTreeData = this.changes.event;
  /** The connection that the selected rows belong to; undefined where none is selected, or several are. */
  readonly onDidSelectConnection: Event<string | undefined>;
  /** The grouping, sorting and filter of the rows. */
  readonly arrangement: ArrangementStore;

  constructor(private readonly parts: CertificateTreeParts) {
    const { inventory, connections, settings, scheduler, now, journal } = parts;
    this.arrangement = this.owned.add(new ArrangementStore(parts.memories));
    this.redraw = this.owned.add(new Throttle({ scheduler, now, interval: redrawInterval, action: () => this.draw() }));
    this.expiry = this.owned.add(new ExpiryWatch(scheduler, () => this.redraw.request()));
    this.listedTimes = this.owned.add(new ListedTimes({ inventory, now, maxAge: () => settings.refreshAfter }));
    this.wording = this.toWording();
    this.model = this.toModel(new Map());
    this.view = this.owned.add(
      vscode.window.createTreeView<Row>(viewId, {
        treeDataProvider: this,
        showCollapseAll: true,
        canSelectMany: true,
        dragAndDropController: dropFiles,
      }),
    );
    this.selected = this.owned.add(new SelectedConnection({ selection: () => this.view.selection, scheduler }));
    this.onDidSelectConnection = this.selected.onDidChange;
    this.owned.add(this.view.onDidChangeSelection(() => this.selected.read()));
    for (const event of [
      inventory.onDidChange,
      connections.onDidChange,
      journal.onDidChange,
      settings.onDidChange,
      this.arrangement.onDidChange,
    ])
      this.owned.add(event(() => this.redraw.request()));
    // Rows drawn anew take the ground from under an open menu: only where they show something else.
    this.owned.add(
      parts.uses.onDidChange(() => {
        if (this.arrangement.current.grouping === 'host') this.redraw.request();
      }),
    );
    this.owned.add(
      onReturn(() => {
        this.listedTimes.refreshOld();
        this.expiry.catchUp(now());
      }),
    );
    this.owned.add(this.view.onDidChangeVisibility(({ visible }) => visible && this.start()));
    this.owned.add(scheduler.after(badgeDelay, () => settings.watchesExpiry && this.start()));
    if (this.view.visible) this.start();
    this.redraw.flush();
  }

  get selection(): readonly Row[] {
    return this.view.selection;
  }

  /** VS Code asks for all rows of a list at once. */
  getTreeItem(row: Row): vscode.TreeItem | Promise<vscode.TreeItem> {
    return hostTurns.spread(() => this.toItem(row));
  }

  private toItem(row: Row): vscode.TreeItem {
    const { filter } = this.arrangement.current;
    const { inventory } = this.parts;
    const table = row.kind === 'certificate' ? inventory.certificates(row.connection.id)?.lastServingTable : undefined;
    return toTreeItem(row, {
      ...(table && row.kind === 'certificate' && { sharesName: sharesName(row.entry, table) }),
      state: row.connection && inventory.state(row.connection.id),
      asOf: row.connection && this.listedTimes.of(row.connection.id),
      isFiltered: filter !== '',
      wording: this.wording,
    });
  }

  getChildren(row?: Row): Row[] {
    this.selected.readLater();
    return [...(row ? this.model.children(row) : this.model.roots())];
  }

  getParent(row: Row): Row | undefined {
    return row.parent;
  }

  async resolveTreeItem(item: vscode.TreeItem, row: Row, token: vscode.CancellationToken): Promise<vscode.TreeItem> {
    if (row.kind !== 'certificate') return item;
    const { inventory, uses } = this.parts;
    const { id, dialect } = row.connection;
    const isWanted = (): boolean => !token.isCancellationRequested;
    const { hoverTooltip } = await import('./hoverTooltip');
    const certificates = inventory.certificates(id);
    item.tooltip = await hoverTooltip(row.entry, {
      wording: this.wording,
      served: uses.served(id),
      table: certificates && (await inHostSlices(certificates.servingTableSteps(dialect), isWanted)),
      isWanted,
    });
    return item;
  }

  /** The view is in sight. */
  get isVisible(): boolean {
    return this.view.visible;
  }

  /** Opens the view with this certificate's row selected. A filter that hides it is cleared, and that is said. */
  async reveal(
    connectionId: string,
    certificateId: string,
    { focus = true }: { readonly focus?: boolean } = {},
  ): Promise<void> {
    await this.draw();
    const find = (): Promise<Row | undefined> => inHostSlices(this.model.rowOfSteps(connectionId, certificateId));
    const entry = this.parts.inventory.find(connectionId, certificateId);
    let row = await find();
    if (!row && entry && this.arrangement.current.filter !== '') {
      await this.arrangement.change({ filter: '' });
      await this.draw();
      setStatusBarMessage(vscode.l10n.t('The filter was cleared to show {0}.', toShortText(entry.title, 60)), 8_000);
      row = await find();
    }
    for (let tries = 3; row && tries > 0; tries -= 1) {
      if (await revealRow(this.view, row, { focus })) return;
      // Mostly enough: VS Code is done with the rows by then. Drawing them has it read them once more.
      if (await revealRow(this.view, row, { focus })) return;
      await this.draw();
      row = await find();
    }
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** Asks for the first listing, once: when the view is first seen, or soon after activation for the badge. */
  private start(): void {
    if (this.isStarted) return;
    this.isStarted = true;
    void this.parts.inventory.refresh();
  }

  /**
   * Arranges in slices what the inventory has, and shows it. Resolves when that is done, or when a later call does it.
   */
  private async draw(): Promise<void> {
    const turn = ++this.turn;
    const wording = this.toWording();
    // The code for hosts is loaded with the first of them.
    const byHost = this.arrangement.current.grouping === 'host' ? await loadHosts() : undefined;
    const arranged = await inHostSlices(this.arrangeAll(wording, byHost), () => turn === this.turn);
    if (!arranged || turn !== this.turn || this.owned.isDisposed) return;
    const facts = this.facts();
    this.wording = wording;
    this.model = this.toModel(arranged.certificates, arranged.hosts);
    this.changes.fire(undefined);
    const { filter } = this.arrangement.current;
    const isLoading = this.states().some(({ kind }) => kind === 'loading');
    this.contexts.set('api7Certificates.viewState', toViewState(facts));
    this.contexts.set('api7Certificates.isLoading', isLoading);
    this.contexts.set('api7Certificates.isFiltered', filter !== '');
    this.progress.show(isLoading);
    setViewMessage(this.view, toViewMessage(facts, { filter, shown: () => this.model.shown(), wording }));
    setViewDescription(this.view, this.asOf(wording));
    this.view.badge = this.toBadge(wording);
    this.watchExpiry(wording.clock);
  }

  private *arrangeAll(
    wording: Wording,
    byHost: ByHost | undefined,
  ): Cooperative<{
    readonly certificates: ReadonlyMap<string, Arranged>;
    readonly hosts: ReadonlyMap<string, ShownHosts> | undefined;
  }> {
    const certificates = yield* this.arrangeSteps(wording);
    if (!byHost) return { certificates, hosts: undefined };
    const { filter } = this.arrangement.current;
    const hosts = new Map<string, ShownHosts>();
    for (const [id, { entries }] of certificates) {
      const served = this.parts.uses.served(id);
      if (!served) continue;
      const known = this.hostLists.get(id);
      const list = known?.served === served ? known.list : yield* byHost.toHostList(served);
      this.hostLists.set(id, { served, list });
      const passing = filter === '' ? undefined : new Set(entries.map(({ stored }) => stored.id));
      hosts.set(id, yield* byHost.toShownHosts(list, { served, passing, filter, wording }));
    }
    for (const id of this.hostLists.keys()) if (!hosts.has(id)) this.hostLists.delete(id);
    return { certificates, hosts };
  }

  private *arrangeSteps(wording: Wording): Cooperative<ReadonlyMap<string, Arranged>> {
    const words = {
      state: (state: CertificateState) => stateWord(state, wording.translate),
      type: (type: CertificateType | undefined) => typeWord(type, wording.translate),
    };
    const how = { arrangement: this.arrangement.current, clock: wording.clock, words };
    const arranged = new Map<string, Arranged>();
    for (const [id, certificates] of this.listed()) {
      arranged.set(id, yield* certificates.arrangedSteps(how));
      // For the badge, and for the time at which rows change though nothing comes.
      yield* certificates.countsSteps(wording.clock);
      // Rows ask it for names that others have.
      const dialect = this.parts.connections.all.find((connection) => connection.id === id)?.dialect;
      if (dialect) yield* certificates.servingTableSteps(dialect);
    }
    return arranged;
  }

  /**
   * Draws once more when time alone has changed a state, and each hour: words such as "12 days left" change without
   * one.
   */
  private watchExpiry(clock: Clock): void {
    const moments = this.listed().flatMap(([, certificates]) => {
      certificates.counts(clock);
      return certificates.nextChange ?? [];
    });
    this.expiry.wait(moments.length === 0 ? undefined : Math.min(...moments), clock);
  }

  /** Returns the time of the oldest of the lists, which says how far what is shown can be trusted. */
  private asOf(wording: Wording): string | undefined {
    const times = this.parts.connections.all.flatMap(({ id }) => this.listedTimes.of(id) ?? []);
    return times.length === 0 ? undefined : clockText(Math.min(...times), wording);
  }

  private toBadge(wording: Wording): vscode.ViewBadge | undefined {
    if (!this.parts.settings.showBadge) return undefined;
    // A gateway that is connected twice is counted once.
    const seen = new Set<string>();
    const once = this.listed().filter(([id]) => {
      const connection = this.parts.connections.all.find((each) => each.id === id);
      const key = connection ? gatewayKey(connection) : id;
      return !seen.has(key) && seen.add(key);
    });
    const counts = addCounts(once.map(([, certificates]) => certificates.counts(wording.clock)));
    const tooltip = badgeText(counts, wording);
    return tooltip === undefined ? undefined : { value: counts.expired + counts.expiring, tooltip };
  }

  private toModel(arranged: ReadonlyMap<string, Arranged>, hosts?: ReadonlyMap<string, ShownHosts>): RowModel {
    const facts = this.facts();
    const isFiltered = this.arrangement.current.filter !== '';
    return new RowModel({
      ...facts,
      usesFailure: (id) => this.parts.uses.failure(id),
      arranged,
      hosts,
      isFiltered,
      wording: this.wording,
    });
  }

  private facts(): ViewFacts {
    const { connections, inventory, journal } = this.parts;
    return {
      connections: connections.all,
      problems: connections.problems,
      state: (id) => inventory.state(id),
      unfinished: journal.unfinished,
    };
  }

  private toWording(): Wording {
    return wordingOf(this.parts);
  }

  private states(): readonly ConnectionState[] {
    return this.parts.connections.all.map(({ id }) => this.parts.inventory.state(id));
  }

  private listed(): readonly (readonly [connectionId: string, CertificateIndex])[] {
    return this.parts.connections.all.flatMap(({ id }) => {
      const certificates = this.parts.inventory.certificates(id);
      return certificates ? [[id, certificates] as const] : [];
    });
  }
}

const loadHosts = async () => ({
  ...(await import('./hostRows')),
  ...(await import('../../app/usage/hostList')),
});
type ByHost = Awaited<ReturnType<typeof loadHosts>>;
