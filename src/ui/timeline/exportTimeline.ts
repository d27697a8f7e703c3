import * as vscode from 'vscode';
import { toCalendarSteps } from '../../app/timeline/exportCalendar';
import type { ExportRow } from '../../app/timeline/exportTable';
import { toCsvSteps, toMarkdownSteps } from '../../app/timeline/exportTable';
import { toKnown } from '../../app/timeline/items';
import { eachPassingSteps } from '../../app/timeline/timeline';
import type { Cooperative } from '../../shared/cooperative';
import { dayText } from '../../shared/dayText';
import { sortSteps } from '../../shared/sortSteps';
import { inHostSlices } from '../../shared/turns';
import { saveTextAs } from '../files/saveAs';
import { chooseRow } from '../window/chooseRow';
import type { Row } from '../window/rows';
import type { ReportFacts } from './timelineReport';
import { toExportRow } from './timelineReport';
import type { TimelineServices } from './timelineServices';

interface Format extends Row {
  /** The ending of the file's name, without a dot. */
  readonly ending: string;
  readonly write: (rows: readonly ExportRow[]) => Cooperative<string>;
}

/** Writes the certificates that pass the filters, in the form that the person picks, to the file that they name. */
export async function exportTimeline(services: TimelineServices, facts: ReportFacts): Promise<void> {
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
