import * as vscode from 'vscode';
import { failureText } from '../../app/base/failureText';
import { realScheduler } from '../../app/base/scheduler';
import { Throttle } from '../../app/base/throttle';
import type { CertificateEntry, FullEntry } from '../../app/inventory/certificateEntry';
import { isFullEntry, toEntry } from '../../app/inventory/certificateEntry';
import type { Clock } from '../../app/inventory/stateCounts';
import type { HostAnswer, HostTable } from '../../app/usage/hostCheck';
import { candidatesOf, checkHost } from '../../app/usage/hostCheck';
import { usableBy } from '../../app/usage/hostList';
import { ownersOf } from '../../app/usage/usedHosts';
import type { Certificate } from '../../core/model';
import type { CommandId } from '../../ids';
import type { DetailIntent, DetailState, FileSubject, HostSubject } from '../../shared/protocol';
import { readIntent } from '../../shared/protocol';
import { inHostSlices } from '../../shared/turns';
import { toShortText } from '../../shared/visibleText';
import { clockOf } from '../base/clock';
import { DisposableStore } from '../base/disposables';
import { onPassingTime } from '../base/passingTime';
import { copyFromPage, openPage } from '../details/detailPanel';
import { FileChanges, toContents } from '../details/fileSource';
import { copiedRow, toWords } from '../details/session';
import { fileName, readFile } from '../files/files';
import type { GatewayAnswer, HostAction } from './hostFacts';
import type { HostsServices } from './hostPages';
import type { HostReport } from './hostReport';
import { toHostReport } from './hostReport';
import { LiveChecks } from './liveChecks';

export interface HostPanelParts {
  readonly panel: vscode.WebviewPanel;
  readonly subject: HostSubject;
  readonly services: HostsServices;
}

/** Milliseconds between two drawings while a listing goes on. */
const redrawInterval = 300;

const updateCommand: CommandId = 'api7Certificates.updateCertificate';

/**
 * The page of one host: what each gateway serves for it, kept up to date, and what servers show. Ends with its panel.
 */
export class HostPanel implements vscode.Disposable {
  private readonly owned = new DisposableStore();
  private readonly redraw: Throttle;
  private subject: HostSubject;
  private file: { readonly name: string; readonly leaf: Certificate } | undefined;
  private fileChanges: FileChanges | undefined;
  private fileReads = 0;
  private readonly live: LiveChecks;
  private drawing = 0;
  /** Objects that are read whole, by their row; or why they could not be. A row that changed is another. */
  private whole = new WeakMap<CertificateEntry, 'reading' | FullEntry | { readonly why: string }>();
  private readonly reading = new AbortController();
  private report: HostReport | undefined;

  constructor(private readonly parts: HostPanelParts) {
    const { panel, subject, services } = parts;
    const { extensionUri } = services.context;
    this.subject = subject;
    this.redraw = this.owned.add(
      new Throttle({
        scheduler: realScheduler,
        now: services.now,
        interval: redrawInterval,
        action: () => void this.draw(),
      }),
    );
    this.live = this.owned.add(new LiveChecks({ host: subject.host, services, onDidCheck: () => this.redraw.flush() }));
    const change = (): void => this.redraw.request();
    for (const { onDidChange } of [services.inventory, services.connections, services.settings, services.uses])
      this.owned.add(onDidChange(change));
    this.owned.add(onPassingTime(change));
    this.owned.add(panel.onDidDispose(() => this.dispose()));
    const obey = (intent: DetailIntent): Promise<void> => this.obey(intent);
    this.owned.add(openPage(panel, { extensionUri, title: subject.host, readIntent, obey, services }));
    const { connections, inventory } = services;
    if (connections.all.some(({ id }) => inventory.state(id).kind === 'idle')) void inventory.refresh();
    this.followFile(subject.file);
    this.redraw.flush();
  }

  reveal(subject: HostSubject): void {
    this.parts.panel.reveal();
    if (!subject.file) return;
    this.subject = subject;
    this.followFile(subject.file);
  }

  dispose(): void {
    this.drawing++;
    this.reading.abort();
    this.fileChanges?.dispose();
    this.owned.dispose();
  }

  checkLive(): Promise<void> {
    return this.live.check();
  }

  private async obey(intent: DetailIntent): Promise<void> {
    switch (intent.kind) {
      case 'ready':
        return this.redraw.flush();
      case 'refresh':
        return this.refresh();
      case 'copy': {
        const copied = this.report && copiedRow(this.report.detail, intent.row, intent.value);
        return copyFromPage(this.parts.panel.webview, copied, intent);
      }
      case 'press': {
        const action = this.report?.actions.get(intent.row)?.[intent.button];
        if (action) await this.act(action);
        return;
      }
      default:
        return;
    }
  }

  private async act(action: HostAction): Promise<void> {
    const { details } = this.parts.services;
    switch (action.kind) {
      case 'show':
        return details.show(action.subject);
      case 'update':
        await vscode.commands.executeCommand(updateCommand, action.subject);
        return;
      case 'refresh':
        return this.refresh(action.connection);
      case 'live':
        return this.live.check();
      case 'liveAgain':
        return this.live.checkAgain();
      case 'wait':
        return this.live.waitFor(action.subject);
    }
  }

  private async refresh(connection?: string): Promise<void> {
    this.whole = new WeakMap();
    await this.parts.services.inventory.refresh(connection);
  }

  private async draw(): Promise<void> {
    const drawing = ++this.drawing;
    const { panel, services } = this.parts;
    const { connections, inventory, uses, translate } = services;
    const { host } = this.subject;
    const clock = clockOf(services);
    const isWanted = (): boolean => this.drawing === drawing;
    const gateways: GatewayAnswer[] = [];
    for (const connection of connections.all) {
      const state = inventory.state(connection.id);
      const certificates = inventory.certificates(connection.id);
      // Before anything was listed there is nothing to ask.
      const sni = certificates && (await inHostSlices(certificates.servingTableSteps(connection.dialect), isWanted));
      if (!isWanted()) return;
      const table = certificates &&
        sni && { sni, entries: { get: (id: string) => this.wholeOf(certificates.get(id)) } };
      const used = uses.served(connection.id)?.used;
      gateways.push({
        connection,
        state,
        checked: table && this.checkAt(table, host, clock),
        owners: used && ownersOf(used, host),
        usable: used && usableBy(used, ownersOf(used, host)),
      });
    }
    const { latest } = this.live;
    const live = latest ? [latest] : [];
    const whyUnread = (entry: CertificateEntry): string | undefined => {
      const whole = this.whole.get(entry);
      return typeof whole === 'object' && 'why' in whole ? whole.why : undefined;
    };
    this.report = toHostReport({ host, gateways, file: this.file, whyUnread, live, clock, translate });
    const isReading = gateways.some(({ state }) => state.kind === 'loading');
    const state: DetailState = {
      kind: 'state',
      words: toWords(translate),
      subject: this.subject,
      state: 'ready',
      detail: this.report.detail,
      changes: [],
      ...(isReading ? { activity: vscode.l10n.t('Reading from the gateway…') } : {}),
    };
    // A hidden page does not exist; it asks with `ready` when it comes back.
    void panel.webview.postMessage(state);
  }

  private checkAt(
    table: HostTable,
    host: string,
    clock: Clock,
  ): { readonly answer: HostAnswer; readonly table: HostTable } {
    const answer = checkHost(table, host, clock);
    for (const entry of candidatesOf(answer, table))
      if (entry.content === 'read' && !isFullEntry(entry)) void this.readWhole(entry);
    return { answer, table };
  }

  private wholeOf(row: CertificateEntry | undefined): CertificateEntry | FullEntry | undefined {
    const whole = row && this.whole.get(row);
    return typeof whole === 'object' && !('why' in whole) ? whole : row;
  }

  /** Reads an object whole: lists keep no chain, which a client would judge. Only for the few that may be served. */
  private async readWhole(row: CertificateEntry): Promise<void> {
    const { whole } = this;
    if (whole.has(row)) return;
    whole.set(row, 'reading');
    const { connections, log, translate } = this.parts.services;
    try {
      const opened = await connections.open(row.connection.id);
      if (this.owned.isDisposed) return;
      whole.set(
        row,
        opened.ok
          ? toEntry(row.connection, await opened.gateway.read(row.stored.id, this.reading.signal))
          : { why: opened.sentence },
      );
    } catch (error) {
      if (this.owned.isDisposed) return;
      log.error(vscode.l10n.t('Reading {0}', toShortText(row.title, 60)), error);
      const text = failureText(error, { dialect: row.connection.dialect, translate });
      whole.set(row, { why: text?.sentence ?? vscode.l10n.t('Reading was stopped.') });
    }
    this.redraw.request();
  }

  /** Reads a file now, and whenever it changes: what is served is held against what is in it. */
  private followFile(file: FileSubject | undefined): void {
    this.fileChanges?.dispose();
    this.fileChanges = file && new FileChanges(vscode.Uri.parse(file.uri));
    if (!file) return;
    this.fileChanges?.onDidChange(() => void this.readFile(file));
    void this.readFile(file);
  }

  private async readFile(file: FileSubject): Promise<void> {
    const turn = ++this.fileReads;
    const uri = vscode.Uri.parse(file.uri);
    const reading = await readFile(uri);
    const contents =
      reading.kind === 'unreadable'
        ? undefined
        : await toContents(reading, {
            translate: this.parts.services.translate,
            isWanted: () => !this.owned.isDisposed,
          });
    // The page may be about another file by now, or a later version of it.
    if (this.owned.isDisposed || this.fileReads !== turn) return;
    const certificate = contents?.certificates[file.index]?.certificate;
    this.file = certificate?.ok ? { name: fileName(uri), leaf: certificate.value } : undefined;
    this.redraw.request();
  }
}
