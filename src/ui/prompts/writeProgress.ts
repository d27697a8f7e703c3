import * as vscode from 'vscode';
import type { Writing } from '../../app/writes/operations';
import { withProgress } from '../window/progress';

type Steps = Pick<Writing<never>, 'signal' | 'lookSignal'> & Required<Pick<Writing<never>, 'onSent' | 'onLook'>>;

/**
 * A write with its progress said. Until the request is out it can be cancelled; after that the answer is waited for,
 * because the gateway may have acted already; the look that finds out about a lost answer can be stopped again.
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
        progress.report({ message: vscode.l10n.t('sent, waiting for the answer') });
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
