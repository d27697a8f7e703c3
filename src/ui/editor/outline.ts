import * as vscode from 'vscode';
import { spansAround } from '../../core/document/document';
import type { OutlineEntry } from '../../core/document/outline';
import { toOutlineSteps } from '../../core/document/outline';
import { inHostSlices } from '../../shared/turns';
import { clockOf } from '../base/clock';
import { toRange } from '../base/ranges';
import { pemLanguage } from '../files/pemDocuments';
import { createSymbol } from '../window/editorTexts';
import type { EditorServices } from './editorServices';

/** Registers one symbol a block: the outline, the breadcrumbs and Go to Symbol. */
export function registerOutline({ documents, now, settings, translate }: EditorServices): vscode.Disposable {
  const options = () => ({ ...clockOf({ now, settings }), translate });
  return vscode.languages.registerDocumentSymbolProvider(
    pemLanguage,
    {
      provideDocumentSymbols: async (document, token) => {
        const read = await documents.read(document);
        const entries =
          read && (await inHostSlices(toOutlineSteps(read, options()), () => !token.isCancellationRequested));
        return entries?.map((entry) => toSymbol(document, entry));
      },
    },
    { label: 'PEM' },
  );
}

export function toSymbol(
  document: vscode.TextDocument,
  { kind, name, detail, span, begin, state }: OutlineEntry,
): vscode.DocumentSymbol {
  const symbol = createSymbol({
    name,
    detail,
    kind: symbolKinds[kind] ?? vscode.SymbolKind.Object,
    range: toRange(document, span),
    selectionRange: toRange(document, begin),
  });
  // Struck through; the detail says it in words.
  if (state === 'expired') symbol.tags = [vscode.SymbolTag.Deprecated];
  return symbol;
}

const symbolKinds: Readonly<Partial<Record<OutlineEntry['kind'], vscode.SymbolKind>>> = {
  certificate: vscode.SymbolKind.Class,
  privateKey: vscode.SymbolKind.Key,
  encryptedPrivateKey: vscode.SymbolKind.Key,
  publicKey: vscode.SymbolKind.Key,
  certificateRequest: vscode.SymbolKind.Interface,
  crl: vscode.SymbolKind.Array,
};

/** Registers folding: each block folds to its BEGIN line. */
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

/** Registers Expand Selection: line, body, block, document. */
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
