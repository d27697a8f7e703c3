import * as vscode from 'vscode';
import { spansAround } from '../../core/document/blockSpans';
import type { EditorServices } from './editorServices';
import { pemLanguage } from '../files/pemDocuments';
import { toRange } from '../base/ranges';

/** Expand Selection: line, body, block, document. */
export function registerSelection({ documents }: EditorServices): vscode.Disposable {
  return vscode.languages.registerSelectionRangeProvider(pemLanguage, {
    provideSelectionRanges: async (document, positions) => {
      const read = await documents.read(document);
      if (!read) return undefined;
      const text = document.getText();
      return positions.map((position) => {
        const outermostFirst = spansAround(text, read, document.offsetAt(position)).toReversed();
        const whole = new vscode.SelectionRange(toRange(document, { start: 0, end: text.length }));
        return outermostFirst
          .slice(1)
          .reduce((outer, span) => new vscode.SelectionRange(toRange(document, span), outer), whole);
      });
    },
  });
}
