import * as vscode from 'vscode';
import type { Writing } from '../../app/writes/operations';
import { ListBox } from '../window/boxes';
import { withProgress } from '../window/messages';

/** Milliseconds that pass in silence. */
const patience = 1_000;

/**
 * Does work that may take a moment. After a second it is shown, with what it reports, and can be left.
 *
 * @returns undefined where it was left
 */
export async function withLateProgress<T>(
  title: string,
  work: (signal: AbortSignal, report: (message: string) => void) => Promise<T>,
): Promise<T | undefined> {
  const abort = new AbortController();
  let show: (message: string) => void = () => undefined;
  const result = work(abort.signal, (message) => show(message));
  const timer = setTimeout(() => {
    void withProgress(title, async (progress, token) => {
      show = (message) => progress.report({ message });
      token.onCancellationRequested(() => abort.abort());
      await Promise.allSettled([result]);
    });
  }, patience);
  try {
    return await result;
  } catch (error) {
    if (abort.signal.aborted) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

type Steps = Pick<Writing<never>, 'signal' | 'lookSignal'> & Required<Pick<Writing<never>, 'onSent' | 'onLook'>>;

/**
 * Does a write with its progress said. Until the request is out it can be cancelled; after that the answer is waited
 * for, because the gateway may have acted already; the look that finds out about a lost answer can be stopped again.
 */
export function withWriteProgress<End>(title: string, write: (steps: Steps) => Promise<End>): Thenable<End> {
  return withProgress(title, (progress, token) => {
    const [abort, look] = [new AbortController(), new AbortController()];
    let stage: 'before' | 'sent' | 'looking' = 'before';
    token.onCancellationRequested(() => {
      if (stage === 'looking') look.abort();
      // Looking for an earlier write comes before anything is sent; after that there is no answer left to give up.
      if (stage !== 'sent') abort.abort();
    });
    return write({
      signal: abort.signal,
      lookSignal: look.signal,
      onSent: () => {
        stage = 'sent';
        progress.report({ message: vscode.l10n.t('sent, waiting for the response') });
      },
      onLook: () => {
        stage = 'looking';
        progress.report({ message: vscode.l10n.t('outcome unknown, reading the gateway to find out') });
      },
    });
  });
}

/** Looks again for what became of a write, when the person asks for that. */
export function withLookProgress<End>(title: string, look: (signal: AbortSignal) => Promise<End>): Thenable<End> {
  return withProgress(title, (_, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    return look(abort.signal);
  });
}

/** Does something before the real question can be asked, in its place on the screen. Leaving it stops the work. */
export async function withBusyPick<T>(
  { title, doing }: { readonly title: string; readonly doing: string },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const pick = new ListBox();
  const abort = new AbortController();
  pick.title = title;
  pick.placeholder = doing;
  pick.busy = true;
  pick.ignoreFocusOut = true;
  pick.onDidHide(() => abort.abort());
  pick.show();
  try {
    const result = await work(abort.signal);
    return abort.signal.aborted ? undefined : result;
  } catch (error) {
    if (abort.signal.aborted) return undefined;
    throw error;
  } finally {
    pick.dispose();
  }
}
