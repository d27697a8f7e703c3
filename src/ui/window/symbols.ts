import * as vscode from 'vscode';
import { toInertText } from './inertText';

/** A row of the outline, the breadcrumbs and Go to Symbol, which draws icons of what it is called. */
export interface SymbolText {
  readonly name: string;
  readonly detail: string;
  readonly kind: vscode.SymbolKind;
  /** All of it, and what is selected where it is chosen. */
  readonly range: vscode.Range;
  readonly selectionRange: vscode.Range;
}

export const createSymbol = ({ name, detail, kind, range, selectionRange }: SymbolText): vscode.DocumentSymbol =>
  new vscode.DocumentSymbol(toInertText(name), toInertText(detail), kind, range, selectionRange);
