import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import { chooseConnection } from '../connection/choose';
import { toDraft } from '../connection/draft';
import { runWizard } from '../connection/wizard';
import type { WizardServices } from '../connection/wizard';

const id: CommandId = 'api7Certificates.editConnection';

/** The steps of adding, with what is there. For another origin the token is asked for anew; the kept one is not sent there. */
export function registerEditConnection(services: WizardServices): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (argument: unknown) => {
    const title = vscode.l10n.t('Edit Connection');
    const connection = await chooseConnection(argument, { connections: services.connections, title });
    if (connection) await runWizard(title, toDraft(connection), services);
  });
}
