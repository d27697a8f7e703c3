import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import { chooseConnection } from '../connection/choose';
import { confirm } from '../prompts/prompts';
import type { Services } from '../services';

const id: CommandId = 'api7Certificates.removeConnection';

/** Forgets a connection and its token. Nothing changes on the gateway. */
export function registerRemoveConnection({
  connections,
  dialects,
  notify,
  log,
}: Pick<Services, 'connections' | 'dialects' | 'notify' | 'log'>): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (argument: unknown) => {
    const connection = await chooseConnection(argument, { connections, title: vscode.l10n.t('Remove Connection') });
    if (!connection) return;
    const isMeant = await confirm({
      message: vscode.l10n.t('Remove the connection “{0}”?', connection.name),
      detail: vscode.l10n.t(
        '{0} at {1}. Its token is deleted from the secret storage of this machine. Nothing changes on the gateway.',
        dialects.get(connection.dialect)?.label ?? connection.dialect,
        connection.address,
      ),
      action: vscode.l10n.t('Remove'),
    });
    if (!isMeant) return;
    try {
      await connections.remove(connection.id);
      log.info(`Removed the connection ${connection.name}`);
    } catch (error) {
      notify.failure(error, { doing: vscode.l10n.t('Removing the connection “{0}”', connection.name) });
    }
  });
}
