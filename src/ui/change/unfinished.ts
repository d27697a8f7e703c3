/** Looks for writes that a reload or crash left unfinished. */
import * as vscode from 'vscode';
import { showErrorMessage } from '../window/messages';
import type { ChangeServices } from './changeServices';
import { lookAtUnfinished, stuckText } from './reportOutcome';

/** Milliseconds until writes of other windows are looked at again, which may have been this one before a reload. */
const patience = 5_000;

/**
 * Reports after a reload or crash what became of writes that nobody waits for any more. Does nothing where there is
 * none.
 */
export function registerUnfinished(services: ChangeServices): vscode.Disposable {
  const { journal, log } = services;
  const stop = new AbortController();
  const seen = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const check = async (): Promise<void> => {
    await journal.refresh();
    for (const write of journal.unfinished) {
      if (seen.has(write.id) || !journal.isAbandoned(write) || stop.signal.aborted) continue;
      seen.add(write.id);
      if (!(await journal.claim(write)) || stop.signal.aborted) continue;
      log.warn(
        `A write (${write.facts.kind}) to ${write.place.name} was left without its outcome; the gateway is read to find out.`,
      );
      void lookAtUnfinished(write.id, services, stop.signal);
    }
    timer = undefined;
    checkLater();
  };
  const checkLater = (): void => {
    if (journal.hasOthers && !stop.signal.aborted) timer ??= setTimeout(() => void check(), patience);
  };
  void check();
  const others = journal.onDidChange(checkLater);
  const drops = journal.onDidDrop((write) => {
    void showErrorMessage(
      stuckText(write, vscode.l10n.t('Too many writes are unfinished, and this one is no longer kept.'), services),
    );
  });
  return {
    dispose: () => {
      stop.abort();
      clearTimeout(timer);
      others.dispose();
      drops.dispose();
    },
  };
}
