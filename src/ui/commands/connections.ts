import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { addressSentence, checkAddress } from '../../app/connections/address';
import type { Connection, Connections } from '../../app/connections/connections';
import { checkToken } from '../../app/connections/token';
import type { DialectId, Identity } from '../../gateway/gateway';
import type { ViewId } from '../../ids';
import { chooseConnection } from '../connection/choose';
import type { ConnectionServices } from '../connection/connectionServices';
import { editFields } from '../connection/edit';
import type { WizardServices } from '../connection/fields';
import { judgeToken, tokenPrompt } from '../connection/tokenStep';
import { keepEvenInMemory, runWizard } from '../connection/wizard';
import { openGateway } from '../prompts/notify';
import { confirm, password } from '../prompts/prompts';
import { setStatusBarMessage, showInformationMessage, showWarningMessage, withProgress } from '../window/messages';
import type { ConnectionTarget } from './arguments';

type Needs<Name extends keyof ConnectionServices> = Pick<ConnectionServices, 'connections' | 'notify' | Name>;

const inventoryView: ViewId = 'api7Certificates.inventory';
const firstOffered: DialectId = 'api7cloud';

const choose = (
  { connection }: ConnectionTarget,
  title: string,
  connections: Connections,
): Promise<Connection | undefined> => chooseConnection(connection, { connections, title });

/** Asks for a gateway step by step, tries it out, and saves it. */
export async function addConnection(services: WizardServices): Promise<void> {
  const draft = {
    id: randomUUID(),
    dialect: firstOffered,
    address: services.dialects.get(firstOffered)?.defaultAddress ?? '',
    caFile: '',
    clientCertificateFile: '',
    clientKeyFile: '',
    token: '',
    isTokenKept: false,
    name: '',
    production: false,
    readOnly: false,
  };
  if (await runWizard(vscode.l10n.t('Add Connection'), draft, services))
    await vscode.commands.executeCommand(`${inventoryView}.focus`);
}

/**
 * Changes fields of a connection, one after the other. For another origin the token is asked for anew; the kept one is
 * not sent there.
 */
export async function editConnection(services: WizardServices, target: ConnectionTarget): Promise<void> {
  const connection = await choose(target, vscode.l10n.t('Edit Connection'), services.connections);
  if (connection) await editFields(connection, { ...services, field: target.field });
}

/** Forgets a connection and its token. Nothing changes on the gateway. */
export async function removeConnection(
  { connections, dialects, notify, log }: Needs<'dialects' | 'log'>,
  target: ConnectionTarget,
): Promise<void> {
  const connection = await choose(target, vscode.l10n.t('Remove Connection'), connections);
  if (!connection) return;
  const isConfirmed = await confirm({
    message: vscode.l10n.t('Remove the connection “{0}”?', connection.name),
    detail: vscode.l10n.t(
      '{0} at {1}. Its token is deleted from the secret storage of this machine. Nothing changes on the gateway.',
      dialects.get(connection.dialect)?.label ?? connection.dialect,
      connection.address,
    ),
    action: vscode.l10n.t('Remove'),
  });
  if (!isConfirmed) return;
  try {
    await connections.remove(connection.id);
    log.info(`Removed the connection ${connection.name}`);
  } catch (error) {
    notify.failure(error, { doing: vscode.l10n.t('Removing the connection “{0}”', connection.name) });
  }
}

/** Deletes the token of a connection from the secret storage. */
export async function clearToken({ connections, notify }: Needs<never>, target: ConnectionTarget): Promise<void> {
  const connection = await choose(target, vscode.l10n.t('Clear Token'), connections);
  if (!connection) return;
  // Where the storage fails, the deletion says so.
  if (!(await connections.hasSecret(connection.id).catch(() => true))) {
    await showInformationMessage(vscode.l10n.t('No token is set for “{0}”.', connection.name));
    return;
  }
  const isConfirmed = await confirm({
    message: vscode.l10n.t('Delete the token of “{0}”?', connection.name),
    detail:
      connection.clientCertificateFile === undefined
        ? vscode.l10n.t(
            'It is deleted from the secret storage of this machine, and cannot be brought back from there. Nothing changes at {0}.',
            connection.address,
          )
        : vscode.l10n.t(
            'It is deleted from the secret storage of this machine, with the password of the client key, and cannot be brought back from there. Nothing changes at {0}.',
            connection.address,
          ),
    action: vscode.l10n.t('Delete Token'),
  });
  if (!isConfirmed) return;
  try {
    await connections.clearToken(connection.id);
    setStatusBarMessage(vscode.l10n.t('The token of “{0}” is deleted.', connection.name), 5_000);
  } catch (error) {
    notify.failure(error, { doing: vscode.l10n.t('Deleting the token of “{0}”', connection.name) });
  }
}

/** Keeps a token for a connection, bound to the origin of its address. */
export async function setToken(services: Needs<'log' | 'translate'>, target: ConnectionTarget): Promise<void> {
  const { connections, notify, log, translate } = services;
  const connection = await choose(target, vscode.l10n.t('Set Token'), connections);
  if (!connection) return;
  const address = checkAddress(connection.address, { id: connection.dialect });
  if (address.kind === 'bad') {
    notify.unready({ ok: false, reason: 'badAddress', sentence: addressSentence(address, translate) }, connection);
    return;
  }
  const answer = await password({
    title: vscode.l10n.t('Set Token of {0}', connection.name),
    prompt: vscode.l10n.t('{0} It will be sent to {1} only.', tokenPrompt(connection.dialect), address.origin),
    check: (text) => judgeToken(text, { mayBeEmpty: false, translate }),
  });
  const reading = answer.kind === 'value' ? checkToken(answer.value) : undefined;
  if (reading?.kind !== 'good') return;
  const doing = vscode.l10n.t('Saving the token of “{0}”', connection.name);
  const { token } = reading;
  try {
    // For the origin that the prompt named, and no other, whatever the settings say by now.
    const kept = await keepEvenInMemory(
      (how) => connections.setToken(connection.id, { origin: address.origin, token }, how),
      { doing, secret: 'token', log, translate },
    );
    if (kept === 'otherAddress') {
      const sentence = vscode.l10n.t(
        'The address changed while you typed the token. It was typed for {0} and was not saved: set it again for the new address.',
        address.origin,
      );
      notify.unready(
        { ok: false, reason: 'tokenForOtherAddress', sentence },
        connections.find(connection.id) ?? connection,
      );
    }
    if (kept === 'unknownConnection')
      notify.unready({ ok: false, reason: kept, sentence: vscode.l10n.t('This connection no longer exists.') });
  } catch (error) {
    notify.failure(error, { doing });
  }
}

/** Asks a gateway who it is, and says what it answers. */
export async function testConnection(services: Needs<'log' | 'translate'>, target: ConnectionTarget): Promise<void> {
  const connection = await choose(target, vscode.l10n.t('Test Connection'), services.connections);
  if (connection) await test(connection, services);
}

async function test(connection: Connection, services: Needs<'log' | 'translate'>): Promise<void> {
  const gateway = await openGateway(connection, services);
  if (!gateway) return;
  const doing = vscode.l10n.t('Testing {0}', connection.name);
  const abort = new AbortController();
  try {
    const identity = await withProgress(doing, (_progress, token) => {
      token.onCancellationRequested(() => abort.abort());
      return gateway.check(abort.signal);
    });
    await showIdentity(connection, identity, services);
  } catch (error) {
    services.notify.failure(error, { doing, connection, retry: () => void test(connection, services) });
  }
}

async function showIdentity(
  { name }: Connection,
  { description, warnings }: Identity,
  { log, translate }: Needs<'log' | 'translate'>,
): Promise<void> {
  log.info(`${name} answers: ${[description, ...warnings].join(' ')}`);
  const sentence = vscode.l10n.t('{0} answers: {1}.', name, description);
  if (warnings.length === 0) await showInformationMessage(sentence);
  else await showWarningMessage([sentence, ...warnings.map((warning) => translate(warning))].join(' '));
}
