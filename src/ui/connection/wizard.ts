import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Step } from '../../app/base/steps';
import { runSteps } from '../../app/base/steps';
import { readLocalFile } from '../../app/connections/localFile';
import type { Identity } from '../../gateway/gateway';
import { showWarningMessage } from '../window/messages';
import { askAddress, askCaFile, askCaFileUse, askDialect } from './addressSteps';
import { askClientCertificate, askClientKey, askClientKeyPassword } from './clientSteps';
import type { ConnectionServices } from './connectionServices';
import type { ConnectionDraft } from './draft';
import { toConnection, toTokenUse } from './draft';
import { keepEvenInMemory } from './keepToken';
import { askMarks, askName, testDraft } from './lastSteps';
import { askScope } from './scopeSteps';
import { askToken } from './tokenStep';

export type WizardServices = Pick<
  ConnectionServices,
  'decryptContainer' | 'connections' | 'dialects' | 'log' | 'notify' | 'translate'
>;

/** Asks for a connection from its kind to its test, and saves it. True where it was saved. */
export async function runWizard(title: string, start: ConnectionDraft, services: WizardServices): Promise<boolean> {
  let identity: Identity | undefined;
  const parts = {
    ...services,
    title,
    readFile: readLocalFile,
    home: homedir(),
    onTested: (tested: Identity) => (identity = tested),
  };
  const steps: readonly Step<ConnectionDraft>[] = [
    askDialect(parts),
    askAddress(parts),
    askCaFile(parts),
    askCaFileUse(parts),
    askClientCertificate(parts),
    askClientKey(parts),
    askClientKeyPassword(parts),
    askToken(parts),
    askScope('organization', parts),
    askScope('cluster', parts),
    askScope('gatewayGroup', parts),
    askName(parts),
    askMarks(parts),
    testDraft(parts),
  ];
  const draft = await runSteps(steps, start);
  if (!draft) return false;
  const connection = toConnection(draft);
  const doing = vscode.l10n.t('Saving the connection “{0}”', connection.name);
  try {
    if (!(await saveDraft(draft, { ...services, doing }))) return false;
  } catch (error) {
    services.notify.failure(error, { doing });
    return false;
  }
  services.log.info(`Saved the connection ${connection.name}`);
  const warnings = (identity?.warnings ?? []).map((warning) => services.translate(warning));
  if (warnings.length > 0) void showWarningMessage([`${connection.name}:`, ...warnings].join(' '));
  return true;
}

/** Saves what was asked for; false where its token cannot be kept, and the person would not have it in memory alone. */
export async function saveDraft(
  draft: ConnectionDraft,
  {
    connections,
    doing,
    log,
    translate,
  }: Pick<WizardServices, 'connections' | 'log' | 'translate'> & { readonly doing: string },
): Promise<boolean> {
  const use = toTokenUse(draft);
  const save = async (how: { readonly isForSession: boolean }): Promise<true> => {
    await connections.save(toConnection(draft), use.from === 'person' ? { ...use, ...how } : use);
    return true;
  };
  // Without a token there is nothing to keep in memory instead.
  if (use.from === 'store' || use.token === undefined) return save({ isForSession: false });
  return (await keepEvenInMemory(save, { doing, log, translate })) ?? false;
}
