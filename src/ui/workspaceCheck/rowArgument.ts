import * as vscode from 'vscode';

/** The file that a command was called on: the Explorer's, or that of a row of the workspace check. */
export function uriOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (typeof argument !== 'object' || argument === null || !('uri' in argument) || typeof argument.uri !== 'string')
    return undefined;
  return vscode.Uri.parse(argument.uri, true);
}
