import * as vscode from 'vscode';
import type { PromptAction } from './promptSession';

/** More is no ID. */
const maxLength = 10_000;

/**
 * Makes a button beside the title of a prompt that puts in what the person copied: line breaks become spaces, but for
 * the last.
 */
export const pasteAction = (): PromptAction => ({
  icon: 'clippy',
  tooltip: vscode.l10n.t('Paste from Clipboard'),
  run: async () =>
    (await vscode.env.clipboard.readText())
      .slice(0, maxLength)
      .replace(/[\r\n]+$/, '')
      .replace(/[\r\n]+/g, ' '),
});
