import * as vscode from 'vscode';
import { addressSentence, checkAddress } from '../../app/connections/address';
import type { Connection } from '../../app/connections/connections';
import { checkToken } from '../../app/connections/token';
import type { CommandId } from '../../ids';
import { chooseConnection } from '../connection/choose';
import { keepEvenInMemory } from '../connection/keepToken';
import { judgeToken, tokenPrompt } from '../connection/tokenStep';
import { password } from '../prompts/prompts';
import type { Services } from '../services';

const id: CommandId = 'api7Certificates.setToken';

/** Keeps a token for a connection, bound to the origin of its address. */
export function registerSetToken({
  connections,
  notify,
  log,
  translate,
}: Pick<Services, 'connections' | 'notify' | 'log' | 'translate'>): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (argument: unknown) => {
    const title = vscode.l10n.t('Set Token');
    const connection = await chooseConnection(argument, { connections, title });
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
    const doing = vscode.l10n.t('Keeping the token of “{0}”', connection.name);
    const { token } = reading;
    try {
      // For the origin that the prompt named, and no other, whatever the settings say by now.
      const kept = await keepEvenInMemory(
        (how) => connections.setToken(connection.id, { origin: address.origin, token }, how),
        { doing, log, translate },
      );
      if (kept === 'otherAddress')
        tellOtherAddress(connections.find(connection.id) ?? connection, { origin: address.origin, notify });
      if (kept === 'unknownConnection')
        notify.unready({
          ok: false,
          reason: 'unknownConnection',
          sentence: translate('This connection no longer exists.'),
        });
    } catch (error) {
      notify.failure(error, { doing });
    }
  });
}

function tellOtherAddress(
  connection: Connection,
  { origin, notify }: { readonly origin: string } & Pick<Services, 'notify'>,
): void {
  const sentence = vscode.l10n.t(
    'The address changed while the token was typed. It was typed for {0} and was not kept: set it again for the new address.',
    origin,
  );
  notify.unready({ ok: false, reason: 'tokenForOtherAddress', sentence }, connection);
}
