import * as vscode from 'vscode';
import type { Connection } from '../../app/connections/connections';
import type { Gateway, Identity } from '../../gateway/gateway';
import type { CommandId } from '../../ids';
import { chooseConnection } from '../connection/choose';
import { showInformationMessage, showWarningMessage } from '../window/messages';
import { withProgress } from '../window/progress';
import type { Services } from '../services';

const id: CommandId = 'api7Certificates.testConnection';

type Parts = Pick<Services, 'connections' | 'notify' | 'log' | 'translate'>;

/** Asks a gateway who it is, and says what it answers. */
export function registerTestConnection(services: Parts): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (argument: unknown) => {
    const { connections } = services;
    const connection = await chooseConnection(argument, { connections, title: vscode.l10n.t('Test Connection') });
    if (connection) await test(connection, services);
  });
}

async function test(connection: Connection, services: Parts): Promise<void> {
  const opened = await services.connections.open(connection.id);
  if (!opened.ok) return services.notify.unready(opened, connection);
  const doing = vscode.l10n.t('Testing {0}', connection.name);
  try {
    await tell(connection, await check(opened.gateway, doing), services);
  } catch (error) {
    services.notify.failure(error, { doing, connection, retry: () => void test(connection, services) });
  }
}

async function check(gateway: Gateway, title: string): Promise<Identity> {
  const abort = new AbortController();
  return withProgress(title, (_progress, token) => {
    token.onCancellationRequested(() => abort.abort());
    return gateway.check(abort.signal);
  });
}

async function tell(
  connection: Connection,
  { description, warnings }: Identity,
  { log, translate }: Parts,
): Promise<void> {
  log.info(`${connection.name} answers: ${[description, ...warnings].join(' ')}`);
  const sentence = vscode.l10n.t('{0} answers: {1}.', connection.name, description);
  if (warnings.length === 0) await showInformationMessage(sentence);
  else await showWarningMessage([sentence, ...warnings.map((warning) => translate(warning))].join(' '));
}
