import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import type { Services } from '../services';

const id: CommandId = 'api7Certificates.showFailure';

/**
 * Says why the only connection shows no certificates, in the gateway's own words. VS Code shows no changing text in a
 * welcome view, and no welcome view beneath a message.
 */
export function registerShowFailure({
  connections,
  inventory,
  notify,
}: Pick<Services, 'connections' | 'inventory' | 'notify'>): vscode.Disposable {
  return vscode.commands.registerCommand(id, () => {
    const [connection] = connections.all;
    if (!connection) return;
    const state = inventory.state(connection.id);
    if (state.kind !== 'failed') return;
    const { failure } = state;
    if (failure.reason === 'gateway')
      notify.failure(failure.error, {
        doing: connection.name,
        connection,
        retry: () => void inventory.refresh(connection.id),
      });
    else notify.unready(failure, connection);
  });
}
