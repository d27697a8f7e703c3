import * as vscode from 'vscode';
import { toOutlineSteps } from '../../core/document/outline';
import type { OutlineEntry } from '../../core/document/outline';
import type { EditorServices } from './editorServices';
import { inHostSlices } from '../base/slices';
import { pemLanguage } from '../files/pemDocuments';
import { toRange } from '../base/ranges';

/** One symbol a block: the outline, the breadcrumbs and Go to Symbol. */
export function registerOutline({ documents, now, settings, translate }: EditorServices): vscode.Disposable {
  const options = () => ({ now: now(), warningDays: settings.expiryWarningDays, translate });
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

function toSymbol(
  document: vscode.TextDocument,
  { kind, name, detail, span, begin, state }: OutlineEntry,
): vscode.DocumentSymbol {
  const symbol = new vscode.DocumentSymbol(
    name,
    detail,
    symbolKinds[kind] ?? vscode.SymbolKind.Object,
    toRange(document, span),
    toRange(document, begin),
  );
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
