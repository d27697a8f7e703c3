import * as vscode from 'vscode';

interface GitExtension {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: vscode.Event<boolean>;
  getAPI(version: 1): { openRepository(root: vscode.Uri): Promise<unknown> };
}

const setEnabled = (isEnabled: boolean): Thenable<void> =>
  vscode.workspace.getConfiguration('git').update('enabled', isEnabled, vscode.ConfigurationTarget.Global);

/** Has VS Code's own git look at a repository, until {@link switchGitOff}. */
export async function openRepository(folder: string): Promise<void> {
  const git = await vscode.extensions.getExtension<GitExtension>('vscode.git')?.activate();
  if (!git) throw new Error('There is no git extension');
  // Once it was enabled it stays so, whatever the setting, by which it then opens repositories or does not.
  const enabled = git.enabled ? undefined : new Promise<void>((resolve) => git.onDidChangeEnablement(() => resolve()));
  await setEnabled(true);
  await enabled;
  await git.getAPI(1).openRepository(vscode.Uri.file(folder));
}

export const switchGitOff = (): Thenable<void> => setEnabled(false);
