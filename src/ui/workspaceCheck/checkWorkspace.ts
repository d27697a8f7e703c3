import * as vscode from 'vscode';
import type { WorkspaceCheck } from '../../app/workspace/workspaceCheck';
import type { CommandId, ViewId } from '../../ids';
import { withProgress } from '../window/progress';
import type { Progress } from '../window/progress';
import type { WorkspaceCheckServices } from './workspaceCheckServices';
import { progressText } from './checkViewText';

const id: CommandId = 'api7Certificates.checkWorkspace';
const viewId: ViewId = 'api7Certificates.workspace';

/** Checks every certificate file of the workspace and shows them by how they stand. What was found before stands until then. */
export function registerCheckWorkspace(
  services: Pick<WorkspaceCheckServices, 'notify' | 'translate'>,
  check: WorkspaceCheck,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async () => {
    await vscode.commands.executeCommand(`${viewId}.focus`);
    // The view says what to do about it.
    if ((vscode.workspace.workspaceFolders ?? []).length === 0) return;
    const title = vscode.l10n.t('Checking Certificate Files');
    try {
      await withProgress(title, (progress, token) => run(check, { progress, token, ...services }));
    } catch (error) {
      services.notify.failure(error, { doing: title, retry: () => void vscode.commands.executeCommand(id) });
    }
  });
}

interface ProgressParts extends Pick<WorkspaceCheckServices, 'translate'> {
  readonly progress: Progress;
  readonly token: vscode.CancellationToken;
}

async function run(check: WorkspaceCheck, { progress, token, translate }: ProgressParts): Promise<void> {
  let metadata = 0;
  const subscriptions = [
    token.onCancellationRequested(() => check.cancel()),
    check.onDidChange(() => {
      const now = check.progress;
      if (now.kind !== 'checking') return;
      const percent = now.total ? Math.floor((100 * now.done) / now.total) : 0;
      // Once a hundredth, or VS Code would be busy drawing it.
      if (percent > metadata)
        progress.report({
          message: progressText(now, { translate, language: vscode.env.language }),
          increment: percent - metadata,
        });
      metadata = percent;
    }),
  ];
  try {
    await check.run();
  } finally {
    for (const subscription of subscriptions) subscription.dispose();
  }
}
