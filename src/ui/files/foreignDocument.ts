import * as vscode from 'vscode';
import { isCertificatePath, mayHoldCertificate } from '../../app/sources/certificateNames';
import type { SettingName } from '../../ids';

/** Returns whether a document is in the language `pem`. */
export const isPemDocument = ({ languageId }: vscode.TextDocument): boolean => languageId === 'pem';

/** Returns whether a document is taken for certificates and keys as a whole. */
export const isCertificateDocument = (document: vscode.TextDocument): boolean =>
  isPemDocument(document) || isCertificatePath(document.uri.path);

/**
 * Returns whether a document is about something else than certificates, which may be values in it: a manifest, a
 * program.
 */
export const isForeignDocument = (document: vscode.TextDocument): boolean => {
  const { scheme } = document.uri;
  return (
    !isCertificateDocument(document) &&
    (scheme === 'untitled' || (scheme !== 'git' && vscode.workspace.fs.isWritableFileSystem(scheme) === true))
  );
};

/** Read for a resource: a folder may go without. */
export const isForeignEnabled = (uri: vscode.Uri): boolean =>
  vscode.workspace.getConfiguration(undefined, uri).get('api7Certificates.embedded.enabled' satisfies SettingName) !==
  false;

/**
 * Calls with the first document that may hold such values, or at once where there is one; also when they are pasted.
 */
export function whenForeignIsOpen(act: () => void): vscode.Disposable {
  const actOn = (document: vscode.TextDocument, text: string): void => {
    if (mayHoldCertificate(text) && isForeignDocument(document) && isForeignEnabled(document.uri)) act();
  };
  for (const document of vscode.workspace.textDocuments)
    if (isForeignDocument(document)) actOn(document, document.getText());
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (isForeignDocument(document)) actOn(document, document.getText());
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      for (const { text } of contentChanges) if (text.length > 20) actOn(document, text);
    }),
  );
}
