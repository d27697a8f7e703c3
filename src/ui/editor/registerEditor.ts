import type * as vscode from 'vscode';
import { DisposableStore } from '../disposables';
import type { Services } from '../services';
import type { EditorServices } from './editorServices';
import { registerCodeActions } from './codeActions';
import { registerFolding } from './folding';
import { registerHover } from './hover';
import { registerLenses } from './lenses';
import { registerOutline } from './outline';
import { PemDocuments } from './pemDocuments';
import { registerSelection } from './selection';

/** What the language `pem` offers in a text editor, beside diagnostics: one line a feature. Needs no gateway and no trust. */
const features: readonly ((services: EditorServices) => vscode.Disposable)[] = [registerCodeActions, registerFolding, registerHover, registerLenses, registerOutline, registerSelection];

export function registerEditor(services: Services): vscode.Disposable {
  const own = new DisposableStore();
  const documents = own.add(new PemDocuments());
  for (const register of features) own.add(register({ ...services, documents }));
  return own;
}
