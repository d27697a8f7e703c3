import * as vscode from 'vscode';
import type { PemDocument } from '../../core/document/document';
import { pairingOf } from '../../core/document/pairs';
import type { Cooperative } from '../../shared/cooperative';
import type { CommandId } from '../../ids';
import { createLens } from '../window/lensCommand';
import type { EditorServices } from './editorServices';
import { inHostSlices } from '../base/slices';
import { pemLanguage } from '../files/pemDocuments';
import { toRange } from '../base/ranges';

/** Above each private key that can be told: its certificate in this text, or the way to it. Reads no file by itself. */
export function registerKeyLenses({ documents }: EditorServices): vscode.Disposable {
  const provideCodeLenses = async (
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeLens[] | undefined> => {
    const read = await documents.read(document);
    return read ? inHostSlices(toLenses(document, read), () => !token.isCancellationRequested) : [];
  };
  return vscode.languages.registerCodeLensProvider(pemLanguage, { provideCodeLenses });
}

function* toLenses(document: vscode.TextDocument, read: PemDocument): Cooperative<vscode.CodeLens[]> {
  const command: CommandId = 'api7Certificates.goToMatch';
  const lenses: vscode.CodeLens[] = [];
  for (const [index, { block, key }] of read.parts.entries()) {
    yield;
    if (key?.status !== 'plain') continue;
    const pairing = pairingOf(read, index);
    const title =
      pairing.kind === 'fits'
        ? vscode.l10n.t('key of block {0}', pairing.blocks.join(', '))
        : vscode.l10n.t('Go to Certificate');
    lenses.push(
      createLens(toRange(document, block.begin), { title, command, arguments: [document.uri, block.begin.start] }),
    );
  }
  return lenses;
}
