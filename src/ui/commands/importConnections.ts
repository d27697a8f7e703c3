import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { runSteps } from '../../app/base/steps';
import { originOf } from '../../app/connections/address';
import { freeName } from '../../app/connections/connection';
import type { Connection } from '../../app/connections/connections';
import type { ImportCandidate } from '../../app/connections/importSources';
import { cloudCliConfig, findImports } from '../../app/connections/importSources';
import { readLocalFile } from '../../app/connections/localFile';
import { confirmPlainHttp } from '../connection/addressSteps';
import type { ConnectionDraft } from '../connection/draft';
import { toConnection } from '../connection/draft';
import type { WizardServices } from '../connection/fields';
import { toStepParts } from '../connection/fields';
import { askScope } from '../connection/scopeSteps';
import { saveDraft } from '../connection/wizard';
import { pickMany } from '../prompts/pickPrompt';
import { offerConnection } from '../prompts/prompts';
import { showInformationMessage, showWarningMessage } from '../window/messages';

/** Takes over what cloud-cli, a7 and adc on this machine are set up for. */
export async function importConnections(services: WizardServices): Promise<void> {
  const { connections, log, notify, translate } = services;
  const { candidates, problems } = await findImports({
    env: process.env,
    home: homedir(),
    readFile: readLocalFile,
    translate,
  });
  for (const problem of problems) log.warn(problem);
  if (candidates.length === 0) return reportNothing(problems);
  const title = vscode.l10n.t('Import Connections');
  const answer = await pickMany({
    title,
    placeholder: vscode.l10n.t('Which connections to import, with their tokens?'),
    choices: candidates.map((candidate) => toChoice(candidate, connections.all)),
  });
  if (answer.kind !== 'value') return;
  const imported: string[] = [];
  for (const candidate of answer.value) {
    const draft = await complete(candidate, title, services);
    if (!draft) continue;
    const connection = toConnection(draft);
    const doing = vscode.l10n.t('Saving the connection “{0}”', connection.name);
    try {
      if (await saveDraft(draft, { connections, doing, log, translate })) imported.push(connection.name);
    } catch (error) {
      notify.failure(error, { doing });
      break;
    }
  }
  if (imported.length === 0) return;
  const sentence = [vscode.l10n.t('Imported: {0}.', imported.join(', ')), ...problems].join(' ');
  void (problems.length > 0 ? showWarningMessage(sentence) : showInformationMessage(sentence));
}

function toChoice(candidate: ImportCandidate, existing: readonly Connection[]) {
  const { source, name, address, dialect, isDefault } = candidate;
  const isThere = existing.some(
    (connection) => connection.dialect === dialect && originOf(connection.address) === originOf(address),
  );
  const notes = [
    sourceWord(source),
    isDefault && source !== 'adc' && vscode.l10n.t('default'),
    isThere && vscode.l10n.t('already connected'),
  ];
  return {
    label: name,
    description: address,
    detail: notes.filter(Boolean).join(' · '),
    value: candidate,
    isPreset: !isThere,
  };
}

function sourceWord(source: ImportCandidate['source']): string {
  switch (source) {
    case 'adc':
      return 'ADC_SERVER';
    case 'a7':
      return vscode.l10n.t('a7 context');
    case 'cloud-cli':
      return vscode.l10n.t('cloud-cli profile');
  }
}

/** Asks for what the other tool's settings do not say. Undefined where the person left this one out. */
async function complete(
  candidate: ImportCandidate,
  title: string,
  services: WizardServices,
): Promise<ConnectionDraft | undefined> {
  const { address, dialect, name, token, isPlainHttp, gatewayGroup } = candidate;
  const { caFile = '', clientCertificateFile = '', clientKeyFile = '' } = candidate;
  const origin = originOf(address) ?? address;
  if (isPlainHttp && !(await confirmPlainHttp(origin))) return undefined;
  const draft: ConnectionDraft = {
    id: randomUUID(),
    dialect,
    address,
    ...(isPlainHttp && { plainHttpOrigin: origin }),
    caFile,
    clientCertificateFile,
    clientKeyFile,
    ...(gatewayGroup !== undefined && { gatewayGroup }),
    token: token ?? '',
    isTokenKept: false,
    name,
    production: false,
    readOnly: false,
  };
  const parts = toStepParts(vscode.l10n.t('{0}: {1}', title, name), services);
  const scopes = (['organization', 'cluster', 'gatewayGroup'] as const).map((level) => askScope(level, parts));
  const chosen = await runSteps(scopes, draft);
  // The profile's name is what the person knows it by.
  return chosen && { ...chosen, name: freeName(name, services.connections.all) };
}

const reportNothing = (problems: readonly string[]): Promise<void> =>
  offerConnection(
    problems.length > 0
      ? vscode.l10n.t('Nothing can be imported. {0}', problems.join(' '))
      : vscode.l10n.t(
          'Nothing to import: there is neither {0}, nor a configuration of a7, nor ADC_SERVER or ADC_TOKEN in the environment.',
          cloudCliConfig(homedir()),
        ),
  );
