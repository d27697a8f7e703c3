import * as vscode from 'vscode';
import { toEntry } from '../../app/certificateEntry';
import type { CertificateEntry } from '../../app/certificateEntry';
import { lookAfterReplace } from '../../app/operations';
import type { ReplaceEnd, Replacing, Written } from '../../app/operations';
import type { Gateway } from '../../gateway/gateway';
import { toShortText } from '../../shared/visibleText';
import { showInformationMessage, showWarningMessage } from '../prompts/messages';
import type { Services } from '../services';
import { tellGone } from './begin';
import { showStates } from './compare';
import { tellChangedBefore, tellNotWritten, tellUnknown } from './tellEnd';
import type { Next } from './tellEnd';
import { withLookProgress } from './writeProgress';

export interface Replacement {
  readonly replacing: Replacing;
  /** As the person saw it before. */
  readonly shown: CertificateEntry;
  readonly gateway: Gateway;
  readonly services: Services;
  /** `Updating shop.example.com`. */
  readonly doing: string;
  /** A sentence on what is now so. */
  readonly done: (now: CertificateEntry) => string;
}

/** What became of a replacement, told once, with what can be done next. */
export async function tellReplacement(end: ReplaceEnd, replacement: Replacement): Promise<Next> {
  const { t } = vscode.l10n;
  const { shown, services, doing, replacing, gateway } = replacement;
  const { connection } = shown;
  const name = toShortText(shown.title, 60);
  switch (end.kind) {
    case 'written':
      await showWritten(end, replacement);
      return 'over';
    case 'failed':
      services.notify.failure(end.error, { doing, connection });
      return 'over';
    case 'gone':
      tellGone({ connection, id: shown.stored.id, title: shown.title }, services);
      return 'over';
    case 'changedBefore':
      return tellChangedBefore(end, { shown, sentence: t('{0} changed on {1} since it was shown: nothing was written.', name, connection.name), services });
    case 'changedOtherwise': {
      const now = services.inventory.put(connection.id, end.current) ?? toEntry(connection, end.current);
      return tellOtherwise(now, replacement);
    }
    case 'notWritten':
      services.log.error(doing, end.error);
      return tellNotWritten(t('{0}: the answer got lost, and {1} still has what was there before. Nothing is repeated by itself.', doing, connection.name));
    case 'unknown': {
      services.log.error(doing, end.lookError);
      const isWanted = await tellUnknown(t('{0}: the outcome is unknown. The answer got lost, and {1} could not be read afterwards.', doing, connection.name));
      if (!isWanted) return 'over';
      const next = await withLookProgress(t('Reading {0}', name), (lookSignal) => lookAfterReplace(replacing, { gateway, lookSignal, error: end.error }));
      return tellReplacement(next, replacement);
    }
  }
}

async function showWritten({ stored, isConfirmed, wasInterrupted }: Written, { shown, services, done }: Replacement): Promise<void> {
  const { t } = vscode.l10n;
  const { connection } = shown;
  const now = services.inventory.put(connection.id, stored) ?? toEntry(connection, stored);
  services.log.info(`Changed ${stored.id} on ${connection.name}`);
  await services.tree.reveal(connection.id, stored.id);
  const sentence = [
    wasInterrupted ? t('The answer got lost, but it took effect.') : '',
    done(now),
    isConfirmed ? '' : t('It could not be confirmed by reading it back.'),
  ].filter(Boolean).join(' ');
  void offerDetails(sentence, stored.id, { connection: connection.id, services });
}

async function offerDetails(sentence: string, id: string, { connection, services }: { readonly connection: string; readonly services: Services }): Promise<void> {
  const details = vscode.l10n.t('Show Details');
  if ((await showInformationMessage(sentence, details)) === details) await services.details.show({ from: 'gateway', connection, id });
}

/** Somebody else wrote at the same time, or the gateway stored something else: what is there now is for the person to judge. */
async function tellOtherwise(now: CertificateEntry, { shown, services, doing }: Replacement): Promise<Next> {
  const { t } = vscode.l10n;
  const [compare, again] = [t('Show What Changed'), t('Review Again')];
  const sentence = t('{0}: {1} now has something else than what was sent. Somebody else may have changed it at the same time.', doing, now.connection.name);
  for (;;) {
    const answer = await showWarningMessage(sentence, compare, again);
    if (answer !== compare) return answer === again ? 'again' : 'over';
    await showStates({ shown, now }, services);
  }
}
