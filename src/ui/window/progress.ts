import * as vscode from 'vscode';
import type { ViewId } from '../../ids';
import { toInertText } from './inertText';

/** Says how far the work is. `increment` is in percent of the whole. */
export interface Progress {
  report(step: { readonly message?: string; readonly increment?: number }): void;
}

/** Does work under a message that moves and has Cancel. */
export function withProgress<T>(
  title: string,
  work: (progress: Progress, token: vscode.CancellationToken) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title: toInertText(title), cancellable: true };
  const run = vscode.window.withProgress(options, (progress, token) => {
    const report: Progress['report'] = ({ message, increment }) =>
      progress.report({
        ...(message !== undefined && { message: toInertText(message) }),
        ...(increment !== undefined && { increment }),
      });
    return work({ report }, token);
  });
  return Promise.resolve(run);
}

/** Shows a bar that moves at the top of a view until the promise is settled. */
export function showViewProgress(viewId: ViewId, until: Promise<unknown>): void {
  void vscode.window.withProgress({ location: { viewId } }, () => until);
}
