import * as vscode from 'vscode';
import type { EditorServices } from './editorServices';
import { pemLanguage } from '../files/pemDocuments';

/** Each block folds to its BEGIN line. */
export function registerFolding({ documents }: EditorServices): vscode.Disposable {
  return vscode.languages.registerFoldingRangeProvider(pemLanguage, {
    provideFoldingRanges: async (document) =>
      (await documents.read(document))?.parts.flatMap(({ block: { span }, member }) => {
        if (member && member.index > 0) return [];
        const [start, end] = [document.positionAt(span.start).line, document.positionAt(span.end).line];
        return end > start ? [new vscode.FoldingRange(start, end, vscode.FoldingRangeKind.Region)] : [];
      }),
  });
}
