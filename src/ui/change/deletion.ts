import * as vscode from 'vscode';
import type { Impact } from '../../app/usage/impact';
import { deletionImpact } from '../../app/usage/impact';
import { runRemove } from '../../app/writes/operations';
import { dayText } from '../../shared/dayText';
import { inHostSlices } from '../../shared/turns';
import { toShortText } from '../../shared/visibleText';
import { titleFor } from '../prompts/guard';
import { withWriteProgress } from '../prompts/lateProgress';
import { section, showReview } from '../prompts/reviewPick';
import { askTypedId } from './askTypedIds';
import type { ChangeServices } from './changeServices';
import { impactRows, impactSentence } from './impactRows';
import { manifestRows, openManifest } from './ownerManifest';
import type { PreparedChange } from './prepareChange';
import { prepareChange } from './prepareChange';
import type { ChangeStep } from './reportOutcome';
import { reportOutcome } from './reportOutcome';
import type { Target } from './target';

/** Deletes a certificate: who is affected, its ID typed, then the truth about what became of it. */
export async function deleteCertificate(target: Target, services: ChangeServices): Promise<void> {
  await services.guard.during(target.connection, async () => {
    while ((await deleteOnce(target, services)) === 'retry');
  });
}

async function deleteOnce(target: Target, services: ChangeServices): Promise<ChangeStep> {
  const name = toShortText(target.title, 60);
  const title = titleFor(target.connection, vscode.l10n.t('Delete {0} from {1}', name, target.connection.name));
  const prepared = await prepareChange(target, title, services);
  if (!prepared) return 'done';
  const impact = await inHostSlices(deletionImpact(prepared.entry, prepared.facts));
  if (!(await confirm(prepared, impact, { title, services }))) return 'done';
  const { gateway, entry } = prepared;
  const end = await withWriteProgress(
    vscode.l10n.t('Deleting {0} from {1}', toShortText(target.title, 60), target.connection.name),
    (steps) =>
      runRemove(entry.stored, { gateway, notes: services.journal.notes(target.connection, target.title), ...steps }),
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

/** Shows who is affected, then asks for the ID; going back leads from the one to the other. */
async function confirm(
  { entry, manifest }: PreparedChange,
  impact: Impact,
  { title, services }: { readonly title: string; readonly services: ChangeServices },
): Promise<boolean> {
  const { t } = vscode.l10n;
  for (;;) {
    const choice = await showReview<'delete' | 'manifest'>({
      title,
      placeholder: t('Check who is affected'),
      rows: [
        {
          icon: 'trash',
          label: t('Delete…'),
          description: t('asks for the ID next'),
          choice: 'delete',
          alwaysShow: true,
        },
        section(t('Who is affected')),
        ...impactRows(impact, services.translate),
        ...manifestRows(manifest),
        section(t('What is deleted')),
        { icon: 'globe', label: t('Names'), description: toShortText(entry.names.join(', '), 200), alwaysShow: true },
        ...(entry.validity
          ? [
              {
                icon: 'calendar',
                label: t('Valid until'),
                description: dayText(entry.validity.notAfter),
                alwaysShow: true,
              },
            ]
          : []),
        { icon: 'key', label: t('ID'), description: toShortText(entry.stored.id, 64), alwaysShow: true },
      ],
    });
    if (choice === undefined) return false;
    if (choice === 'manifest') {
      await openManifest(manifest, { services, title: entry.title });
      return false;
    }
    const answer = await askTypedId({
      title,
      impact: impactSentence(impact, [], services.translate),
      id: entry.stored.id,
      services,
    });
    if (answer !== 'back') return answer === 'typed';
  }
}
