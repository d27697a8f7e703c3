import * as vscode from 'vscode';
import type { TextRange } from '../../core/lineStarts';

export const toEditorRange = ({ start, end }: TextRange): vscode.Range =>
  new vscode.Range(start.line, start.character, end.line, end.character);
