import * as vscode from 'vscode';
import type { Impact } from '../../app/usage/impact';
import { deletionImpact } from '../../app/usage/impact';
import { runRemove } from '../../app/writes/operations';
import { dayText } from '../../shared/dayText';
import { inHostSlices } from '../../shared/turns';
import { titleFor } from '../prompts/guard';
import { withWriteProgress } from '../prompts/lateProgress';
import { factRow, section } from '../prompts/reviewPick';
import type { ChangeServices } from './changeServices';
import { confirmChange } from './confirmChange';
import { impactRows } from './impactRows';
import { manifestRows } from './ownerManifest';
import type { PreparedChange } from './prepareChange';
import { prepareChange } from './prepareChange';
import type { ChangeStep } from './reportOutcome';
import { reportOutcome } from './reportOutcome';
import type { Target } from './target';
import { shortNames } from './target';

/** Deletes a certificate: who is affected, its ID typed, then the truth about what became of it. */
export async function deleteCertificate(target: Target, services: ChangeServices): Promise<void> {
  await services.guard.during(target.connection, async () => {
    while ((await deleteOnce(target, services)) === 'retry');
  });
}

async function deleteOnce(target: Target, services: ChangeServices): Promise<ChangeStep> {
  const [name, place] = shortNames(target);
  const title = titleFor(target.connection, vscode.l10n.t('Delete {0} from {1}', name, place));
  const prepared = await prepareChange(target, title, services);
  if (!prepared) return 'done';
  const impact = await inHostSlices(deletionImpact(prepared.entry, prepared.facts));
  if (!(await confirm(prepared, impact, { title, services }))) return 'done';
  const { gateway, entry } = prepared;
  const notes = services.journal.notes(target.connection, target.title);
  const end = await withWriteProgress(vscode.l10n.t('Deleting {0} from {1}', name, place), (steps) =>
    runRemove(entry.stored, { gateway, notes, ...steps }),
  );
  return reportOutcome(end, {
    deed: 'delete',
    title: target.title,
    connection: target.connection,
    id: entry.stored.id,
    before: entry,
    services,
  });
}

/** Shows who is affected, then asks for the ID. */
function confirm(
  prepared: PreparedChange,
  impact: Impact,
  { title, services }: { readonly title: string; readonly services: ChangeServices },
): Promise<boolean> {
  const { t } = vscode.l10n;
  const { entry, manifest } = prepared;
  return confirmChange(prepared, impact, {
    title,
    services,
    placeholder: t('Check who is affected'),
    rows: [
      { icon: 'trash', label: t('Delete…'), description: t('asks for the ID next'), choice: 'go', alwaysShow: true },
      section(t('Who is affected')),
      ...impactRows(impact, services.translate),
      ...manifestRows(manifest),
      section(t('What is deleted')),
      factRow('globe', t('Names'), entry.names.join(', ')),
      ...(entry.validity ? [factRow('calendar', t('Valid until'), dayText(entry.validity.notAfter))] : []),
      factRow('key', t('ID'), entry.stored.id),
    ],
  });
}
