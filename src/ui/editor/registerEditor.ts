import * as vscode from 'vscode';
import { clockOf } from '../base/clock';
import { DisposableStore } from '../base/disposables';
import { toRange } from '../base/ranges';
import { pemLanguage } from '../files/pemDocuments';
import { toHover } from '../window/editorTexts';
import { registerChainLenses } from './chain/chainLenses';
import { registerCodeActions } from './codeActions';
import { registerDiagnostics } from './diagnostics';
import type { EditorServices } from './editorServices';
import { hoverText } from './hoverText';
import { registerKeyLenses, registerLenses } from './lenses';
import { registerFolding, registerOutline, registerSelection } from './outline';
import { registerSplitActions } from './split/splitActions';
import { registerTurnOff } from './turnOff';

/** The features of the language `pem` in a text editor. They need no gateway and no trust. */
const features: readonly ((services: EditorServices) => vscode.Disposable)[] = [
  () => registerChainLenses(pemLanguage),
  registerCodeActions,
  registerDiagnostics,
  registerFolding,
  registerHover,
  registerKeyLenses,
  registerLenses,
  registerOutline,
  registerSelection,
  registerSplitActions,
  () => registerTurnOff(pemLanguage),
];

export function registerEditor(services: EditorServices): vscode.Disposable {
  const own = new DisposableStore();
  for (const register of features) own.add(register(services));
  return own;
}

/** Shows what a block holds, wherever in it the pointer rests. */
function registerHover({ documents, now, settings, translate }: EditorServices): vscode.Disposable {
  return vscode.languages.registerHoverProvider(pemLanguage, {
    provideHover: async (document, position) => {
      const read = await documents.read(document);
      const offset = document.offsetAt(position);
      const index = read?.parts.findIndex(({ block: { span } }) => span.start <= offset && offset <= span.end) ?? -1;
      const part = read?.parts[index];
      const text = read && part && hoverText(read, index, { ...clockOf({ now, settings }), translate });
      if (text === undefined || !part) return undefined;
      return toHover(text, toRange(document, part.block.span));
    },
  });
}
