import * as vscode from 'vscode';
import type { PromptAction } from '../prompts/promptSession';
import { showOpenDialog } from '../window/dialogs';

/** Returns the button of an input box for a path, which takes the path from a dialog with this title. */
export const chooseFileAction = (title: string): PromptAction => ({
  icon: 'folder-opened',
  tooltip: vscode.l10n.t('Choose File…'),
  run: async () => {
    const [file] = (await showOpenDialog({ title, openLabel: vscode.l10n.t('Choose') })) ?? [];
    return file?.fsPath;
  },
});
