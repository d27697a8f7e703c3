import * as vscode from 'vscode';
import type { Span } from '../../core/model';
import type { TextRange } from '../../core/pem/lineStarts';

export const toRange = (document: vscode.TextDocument, { start, end }: Span): vscode.Range =>
  new vscode.Range(document.positionAt(start), document.positionAt(end));

export const toEditorRange = ({ start, end }: TextRange): vscode.Range =>
  new vscode.Range(start.line, start.character, end.line, end.character);
