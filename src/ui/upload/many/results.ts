import * as vscode from 'vscode';
import { failureText } from '../../../app/base/failureText';
import type { Connection } from '../../../app/connections/connections';
import type { BatchOutcome, Result } from '../../../app/writes/batchSending';
import { canRetry } from '../../../app/writes/batchSending';
import type { Translate } from '../../../shared/translate';
import { toShortText } from '../../../shared/visibleText';
import { withSentence } from '../../change/impactRows';
import { titleFor } from '../../prompts/guard';
import type { ReviewRow } from '../../prompts/reviewPick';
import { section, showReview } from '../../prompts/reviewPick';
import { draftTitle } from '../summary';

/** Try again what did not get there, or look at what did: on the gateway, or on the wire. */
export type ResultChoice = { readonly does: 'retry' } | { readonly does: 'show' | 'checkLive'; readonly id: string };

const maxLive = 10;

/** Shows the outcome of each certificate, failures first. */
export function showResults(
  results: readonly Result[],
  { connection, translate }: { readonly connection: Connection; readonly translate: Translate },
): Promise<ResultChoice | undefined> {
  const { t } = vscode.l10n;
  const retryable = results.filter(canRetry);
  const done = results.filter(({ outcome }) => isDone(outcome));
  const others = results.filter(({ outcome }) => !isDone(outcome));
  const unknown = others.filter(({ outcome }) => outcome.kind === 'unknown');
  const failed = others.filter(({ outcome }) => outcome.kind !== 'unknown');
  const toRows = (result: Result): readonly ReviewRow<ResultChoice>[] => {
    const { icon, text, id } = outcomeText(result.outcome, { connection, translate });
    const row: ReviewRow<ResultChoice> = {
      icon,
      label: toShortText(draftTitle(result.item.draft), 80),
      alwaysShow: true,
      ...(id !== undefined && { choice: { does: 'show', id } as const }),
    };
    return withSentence(row, text);
  };
  const retry: ReviewRow<ResultChoice> = {
    icon: 'refresh',
    label: t('Retry {0}', retryable.length),
    description: t('what is there already is not sent again'),
    choice: { does: 'retry' },
    alwaysShow: true,
  };
  return showReview<ResultChoice>({
    title: titleFor(connection, t('{0} of {1} uploaded to {2}', done.length, results.length, connection.name)),
    placeholder:
      failed.length > 0
        ? t('Not everything is on the gateway')
        : unknown.length > 0
          ? t('It is unknown whether everything is on the gateway')
          : t('Everything is on the gateway. Press Enter to show a certificate'),
    rows: [
      ...(retryable.length > 0 ? [retry] : []),
      ...(unknown.length > 0 ? [section(t('Outcome unknown')), ...unknown.flatMap(toRows)] : []),
      ...(failed.length > 0 ? [section(t('Not uploaded')), ...failed.flatMap(toRows)] : []),
      ...(done.length > 0 ? [section(t('Uploaded')), ...done.flatMap(toRows)] : []),
      ...liveRows(results),
    ],
  });
}

/** Offers to see whether servers present what took another's place. */
function liveRows(results: readonly Result[]): readonly ReviewRow<ResultChoice>[] {
  const { t } = vscode.l10n;
  const rows = results.flatMap(({ item, outcome }): readonly ReviewRow<ResultChoice>[] => {
    if (outcome.kind !== 'replaced') return [];
    const { id, type, isEnabled } = outcome.stored;
    if (type !== 'server' || isEnabled === false) return [];
    const description = toShortText(draftTitle(item.draft), 80);
    return [
      {
        icon: 'radio-tower',
        label: t('Check Live…'),
        description,
        choice: { does: 'checkLive', id },
        alwaysShow: true,
      },
    ];
  });
  return rows.length === 0 ? [] : [section(t('On the wire')), ...rows.slice(0, maxLive)];
}

const isDone = ({ kind }: BatchOutcome): boolean => kind === 'created' || kind === 'replaced';

function outcomeText(
  outcome: BatchOutcome,
  { connection, translate }: { readonly connection: Connection; readonly translate: Translate },
): { readonly icon: string; readonly text: string; readonly id?: string } {
  const { t } = vscode.l10n;
  switch (outcome.kind) {
    case 'created':
      return { icon: 'pass', text: t('uploaded (ID {0})', outcome.stored.id), id: outcome.stored.id };
    case 'replaced':
      return { icon: 'pass', text: t('{0} holds it now', outcome.stored.id), id: outcome.stored.id };
    case 'failed':
      return {
        icon: 'error',
        text: failureText(outcome.error, { dialect: connection.dialect, translate })?.sentence ?? t('cancelled'),
      };
    case 'otherwise':
      return {
        icon: 'warning',
        text: t('{0} now has something other than what was sent: look at it', outcome.stored.id),
        id: outcome.stored.id,
      };
    case 'changed':
      return { icon: 'warning', text: t('somebody else changed or deleted what it renews: update it separately') };
    case 'unknown':
      return { icon: 'question', text: t('unknown whether it took effect. It is looked for before it is sent again') };
    case 'notSent':
      return { icon: 'circle-slash', text: t('not sent') };
  }
}
