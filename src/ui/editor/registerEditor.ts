import type * as vscode from 'vscode';
import { DisposableStore } from '../base/disposables';
import { pemLanguage } from '../files/pemDocuments';
import { registerChainLenses } from './chain/chainLenses';
import { registerCodeActions } from './codeActions';
import { registerDiagnostics } from './diagnostics';
import type { EditorServices } from './editorServices';
import { registerHover } from './hover';
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
