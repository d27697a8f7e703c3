import * as vscode from 'vscode';
import { toRange } from '../base/ranges';
import { pemLanguage } from '../files/pemDocuments';
import { toHover } from '../window/hoverMarkdown';
import type { EditorServices } from './editorServices';
import { hoverText } from './hoverText';

/** Shows what a block holds, wherever in it the pointer rests. */
export function registerHover({ documents, now, settings, translate }: EditorServices): vscode.Disposable {
  return vscode.languages.registerHoverProvider(pemLanguage, {
    provideHover: async (document, position) => {
      const read = await documents.read(document);
      const offset = document.offsetAt(position);
      const index = read?.parts.findIndex(({ block: { span } }) => span.start <= offset && offset <= span.end) ?? -1;
      const part = read?.parts[index];
      const text =
        read && part && hoverText(read, index, { now: now(), warningDays: settings.expiryWarningDays, translate });
      if (text === undefined || !part) return undefined;
      return toHover(text, toRange(document, part.block.span));
    },
  });
}
