import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import { toVisibleText } from '../../shared/visibleText';
import { toCertificateRows } from '../tree/rowArgument';

const id: CommandId = 'api7Certificates.copyCertificateId';

/** Copies the ids of the selected certificates, one a line. */
export function registerCopyCertificateId(): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (argument: unknown, selection: unknown) => {
    const ids = [...new Set(toCertificateRows(argument, selection).map(({ entry }) => toVisibleText(entry.stored.id)))];
    if (ids.length > 0) await vscode.env.clipboard.writeText(ids.join('\n'));
  });
}
