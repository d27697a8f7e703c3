import * as vscode from 'vscode';
import { toInertText } from './inertText';

/** A line of text above code, and the command it runs; empty where it only says something. */
export interface LensCommand {
  readonly title: string;
  readonly command: string;
  readonly arguments: readonly unknown[];
}

/** One certificate of a file, as commands take it: by its SHA-256 fingerprint. */
export interface FileCertificateTarget {
  readonly uri: string;
  readonly certificate: string;
}

export const createLens = (range: vscode.Range, command: LensCommand): vscode.CodeLens =>
  new vscode.CodeLens(range, toCommand(command));

/** Gives a lens its text, once that is known. */
export function resolveLens(lens: vscode.CodeLens, command: LensCommand): vscode.CodeLens {
  lens.command = toCommand(command);
  return lens;
}

const toCommand = ({ title, command, arguments: given }: LensCommand): vscode.Command => ({
  title: toInertText(title),
  command,
  arguments: [...given],
});
