import * as vscode from 'vscode';
import type { Connection, Connections } from '../../app/connections/connections';
import { pick } from '../prompts/pickPrompt';
import { offerConnection } from '../prompts/prompts';

/**
 * Returns the connection a command is about: the one of the row it was called on, the only one there is, or the one the
 * person chooses.
 */
export async function chooseConnection(
  id: string | undefined,
  { connections, title }: { readonly connections: Pick<Connections, 'all' | 'find'>; readonly title: string },
): Promise<Connection | undefined> {
  if (id !== undefined) return connections.find(id);
  const [first, second] = connections.all;
  if (!first) {
    await offerConnection(vscode.l10n.t('There is no connection yet.'));
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
