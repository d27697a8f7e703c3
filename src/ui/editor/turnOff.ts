import * as vscode from 'vscode';
import type { CommandId, SettingName } from '../../ids';
import { showInformationMessage } from '../window/messages';
import { codeOf, findingSource } from './findingDiagnostic';

const command: CommandId = 'api7Certificates.turnOffFinding';
const setting: SettingName = 'api7Certificates.diagnostics.severity';

/** The check behind a finding, and a file that it was found in. */
export interface FindingTarget {
  /** `Uri.toString()` */
  readonly uri: string;
  readonly code: string;
}

/** Offers to turn off the check behind a finding: below its fixes, and never as the preferred one. */
export const registerTurnOff = (
  selector: vscode.DocumentSelector,
  isConcerned: (document: vscode.TextDocument) => boolean = () => true,
): vscode.Disposable =>
  vscode.languages.registerCodeActionsProvider(
    selector,
    {
      provideCodeActions(document, _range, { diagnostics }) {
        const ours = diagnostics.filter(({ source, code }) => source === findingSource && code !== undefined);
        if (ours.length === 0 || !isConcerned(document)) return [];
        const isInFolder = vscode.workspace.getWorkspaceFolder(document.uri) !== undefined;
        return [...new Set(ours.map(codeOf))].map((code) => {
          const title = isInFolder
            ? vscode.l10n.t('Turn off “{0}” in this workspace folder', code)
            : vscode.l10n.t('Turn off “{0}”', code);
          const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
          const target: FindingTarget = { uri: document.uri.toString(), code };
          action.command = { command, title, arguments: [target] };
          action.diagnostics = ours.filter((diagnostic) => codeOf(diagnostic) === code);
          return action;
        });
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );

/** Turns the check off in the settings of the file's folder, or the person's where it has none, and offers Undo. */
export async function turnOffCheck({ uri, code }: FindingTarget): Promise<void> {
  const file = vscode.Uri.parse(uri);
  const folder = vscode.workspace.getWorkspaceFolder(file);
  const isOneOfSeveral = (vscode.workspace.workspaceFolders ?? []).length > 1;
  const scope = !folder
    ? vscode.ConfigurationTarget.Global
    : isOneOfSeveral
      ? vscode.ConfigurationTarget.WorkspaceFolder
      : vscode.ConfigurationTarget.Workspace;
  const configuration = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration(undefined, file);
  const read = (): Readonly<Record<string, unknown>> => {
    const values = configuration().inspect<Readonly<Record<string, unknown>>>(setting);
    return (
      (!folder ? values?.globalValue : isOneOfSeveral ? values?.workspaceFolderValue : values?.workspaceValue) ?? {}
    );
  };
  // The others stay, also those that are turned off meanwhile.
  const change = (severity: unknown): Thenable<void> => {
    const { [code]: _, ...others } = read();
    const next = severity === undefined ? others : { ...others, [code]: severity };
    return configuration().update(setting, Object.keys(next).length > 0 ? next : undefined, scope);
  };
  const before = read()[code];
  await change('off');
  void offerUndo(
    folder
      ? vscode.l10n.t('“{0}” is turned off in the settings of the folder “{1}”.', code, folder.name)
      : vscode.l10n.t('“{0}” is turned off in your settings.', code),
    () => change(before),
  );
}

async function offerUndo(sentence: string, undo: () => Thenable<void>): Promise<void> {
  const action = vscode.l10n.t('Undo');
  if ((await showInformationMessage(sentence, action)) === action) await undo();
}
