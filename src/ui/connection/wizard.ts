import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { readLocalFile } from '../../app/localFile';
import { runSteps } from '../../app/steps';
import type { Step } from '../../app/steps';
import type { Identity } from '../../gateway/gateway';
import { showWarningMessage } from '../prompts/messages';
import type { Services } from '../services';
import { askAddress, askCaFile, askDialect } from './addressSteps';
import { toConnection, toTokenUse } from './draft';
import type { Draft } from './draft';
import { askName, testDraft } from './lastSteps';
import { askMarks } from './markStep';
import { askScope } from './scopeSteps';
import { askToken } from './tokenStep';

export type WizardServices = Pick<Services, 'connections' | 'dialects' | 'log' | 'notify' | 'translate'>;

/** Asks for a connection from its kind to its test, and saves it. True where it was saved. */
export async function runWizard(title: string, start: Draft, services: WizardServices): Promise<boolean> {
  let identity: Identity | undefined;
  const parts = { ...services, title, readFile: readLocalFile, home: homedir(), onTested: (tested: Identity) => (identity = tested) };
  const steps: readonly Step<Draft>[] = [
    askDialect(parts),
    askAddress(parts),
    askCaFile(parts),
    askToken(parts),
    askScope('organization', parts),
    askScope('cluster', parts),
    askName(parts),
    askMarks(parts),
    testDraft(parts),
  ];
  const draft = await runSteps(steps, start);
  if (!draft) return false;
  const connection = toConnection(draft);
  try {
    await services.connections.save(connection, toTokenUse(draft));
  } catch (error) {
    services.notify.failure(error, { doing: vscode.l10n.t('Saving the connection “{0}”', connection.name) });
    return false;
  }
  services.log.info(`Saved the connection ${connection.name}`);
  const warnings = (identity?.warnings ?? []).map((warning) => services.translate(warning));
  if (warnings.length > 0) void showWarningMessage([`${connection.name}:`, ...warnings].join(' '));
  return true;
}
