import * as vscode from 'vscode';
import type { CommandId, ViewId } from '../../ids';
import { DisposableStore } from '../base/disposables';
import type { Progress } from '../window/messages';
import { withProgress } from '../window/messages';
import type { WorkspaceCheckServices } from '../workspaceCheck/checkFile';

type Needs<Name extends keyof WorkspaceCheckServices> = Pick<WorkspaceCheckServices, 'check' | Name>;

const view: ViewId = 'api7Certificates.workspace';

/**
 * Checks every certificate file of the workspace and shows them by their state. What was found before stays until then.
 */
export async function checkWorkspace(services: Needs<'notify' | 'translate'>): Promise<void> {
  await vscode.commands.executeCommand(`${view}.focus`);
  // The view says what to do about it.
  if ((vscode.workspace.workspaceFolders ?? []).length === 0) return;
  const title = vscode.l10n.t('Checking Certificate Files');
  try {
    await withProgress(title, (progress, token) => run(services, progress, token));
  } catch (error) {
    const id: CommandId = 'api7Certificates.checkWorkspace';
    services.notify.failure(error, { doing: title, retry: () => void vscode.commands.executeCommand(id) });
  }
}

/** Stops the check of the workspace and keeps what it has found. */
export const cancelWorkspaceCheck = ({ check }: Needs<never>): void => check.cancel();

async function run(
  { check, translate }: Needs<'translate'>,
  progress: Progress,
  token: vscode.CancellationToken,
): Promise<void> {
  const { progressText } = await import('../workspaceCheck/checkDrawing');
  let shown = 0;
  const owned = new DisposableStore();
  owned.addAll(
    token.onCancellationRequested(() => check.cancel()),
    check.onDidChange(() => {
      const now = check.progress;
      if (now.kind !== 'checking') return;
      const percent = now.total ? Math.floor((100 * now.done) / now.total) : 0;
      // Once a hundredth, or VS Code would be busy drawing it.
      if (percent > shown)
        progress.report({
          message: progressText(now, { translate, language: vscode.env.language }),
          increment: percent - shown,
        });
      shown = percent;
    }),
  );
  try {
    await check.run();
  } finally {
    owned.dispose();
  }
}
