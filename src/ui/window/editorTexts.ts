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

const toCommand = ({ title, command, arguments: values }: LensCommand): vscode.Command => ({
  title: toInertText(title),
  command,
  arguments: [...values],
});

/** A row of the outline, the breadcrumbs and Go to Symbol, which draws icons of what it is called. */
interface SymbolText {
  readonly name: string;
  readonly detail: string;
  readonly kind: vscode.SymbolKind;
  /** All of it, and what is selected where it is chosen. */
  readonly range: vscode.Range;
  readonly selectionRange: vscode.Range;
}

export const createSymbol = ({ name, detail, kind, range, selectionRange }: SymbolText): vscode.DocumentSymbol =>
  new vscode.DocumentSymbol(toInertText(name), toInertText(detail), kind, range, selectionRange);

/**
 * Makes Markdown for a hover or a tooltip, in which every foreign text is a code span of `toCodeSpan`: runs no command,
 * draws no icon, takes no HTML.
 */
export function toHoverMarkdown(text: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(text, false);
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  return markdown;
}

export const toHover = (text: string, range: vscode.Range): vscode.Hover =>
  new vscode.Hover(toHoverMarkdown(text), range);
