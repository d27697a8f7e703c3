import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { DialectId } from '../../gateway/gateway';
import type { CommandId, ViewId } from '../../ids';
import { runWizard } from '../connection/wizard';
import type { WizardServices } from '../connection/wizard';

const id: CommandId = 'api7Certificates.addConnection';
const view: ViewId = 'api7Certificates.inventory';
const firstOffered: DialectId = 'api7cloud';

/** Asks for a gateway step by step, tries it out, and saves it. */
export function registerAddConnection(services: WizardServices): vscode.Disposable {
  return vscode.commands.registerCommand(id, async () => {
    const address = services.dialects.get(firstOffered)?.defaultAddress ?? '';
    const draft = {
      id: randomUUID(),
      dialect: firstOffered,
      address,
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
      await vscode.commands.executeCommand(`${view}.focus`);
  });
}
