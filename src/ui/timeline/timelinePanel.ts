import * as vscode from 'vscode';
import { realScheduler } from '../../app/base/scheduler';
import { Throttle } from '../../app/base/throttle';
import type { Connection } from '../../app/connections/connection';
import { isWhole } from '../../app/inventory/listing';
import { toCalendarSteps } from '../../app/timeline/exportCalendar';
import type { ExportRow } from '../../app/timeline/exportTable';
import { toCsvSteps, toMarkdownSteps } from '../../app/timeline/exportTable';
import type { TimelineItem } from '../../app/timeline/items';
import { toKnown } from '../../app/timeline/items';
import type { TimelineView } from '../../app/timeline/timeline';
import { eachPassingSteps, timelineSteps } from '../../app/timeline/timeline';
import type { CommandId } from '../../ids';
import type { Cooperative } from '../../shared/cooperative';
import { dayText } from '../../shared/dayText';
import { sortSteps } from '../../shared/sortSteps';
import type { TimelineIntent } from '../../shared/timelineProtocol';
import { readTimelineIntent } from '../../shared/timelineProtocol';
import { inHostSlices } from '../../shared/turns';
import { DisposableStore } from '../base/disposables';
import { onPassingTime } from '../base/passingTime';
import { wordingOf } from '../base/wording';
import { openPage } from '../details/detailPanel';
import { saveTextAs } from '../files/saveAs';
import { chooseRow } from '../window/chooseRow';
import type { Row } from '../window/rows';
import type { TimelineServices } from './timelinePages';
import type { ReadingFacts, ReportFacts } from './timelineReport';
import { setControl, toExportRow, toTimelineState } from './timelineReport';

/** Milliseconds between two drawings while lists are read. */
const redrawInterval = 500;

const checkCommand: CommandId = 'api7Certificates.checkWorkspace';

/** The page of the timeline, kept up to date. Ends with its panel. */
export class TimelinePanel implements vscode.Disposable {
  private readonly owned = new DisposableStore();
  private readonly redraw: Throttle;
  private view: TimelineView = { by: 'state', filter: {}, chosen: undefined };
  private listed: readonly TimelineItem[] = [];
  private drawing = 0;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly services: TimelineServices,
  ) {
    const { context, connections, inventory, settings, check, now } = services;
    const { extensionUri } = context;
    this.redraw = this.owned.add(
      new Throttle({ scheduler: realScheduler, now, interval: redrawInterval, action: () => this.draw() }),
    );
    this.owned.add(onPassingTime(() => this.redraw.request()));
    for (const { onDidChange } of [inventory, connections, settings, check])
      this.owned.add(onDidChange(() => this.redraw.request()));
    this.owned.add(panel.onDidDispose(() => this.dispose()));
    const title = vscode.l10n.t('Expiry Timeline');
    const obey = (intent: TimelineIntent): Promise<void> => this.obey(intent);
    this.owned.add(
      openPage(panel, { extensionUri, title, bundle: 'timeline', readIntent: readTimelineIntent, obey, services }),
    );
    if (connections.all.some(({ id }) => inventory.state(id).kind === 'idle')) void inventory.refresh();
    this.redraw.flush();
  }

  dispose(): void {
    this.drawing++;
    this.owned.dispose();
  }

  private async obey(intent: TimelineIntent): Promise<void> {
    const { inventory, details } = this.services;
    switch (intent.kind) {
      case 'ready':
        return this.redraw.flush();
      case 'refresh':
        return inventory.refresh();
      case 'checkFiles':
        await vscode.commands.executeCommand(checkCommand);
        return;
      case 'export':
        return exportTimeline(this.services, this.reportFacts());
      case 'set':
        this.view = setControl(this.view, intent.control, intent.option);
        return this.redraw.flush();
      case 'choose':
        this.view = { ...this.view, chosen: intent.id };
        return this.redraw.flush();
      case 'open': {
        const item = this.listed[intent.index];
        if (item) await details.show(item.subject);
        return;
      }
    }
  }

  private async draw(): Promise<void> {
    const drawing = ++this.drawing;
    const facts = this.reportFacts();
    const { clock } = facts.wording;
    const timeline = await inHostSlices(
      timelineSteps(toKnown(this.services), clock, facts.view),
      () => this.drawing === drawing,
    );
    if (!timeline || this.drawing !== drawing) return;
    this.listed = timeline.chosen?.items ?? [];
    // A hidden page does not exist; it asks with `ready` when it comes back.
    void this.panel.webview.postMessage(toTimelineState(timeline, facts, this.readingFacts()));
  }

  private reportFacts(): ReportFacts {
    const { connections } = this.services;
    return {
      view: this.view,
      connections: connections.all,
      fileText: (uri) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)),
      wording: wordingOf(this.services),
    };
  }

  private readingFacts(): ReadingFacts {
    const { connections, inventory, check } = this.services;
    const state = ({ id }: Connection) => inventory.state(id);
    const { kind } = check.progress;
    return {
      isLoading: connections.all.some((connection) => state(connection).kind === 'loading'),
      incomplete: connections.all.filter((connection) => {
        const listed = state(connection);
        return listed.kind === 'failed' || (listed.kind === 'ready' && !isWhole(listed));
      }),
      files: (vscode.workspace.workspaceFolders ?? []).length === 0 ? 'none' : kind,
    };
  }
}

interface Format extends Row {
  /** The ending of the file's name, without a dot. */
  readonly ending: string;
  readonly write: (rows: readonly ExportRow[]) => Cooperative<string>;
}

/** Writes the certificates that pass the filters, in the form that the person picks, to the file that they name. */
async function exportTimeline(services: TimelineServices, facts: ReportFacts): Promise<void> {
  const format = await chooseRow(formatsOf(facts), {
    title: vscode.l10n.t('Export the Timeline'),
    placeholder: vscode.l10n.t('Which form?'),
  });
  if (!format) return;
  const day = dayText(facts.wording.clock.now);
  const uri = await saveTextAs(() => inHostSlices(textSteps(services, facts, format), () => true), {
    title: vscode.l10n.t('Export the Timeline'),
    defaultName: `certificates-${day}.${format.ending}`,
    filters: { [format.label]: [format.ending] },
  });
  if (uri) await vscode.commands.executeCommand('vscode.open', uri);
}

function* textSteps(services: TimelineServices, facts: ReportFacts, { write }: Format): Cooperative<string> {
  const rows: ExportRow[] = [];
  const { clock } = facts.wording;
  yield* eachPassingSteps(toKnown(services), { clock, view: facts.view }, (item) =>
    rows.push(toExportRow(item, facts)),
  );
  const sorted = yield* sortSteps(rows, bySoonest);
  return yield* write(sorted);
}

/** Orders by the end; rows without dates come last. */
const bySoonest = (one: ExportRow, other: ExportRow): number =>
  (one.validity?.notAfter ?? Number.MAX_VALUE) - (other.validity?.notAfter ?? Number.MAX_VALUE);

function formatsOf({ wording }: ReportFacts): readonly Format[] {
  const { t } = vscode.l10n;
  const facts = { ...wording.clock, translate: wording.translate };
  return [
    {
      label: 'Markdown',
      detail: t('A table for an issue or a wiki'),
      ending: 'md',
      write: (rows) => toMarkdownSteps(rows, facts),
    },
    { label: 'CSV', detail: t('For a spreadsheet'), ending: 'csv', write: (rows) => toCsvSteps(rows, facts) },
    {
      label: 'iCalendar',
      detail: t('An event and a reminder for each certificate that has not expired'),
      ending: 'ics',
      write: (rows) => toCalendarSteps(rows, facts),
    },
  ];
}
