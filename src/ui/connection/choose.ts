import * as vscode from 'vscode';
import type { Connection, Connections } from '../../app/connections/connections';
import type { CommandId } from '../../ids';
import { pick } from '../prompts/pickPrompt';
import { showInformationMessage } from '../window/messages';

/**
 * The connection a command is about: the one of the row it was called on, the only one there is, or the one the person
 * chooses. Only the id is taken from the argument; the rest from the settings.
 */
export async function chooseConnection(
  argument: unknown,
  { connections, title }: { readonly connections: Pick<Connections, 'all' | 'find'>; readonly title: string },
): Promise<Connection | undefined> {
  const id = idIn(argument);
  if (id !== undefined) return connections.find(id);
  const [first, second] = connections.all;
  if (!first) {
    await offerToAdd();
    return undefined;
  }
  if (!second) return first;
  const answer = await pick({
    title,
    placeholder: vscode.l10n.t('Which connection?'),
    choices: connections.all.map((connection) => ({
      label: connection.name,
      description: connection.address,
      value: connection,
    })),
  });
  return answer.kind === 'value' ? answer.value : undefined;
}

function idIn(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('connection' in argument)) return undefined;
  const { connection } = argument;
  return typeof connection === 'object' &&
    connection !== null &&
    'id' in connection &&
    typeof connection.id === 'string'
    ? connection.id
    : undefined;
}

async function offerToAdd(): Promise<void> {
  const add = vscode.l10n.t('Add Connection');
  const answer = await showInformationMessage(vscode.l10n.t('There is no connection yet.'), add);
  if (answer === add) await vscode.commands.executeCommand('api7Certificates.addConnection' satisfies CommandId);
}
