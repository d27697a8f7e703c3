import * as vscode from 'vscode';
import { deletionImpact } from '../../app/impact';
import type { Impact } from '../../app/impact';
import { lookAfterRemove, runRemove } from '../../app/operations';
import type { RemoveEnd } from '../../app/operations';
import { toShortText, toVisibleText } from '../../shared/visibleText';
import { titleFor } from '../guard';
import { showInformationMessage } from '../prompts/messages';
import type { Services } from '../services';
import { askTypedId } from './askTypedId';
import { begin, tellGone } from './begin';
import type { Begun } from './begin';
import { impactRows, impactSentence } from './impactRows';
import { section, showReview } from './reviewPick';
import { tellChangedBefore, tellNotWritten, tellUnknown } from './tellEnd';
import type { Target } from './target';
import { withLookProgress, withWriteProgress } from './writeProgress';

/** Deletes a certificate: who is affected, its ID typed, then the truth about what became of it. */
export async function deleteCertificate(target: Target, services: Services): Promise<void> {
  await services.guard.during(target.connection, async () => {
    while ((await deleteOnce(target, services)) === 'again');
  });
}

async function deleteOnce(target: Target, services: Services): Promise<'over' | 'again'> {
  const title = titleFor(target.connection, vscode.l10n.t('Delete {0} from {1}', toShortText(target.title, 60), toVisibleText(target.connection.name)));
  const begun = await begin(target, title, services);
  if (!begun) return 'over';
  const impact = deletionImpact(begun.entry, begun.facts);
  if (!(await confirm(begun, impact, { title, services }))) return 'over';
  const { gateway, entry } = begun;
  const end = await withWriteProgress(vscode.l10n.t('Deleting {0} from {1}', toShortText(target.title, 60), target.connection.name), (steps) =>
    runRemove(entry.stored, { gateway, ...steps }),
  );
  return tellEnd(end, begun, { target, services });
}

/** The list of who is affected, then the ID; going back leads from the one to the other. */
async function confirm({ entry }: Begun, impact: Impact, { title, services }: { readonly title: string; readonly services: Services }): Promise<boolean> {
  const { t } = vscode.l10n;
  for (;;) {
    const choice = await showReview<'delete'>({
      title,
      placeholder: t('Check who is affected'),
      rows: [
        { icon: 'trash', label: t('Delete…'), description: t('asks for the ID next'), choice: 'delete', alwaysShow: true },
        section(t('Who is affected')),
        ...impactRows(impact, services.translate),
        section(t('What is deleted')),
        { icon: 'globe', label: t('Names'), description: toShortText(entry.names.join(', '), 200), alwaysShow: true },
        ...(entry.validity ? [{ icon: 'calendar', label: t('Valid until'), description: new Date(entry.validity.notAfter).toISOString().slice(0, 10), alwaysShow: true }] : []),
        { icon: 'key', label: t('ID'), description: toShortText(entry.stored.id, 64), alwaysShow: true },
      ],
    });
    if (choice === undefined) return false;
    const answer = await askTypedId({ title, impact: impactSentence(impact, [], services.translate), id: entry.stored.id, services });
    if (answer !== 'back') return answer === 'typed';
  }
}

async function tellEnd(end: RemoveEnd, begun: Begun, { target, services }: { readonly target: Target; readonly services: Services }): Promise<'over' | 'again'> {
  const { t } = vscode.l10n;
  const { connection, entry, gateway } = begun;
  const name = toShortText(target.title, 60);
  const doing = t('Deleting {0}', name);
  switch (end.kind) {
    case 'removed':
      services.inventory.remove(connection.id, entry.stored.id);
      services.log.info(`Deleted ${entry.stored.id} from ${connection.name}`);
      void showInformationMessage(
        end.wasInterrupted
            ? t('The answer got lost, but {0} ({1}) is no longer on {2}: it was deleted.', name, entry.stored.id, connection.name)
            : t('{0} ({1}) was deleted from {2}.', name, entry.stored.id, connection.name),
      );
      return 'over';
    case 'gone':
      tellGone(target, services);
      return 'over';
    case 'failed':
      services.notify.failure(end.error, { doing, connection });
      return 'over';
    case 'changedBefore':
      return tellChangedBefore(end, { shown: entry, sentence: t('{0} changed on {1} since it was shown: nothing was deleted.', name, connection.name), services });
    case 'notWritten':
      services.log.error(doing, end.error);
      if (end.current) services.inventory.put(connection.id, end.current);
      return tellNotWritten(t('{0}: the answer got lost, and {1} still has it. Nothing is repeated by itself.', doing, connection.name));
    case 'unknown':
      services.log.error(doing, end.lookError);
      if (!(await tellUnknown(t('Whether {0} was deleted is not known: the answer got lost, and {1} could not be read afterwards.', name, connection.name)))) return 'over';
      return tellEnd(
        await withLookProgress(t('Reading {0}', name), (lookSignal) => lookAfterRemove(entry.stored.id, { gateway, lookSignal, error: end.error })),
        begun,
        { target, services },
      );
  }
}
