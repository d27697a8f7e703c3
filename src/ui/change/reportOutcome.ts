import * as vscode from 'vscode';
import type { Connection } from '../../app/connections/connection';
import type { FullEntry } from '../../app/inventory/certificateEntry';
import { toEntry } from '../../app/inventory/certificateEntry';
import { rivalsIn } from '../../app/inventory/listing';
import type { Deed, Ending, Outcome } from '../../app/writes/endingText';
import { doingText, endingText } from '../../app/writes/endingText';
import type { CreateOutcome, RemoveOutcome, ReplaceOutcome } from '../../app/writes/ends';
import { recordOutcome } from '../../app/writes/ends';
import { lookAgain } from '../../app/writes/looks';
import type { UnfinishedWrite, WriteFacts } from '../../app/writes/unfinishedWrite';
import { leadsTo } from '../../app/writes/unfinishedWrite';
import type { StoredCertificate } from '../../core/model';
import type { CommandId } from '../../ids';
import { toShortText } from '../../shared/visibleText';
import { showStates } from '../compare/showCompared';
import { withLookProgress } from '../prompts/lateProgress';
import { showErrorMessage, showInformationMessage, showWarningMessage } from '../window/messages';
import type { ChangeServices } from './changeServices';

/**
 * The next step of a change. `stay`: nothing was changed, or that is unknown, and what was typed and chosen is kept;
 * `retry`: from the beginning.
 */
export type ChangeStep = 'done' | 'retry' | 'stay';

export interface Report {
  readonly deed: Deed;
  /** The certificate's title before the change. */
  readonly title: string;
  readonly connection: Connection;
  /** The id of the object before the change. */
  readonly id?: string;
  /** The object as the person saw it before. */
  readonly before?: FullEntry;
  /** The window in which it was sent is gone. */
  readonly isForgotten?: boolean;
  readonly services: ChangeServices;
}

/** Takes in what became of a write, and says it once, with what can be done next. */
export async function reportOutcome(
  end: CreateOutcome | ReplaceOutcome | RemoveOutcome,
  report: Report,
): Promise<ChangeStep> {
  const { deed, connection, services, before } = report;
  const doing = doingText(deed, { name: toShortText(report.title, 60), translate: services.translate });
  if (end.kind === 'failed') {
    services.notify.failure(end.error, { doing, connection });
    return 'stay';
  }
  recordOutcome(end, { doing, connection, id: report.id, inventory: services.inventory, log: services.log });
  const ending = toEnding(end, report);
  switch (end.kind) {
    case 'written':
      // Said before anything else: no end of a write waits for a tree.
      void offerDetails(ending, end.stored, report);
      // The Explorer, or whatever else is in the side bar, stays; and so does the focus, wherever the person is at work
      // by now.
      if (services.tree.isVisible) await services.tree.reveal(connection.id, end.stored.id, { focus: false });
      return 'done';
    case 'removed':
    case 'gone':
      void show(ending);
      return 'done';
    case 'changedBefore':
      return offerStates(ending, end.current, report);
    case 'changedOtherwise':
      if (before) return offerStates(ending, end.current, report);
      void offerDetails(ending, end.current, report);
      return 'done';
    case 'notWritten':
      if (report.isForgotten) {
        void offerAgain(ending, report);
        return 'stay';
      }
      if (deed === 'delete') return offerStates(ending, undefined, report);
      void show(ending);
      return 'stay';
    case 'unknown':
      void offerToLook(ending.sentence, [end.note.write.id], services);
      return 'stay';
  }
}

/** Words the outcome of a write, given what the gateway is known to hold. */
export function toEnding(
  end: Outcome,
  { deed, title, connection, id, before, isForgotten = false, services }: Report,
): Ending {
  return endingText(end, {
    deed,
    title,
    connection,
    id,
    before,
    isForgotten,
    rivalsFor: rivalsIn(services.inventory, connection.id),
    now: services.now(),
    translate: services.translate,
  });
}

function show<Button extends string>(
  { severity, sentence }: Ending,
  ...buttons: readonly Button[]
): Promise<Button | undefined> {
  switch (severity) {
    case 'info':
      return showInformationMessage(sentence, ...buttons);
    case 'warning':
      return showWarningMessage(sentence, ...buttons);
    case 'error':
      return showErrorMessage(sentence, ...buttons);
  }
}

async function offerDetails(
  ending: Ending,
  { id, type, isEnabled, names }: StoredCertificate,
  { deed, connection, isForgotten, services }: Report,
): Promise<void> {
  const isSelected = !isForgotten && services.tree.isVisible;
  const button = !isSelected ? vscode.l10n.t('Show') : vscode.l10n.t('Show Details');
  const isServed = type === 'server' && isEnabled !== false && names.length > 0 && deed !== 'labels';
  const live = vscode.l10n.t('Check Live…');
  const pressed = await show(ending, button, ...(isServed ? [live] : []));
  if (pressed === live)
    await vscode.commands.executeCommand('api7Certificates.checkLive' satisfies CommandId, {
      from: 'gateway',
      connection: connection.id,
      id,
    });
  if (pressed !== button) return;
  if (!isSelected) await services.tree.reveal(connection.id, id);
  await services.details.show({ from: 'gateway', connection: connection.id, id });
}

/**
 * Says that a write of a window that is gone did not take effect, and offers the way to it: nobody waits for the
 * message, so it stays until it is answered.
 */
async function offerAgain({ sentence }: Ending, { deed, connection, id, services }: Report): Promise<void> {
  const { t } = vscode.l10n;
  const target = id === undefined ? undefined : { from: 'gateway', connection: connection.id, id };
  const ways: Partial<Record<Deed, readonly [button: string, command: CommandId]>> = {
    upload: [t('Upload…'), 'api7Certificates.uploadCertificate'],
    update: [t('Update…'), 'api7Certificates.updateCertificate'],
    delete: [t('Delete…'), 'api7Certificates.deleteCertificate'],
  };
  const [again, command] = ways[deed] ?? [];
  const look = t('Show');
  const buttons = [...(again === undefined ? [] : [again]), ...(target ? [look] : [])];
  const pressed = await showErrorMessage(sentence, ...buttons, t('Dismiss'));
  if (pressed === again && command) await vscode.commands.executeCommand(command, target);
  if (pressed !== look || id === undefined) return;
  await services.tree.reveal(connection.id, id);
  await services.details.show({ from: 'gateway', connection: connection.id, id });
}

/** Offers to look at the current state, and to make the change again on it. */
async function offerStates(
  ending: Ending,
  current: StoredCertificate | undefined,
  { before, connection, services }: Report,
): Promise<ChangeStep> {
  const { t } = vscode.l10n;
  const [compare, again] = [t('Show What Changed'), t('Review Again')];
  for (;;) {
    const answer = await show(ending, ...(current && before ? [compare] : []), again);
    if (answer === again) return 'retry';
    if (answer !== compare || !current || !before) return 'done';
    await showStates({ shown: before, now: toEntry(connection, current) }, services);
  }
}

/** Says that an outcome is unknown. Does not go away by itself: an error with buttons stays. */
async function offerToLook(sentence: string, ids: readonly string[], services: ChangeServices): Promise<void> {
  const { t } = vscode.l10n;
  const [look, dismiss] = [t('Check Again'), t('Dismiss')];
  const answer = await showErrorMessage(sentence, look, dismiss);
  for (const id of ids) {
    if (answer === look) await lookAtUnfinished(id, services);
    if (answer === dismiss) await dismissUnfinished(id, services);
  }
}

/** Keeps unknown outcomes of several in sight when the list of results is gone. */
export async function offerUnknown(
  unknown: readonly { readonly title: string; readonly id: string }[],
  { toSentence, services }: { readonly toSentence: (names: string) => string; readonly services: ChangeServices },
): Promise<void> {
  if (unknown.length === 0) return;
  const names = toShortText(unknown.map(({ title }) => title).join(', '), 300);
  await offerToLook(
    toSentence(names),
    unknown.map(({ id }) => id),
    services,
  );
}

/** Ends a note: the person does not want to know any more. */
export async function dismissUnfinished(
  id: string,
  { journal, log }: Pick<ChangeServices, 'journal' | 'log'>,
): Promise<void> {
  const write = journal.find(id);
  if (!write) return;
  log.warn(`The outcome of a write (${write.facts.kind}) to ${write.place.name} was dismissed as unknown.`);
  await journal.toNote(write).end();
}

/** Looks at the gateway for what became of a write, and says it. */
export async function lookAtUnfinished(id: string, services: ChangeServices, signal?: AbortSignal): Promise<void> {
  const { t } = vscode.l10n;
  const { journal, connections } = services;
  const write = journal.find(id);
  if (!write) return;
  const stuck = (why: string) => offerToLook(stuckText(write, why, services), [id], services);
  const connection = connections.find(write.place.id);
  if (!connection || !leadsTo(connection, write.place))
    return stuck(t('Its connection is gone, or leads to another gateway now.'));
  const opened = await connections.open(connection.id);
  if (!opened.ok) return stuck(opened.sentence);
  const { gateway } = opened;
  const look = (lookSignal: AbortSignal) => lookAgain(journal.toNote(write), { gateway, lookSignal });
  const outcome = signal
    ? await look(signal)
    : await withLookProgress(
        t('Looking for {0} on {1}', toShortText(write.title, 60), toShortText(connection.name, 60)),
        look,
      );
  // Another look found out meanwhile, and said so.
  if (outcome.kind === 'unknown' && !journal.find(id)) return;
  const objectId = write.facts.kind === 'create' ? {} : { id: write.facts.objectId };
  await reportOutcome(outcome, {
    deed: deedOf(write.facts),
    title: write.title,
    connection,
    ...objectId,
    isForgotten: journal.isAbandoned(write),
    services,
  });
}

/** Says why the gateway cannot even be asked. */
export function stuckText(
  { facts, title, place }: UnfinishedWrite,
  why: string,
  { translate }: Pick<ChangeServices, 'translate'>,
): string {
  const doing = doingText(deedOf(facts), { name: toShortText(title, 60), translate });
  return [
    vscode.l10n.t('{doing}: it is unknown whether it took effect on {gateway}.', {
      doing,
      gateway: toShortText(place.name, 60),
    }),
    toShortText(why, 500),
  ].join(' ');
}

function deedOf(facts: WriteFacts): Deed {
  switch (facts.kind) {
    case 'create':
      return 'upload';
    case 'replace':
      return 'update';
    case 'labels':
      return 'labels';
    case 'pairs':
      return facts.wanted.pairs?.length === 0 ? 'removePairs' : 'addPair';
    case 'status':
      return facts.wanted.isEnabled === false ? 'disable' : 'enable';
    case 'remove':
      return 'delete';
  }
}
