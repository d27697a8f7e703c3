import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import { showInformationMessage } from '../window/messages';

/** Says that there is no connection, with Add Connection beside it. */
export async function offerConnection(sentence: string): Promise<void> {
  const add = vscode.l10n.t('Add Connection');
  const answer = await showInformationMessage(sentence, add);
  if (answer === add) await vscode.commands.executeCommand('api7Certificates.addConnection' satisfies CommandId);
}
