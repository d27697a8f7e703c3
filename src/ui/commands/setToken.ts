import * as vscode from 'vscode';
import { addressSentence, checkAddress } from '../../app/address';
import { checkToken } from '../../app/token';
import type { CommandId } from '../../ids';
import { chooseConnection } from '../connection/choose';
import { judgeToken, tokenPrompt } from '../connection/tokenStep';
import { password } from '../prompts';
import type { Services } from '../services';

const id: CommandId = 'api7Certificates.setToken';

/** Keeps a token for a connection, bound to the origin of its address. */
export function registerSetToken({ connections, notify, translate }: Pick<Services, 'connections' | 'notify' | 'translate'>): vscode.Disposable {
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
    try {
      await connections.setToken(connection.id, reading.token);
    } catch (error) {
      notify.failure(error, { doing: vscode.l10n.t('Keeping the token of “{0}”', connection.name) });
    }
  });
}
