import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import { toVisibleText } from '../../shared/visibleText';
import { setStatusBarMessage } from '../window/messages';
import { toCertificateRows } from '../tree/rowArgument';

const id: CommandId = 'api7Certificates.copyCertificateNames';

/** Copies the names of the selected certificates, one a line. What would break a line or hide in a terminal is written out. */
export function registerCopyCertificateNames(): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (argument: unknown, selection: unknown) => {
    const names = [
      ...new Set(toCertificateRows(argument, selection).flatMap(({ entry }) => entry.names.map(toVisibleText))),
    ];
    if (names.length > 0) await vscode.env.clipboard.writeText(names.join('\n'));
    else setStatusBarMessage(vscode.l10n.t('This certificate has no names to copy.'), 5_000);
  });
}
