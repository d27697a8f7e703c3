import * as vscode from 'vscode';
import type { CommandId } from '../../../ids';
import { DisposableStore } from '../../base/disposables';
import { createLens } from '../../window/editorTexts';
import { chainGap, codeOf } from '../findingDiagnostic';

/**
 * Shows Complete the Chain above each certificate that an issuer is missing behind. Goes by the finding, which alone
 * decides where one is missing for certain.
 */
export function registerChainLenses(
  selector: vscode.DocumentSelector,
  isShown: (document: vscode.TextDocument) => boolean = () => true,
): vscode.Disposable {
  const own = new DisposableStore();
  const changes = own.add(new vscode.EventEmitter<void>());
  const shown = new Set<string>();
  own.add(
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      const isConcerned = (uri: vscode.Uri): boolean => shown.has(uri.toString()) || gapsOf(uri).length > 0;
      if (uris.some(isConcerned)) changes.fire();
    }),
  );
  own.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => shown.delete(uri.toString())));
  own.add(
    vscode.languages.registerCodeLensProvider(selector, {
      onDidChangeCodeLenses: changes.event,
      provideCodeLenses: (document) => {
        const lenses = isShown(document) ? gapsOf(document.uri).map(({ range }) => toLens(document, range)) : [];
        if (lenses.length > 0) shown.add(document.uri.toString());
        else shown.delete(document.uri.toString());
        return lenses;
      },
    }),
  );
  return own;
}

const gapsOf = (uri: vscode.Uri): readonly vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(uri).filter((diagnostic) => codeOf(diagnostic) === chainGap);

function toLens(document: vscode.TextDocument, range: vscode.Range): vscode.CodeLens {
  const command: CommandId = 'api7Certificates.completeChain';
  const place = [document.uri, document.offsetAt(range.start)];
  return createLens(range, { title: vscode.l10n.t('Complete the Chain'), command, arguments: place });
}
