import * as vscode from 'vscode';
import { toEntry } from '../../app/certificateEntry';
import type { CertificateEntry } from '../../app/certificateEntry';
import type { ChangedBefore } from '../../app/operations';
import { showWarningMessage } from '../prompts/messages';
import type { Services } from '../services';
import { showStates } from './compare';

/** How the parts of {@link deleteCertificate} and its siblings end that are told alike. */
export type Next = 'over' | 'again';

/** Somebody else was faster. What they changed can be looked at, and the change begun again on what is there now. */
export async function tellChangedBefore(
  { current }: ChangedBefore,
  { shown, sentence, services }: { readonly shown: CertificateEntry; readonly sentence: string; readonly services: Services },
): Promise<Next> {
  const { t } = vscode.l10n;
  const [compare, again] = [t('Show What Changed'), t('Review Again')];
  const { connection } = shown;
  if (current) services.inventory.put(connection.id, current);
  for (;;) {
    const answer = await showWarningMessage(sentence, ...(current ? [compare] : []), again);
    if (answer === again) return 'again';
    if (answer !== compare || !current) return 'over';
    await showStates({ shown, now: toEntry(connection, current) }, services);
  }
}

/** The answer got lost, and the gateway is as it was. */
export async function tellNotWritten(sentence: string): Promise<Next> {
  const again = vscode.l10n.t('Review Again');
  return (await showWarningMessage(sentence, again)) === again ? 'again' : 'over';
}

/** @returns whether the gateway is to be read again */
export async function tellUnknown(sentence: string): Promise<boolean> {
  const look = vscode.l10n.t('Read Again');
  return (await showWarningMessage(sentence, look)) === look;
}
