import * as vscode from 'vscode';
import { failureText } from '../../../app/base/failureText';
import { doingText } from '../../../app/writes/endingText';
import type { RemoveOutcome, ReplaceOutcome } from '../../../app/writes/ends';
import { recordOutcome } from '../../../app/writes/ends';
import type { Writing } from '../../../app/writes/operations';
import type { SeveralItem, SeveralResult } from '../../../app/writes/severalWrites';
import { canWriteAgain, isDone, writeSeveral } from '../../../app/writes/severalWrites';
import type { Gateway } from '../../../gateway/gateway';
import { toShortText } from '../../../shared/visibleText';
import type { ReviewRow } from '../../prompts/reviewPick';
import { section, showReview } from '../../prompts/reviewPick';
import { showInformationMessage, withProgress } from '../../window/messages';
import type { ChangeServices } from '../changeServices';
import { textRows } from '../impactRows';
import type { Report } from '../reportOutcome';
import { offerUnknown, toEnding } from '../reportOutcome';
import { titleOver } from './severalTargets';

export interface GatewayItem extends SeveralItem {
  readonly gateway: Gateway;
}

export interface SeveralRun<Item extends GatewayItem> {
  readonly deed: 'delete' | 'labels';
  readonly items: readonly Item[];
  readonly write: (
    item: Item,
    writing: Writing<'replace'> & Writing<'remove'>,
  ) => Promise<RemoveOutcome | ReplaceOutcome>;
  readonly services: ChangeServices;
  /** The work in words, for the progress. */
  readonly doing: string;
  /** Says that all went well. */
  readonly allDone: string;
  /** Says how many of all went well. */
  readonly someDone: (done: number, total: number) => string;
}

type Result = SeveralResult<GatewayItem>;

/**
 * Sends what was confirmed, one after the other, and says what became of it: in a message where all went well, else in
 * a list with Retry.
 */
export async function runSeveral<Item extends GatewayItem>(run: SeveralRun<Item>): Promise<void> {
  const results = new Map<Item, SeveralResult<Item>>();
  let queue = run.items;
  for (;;) {
    for (const result of await send(queue, run)) results.set(result.item, result);
    const all = run.items.flatMap((item) => results.get(item) ?? []);
    if (all.every(({ end }) => end.kind === 'written' || end.kind === 'removed'))
      return void showInformationMessage(run.allDone);
    if ((await showResults(all, run)) !== 'retry') return void offerUnknownOf(all, run);
    queue = all.filter(canWriteAgain).map(({ item }) => item);
  }
}

function send<Item extends GatewayItem>(
  queue: readonly Item[],
  run: SeveralRun<Item>,
): Promise<readonly SeveralResult<Item>[]> {
  const { t } = vscode.l10n;
  const { services } = run;
  return withProgress(run.doing, (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => {
      stop.abort();
      progress.report({ message: t('stopping after this one') });
    });
    const neverAborted = new AbortController().signal;
    return writeSeveral(queue, {
      write: (item) =>
        run.write(item, {
          gateway: item.gateway,
          notes: services.journal.notes(item.connection, item.entry.title),
          signal: neverAborted,
          lookSignal: neverAborted,
        }),
      signal: stop.signal,
      onItem: ({ entry }, index) =>
        progress.report({
          message: t('{0} of {1}: {2}', index + 1, queue.length, toShortText(entry.title, 60)),
          increment: 100 / queue.length,
        }),
      onResult: (result) => keep(result, run),
    });
  });
}

/** Tells the inventory and the log how a write ended. */
function keep({ item, end }: Result, run: Pick<SeveralRun<GatewayItem>, 'deed' | 'services'>): void {
  if (end.kind === 'notSent') return;
  const { inventory, log, translate } = run.services;
  const { connection, entry } = item;
  const doing = doingText(run.deed, { name: toShortText(entry.title, 60), translate });
  if (end.kind === 'failed') log.error(doing, end.error);
  else recordOutcome(end, { doing, connection, id: entry.stored.id, inventory, log });
}

const toReport = (
  { entry, connection }: GatewayItem,
  { deed, services }: Pick<SeveralRun<GatewayItem>, 'deed' | 'services'>,
): Report => ({ deed, title: entry.title, connection, id: entry.stored.id, before: entry, services });

/** Shows what became of each, failures first. */
function showResults(
  results: readonly Result[],
  run: Pick<SeveralRun<GatewayItem>, 'deed' | 'services' | 'someDone'>,
): Promise<'retry' | undefined> {
  const { t } = vscode.l10n;
  const retryable = results.filter(canWriteAgain);
  const [done, others] = [results.filter(isDone), results.filter((result) => !isDone(result))];
  const unknown = others.filter(({ end }) => end.kind === 'unknown');
  const failed = others.filter(({ end }) => end.kind !== 'unknown');
  const toRows = (result: Result): readonly ReviewRow<never>[] => {
    const { icon, sentence } = outcomeText(result, run);
    const [first, ...rest] = textRows('blank', sentence);
    return [
      {
        icon,
        label: toShortText(result.item.entry.title, 80),
        description: [toShortText(result.item.connection.name, 60), toShortText(result.item.entry.stored.id, 64)].join(
          ' · ',
        ),
        alwaysShow: true,
      },
      ...(first ? [first, ...rest] : []),
    ];
  };
  return showReview<'retry'>({
    title: titleOver(
      results.map(({ item }) => item),
      run.someDone(done.length, results.length),
    ),
    placeholder: others.length > 0 ? t('Not all certificates are done') : t('All certificates are done'),
    rows: [
      ...(retryable.length > 0
        ? [
            {
              icon: 'refresh',
              label: t('Retry {0}', retryable.length),
              choice: 'retry' as const,
              alwaysShow: true,
            },
          ]
        : []),
      ...(unknown.length > 0 ? [section(t('Outcome unknown')), ...unknown.flatMap(toRows)] : []),
      ...(failed.length > 0 ? [section(t('Not done')), ...failed.flatMap(toRows)] : []),
      ...(done.length > 0 ? [section(t('Done')), ...done.flatMap(toRows)] : []),
    ],
  });
}

function outcomeText(
  { item, end }: Result,
  run: Pick<SeveralRun<GatewayItem>, 'deed' | 'services'>,
): { readonly icon: string; readonly sentence: string } {
  const { translate } = run.services;
  if (end.kind === 'notSent') return { icon: 'circle-slash', sentence: vscode.l10n.t('not sent') };
  if (end.kind === 'failed') {
    const text = failureText(end.error, { dialect: item.connection.dialect, translate });
    return { icon: 'error', sentence: text?.sentence ?? vscode.l10n.t('cancelled') };
  }
  const { severity, sentence } = toEnding(end, toReport(item, run));
  return { icon: severity === 'info' ? 'pass' : severity === 'warning' ? 'warning' : 'question', sentence };
}

/** Keeps unknown outcomes in sight when the list of results is gone. */
async function offerUnknownOf(
  results: readonly Result[],
  { services }: Pick<SeveralRun<GatewayItem>, 'services'>,
): Promise<void> {
  const unknown = results.flatMap(({ item, end }) =>
    end.kind === 'unknown' ? [{ title: item.entry.title, id: end.note.write.id }] : [],
  );
  await offerUnknown(unknown, {
    toSentence: (names) =>
      vscode.l10n.t('It is unknown whether these changed: {0}. They stay in the tree as unfinished.', names),
    services,
  });
}
