import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import { chooseConnection } from '../connection/choose';
import { confirm } from '../prompts/prompts';
import { setStatusBarMessage } from '../window/messages';
import type { Services } from '../services';

const id: CommandId = 'api7Certificates.clearToken';

/** Deletes the token of a connection from the secret storage. */
export function registerClearToken({
  connections,
  notify,
}: Pick<Services, 'connections' | 'notify'>): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (argument: unknown) => {
    const connection = await chooseConnection(argument, { connections, title: vscode.l10n.t('Clear Token') });
    if (!connection) return;
    const isMeant = await confirm({
      message: vscode.l10n.t('Delete the token of “{0}”?', connection.name),
      detail: vscode.l10n.t(
        'It is deleted from the secret storage of this machine, and cannot be brought back from there. Nothing changes at {0}.',
        connection.address,
      ),
      action: vscode.l10n.t('Delete Token'),
    });
    if (!isMeant) return;
    try {
      await connections.clearToken(connection.id);
      setStatusBarMessage(vscode.l10n.t('The token of “{0}” is deleted.', connection.name), 5_000);
    } catch (error) {
      notify.failure(error, { doing: vscode.l10n.t('Deleting the token of “{0}”', connection.name) });
    }
  });
}
