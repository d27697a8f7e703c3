import * as vscode from 'vscode';
import type { PemDocument } from '../../core/document';
import { pairingOf } from '../../core/pairs';
import type { CommandId } from '../../ids';
import type { Services } from '../services';
import { pemLanguage } from './pemDocuments';
import { toRange } from './ranges';

/** Above each private key that can be told: its certificate in this text, or the way to it. Reads no file by itself. */
export function registerKeyLenses({ documents }: Services): vscode.Disposable {
  const provideCodeLenses = async (document: vscode.TextDocument): Promise<vscode.CodeLens[]> => {
    const read = await documents.read(document);
    return read ? toLenses(document, read) : [];
  };
  return vscode.languages.registerCodeLensProvider(pemLanguage, { provideCodeLenses });
}

function toLenses(document: vscode.TextDocument, read: PemDocument): vscode.CodeLens[] {
  const command: CommandId = 'api7Certificates.goToMatch';
  return read.parts.flatMap(({ block, key }, index) => {
    if (key?.status !== 'plain') return [];
    const pairing = pairingOf(read, index);
    const title = pairing.kind === 'fits' ? vscode.l10n.t('key of block {0}', pairing.blocks.join(', ')) : vscode.l10n.t('Go to Certificate');
    return [new vscode.CodeLens(toRange(document, block.begin), { title, command, arguments: [document.uri, block.begin.start] })];
  });
}
