import type * as vscode from 'vscode';
import { DisposableStore } from '../base/disposables';
import type { EditorServices } from './editorServices';
import { registerCodeActions } from './codeActions';
import { registerDiagnostics } from './diagnostics';
import { registerFolding } from './folding';
import { registerHover } from './hover';
import { registerKeyLenses } from './keyLenses';
import { registerLenses } from './lenses';
import { registerOutline } from './outline';
import { registerSelection } from './selection';
import { registerSplitActions } from './split/splitActions';

/** What the language `pem` offers in a text editor: one line a feature. Needs no gateway and no trust. */
const features: readonly ((services: EditorServices) => vscode.Disposable)[] = [
  registerCodeActions,
  registerDiagnostics,
  registerFolding,
  registerHover,
  registerKeyLenses,
  registerLenses,
  registerOutline,
  registerSelection,
  registerSplitActions,
];

export function registerEditor(services: EditorServices): vscode.Disposable {
  const own = new DisposableStore();
  for (const register of features) own.add(register(services));
  return own;
}
