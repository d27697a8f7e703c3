import * as vscode from 'vscode';
import { spansAround } from '../../core/blockSpans';
import type { Services } from '../services';
import { pemLanguage } from './pemDocuments';
import { toRange } from './ranges';

/** Expand Selection: line, body, block, document. */
export function registerSelection({ documents }: Services): vscode.Disposable {
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
