import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Step } from '../../app/base/steps';
import { runSteps } from '../../app/base/steps';
import { originOf } from '../../app/connections/address';
import type { ConnectionField } from '../../app/connections/connectionField';
import { readLocalFile } from '../../app/connections/localFile';
import type { Dialect, Identity } from '../../gateway/gateway';
import { askAddress, askCaFile, askCaFileUse, askDialect } from './addressSteps';
import { askClientCertificate, askClientKey, askClientKeyPassword } from './clientSteps';
import type { ConnectionServices } from './connectionServices';
import type { ConnectionDraft } from './draft';
import { canHaveClient, isSecure } from './draft';
import type { LastParts } from './lastSteps';
import { askMarks, askName } from './lastSteps';
import { askScope } from './scopeSteps';
import { askToken } from './tokenStep';

export type WizardServices = Pick<
  ConnectionServices,
  'decryptContainer' | 'connections' | 'dialects' | 'log' | 'notify' | 'translate'
>;

type Parts = LastParts & WizardServices & { readonly readFile: typeof readLocalFile; readonly home: string };

export function toStepParts(
  title: string,
  services: WizardServices,
  onTested: (identity: Identity) => void = () => undefined,
): Parts {
  const parts: Parts = {
    ...services,
    title,
    readFile: readLocalFile,
    home: homedir(),
    onTested,
    change: (field, draft) => changeField(field, draft, parts),
  };
  return parts;
}

/**
 * Asks for one field, and for what depends on it: the draft with all of it, or undefined where the person went back or
 * pressed Escape, and then nothing is changed.
 */
export const changeField = (
  field: ConnectionField,
  draft: ConnectionDraft,
  parts: Parts,
): Promise<ConnectionDraft | undefined> =>
  runSteps([...stepsOf(field, parts), ...stepsAfter(field, draft, parts)], draft, { canLeave: true });

export function stepsOf(field: ConnectionField, parts: Parts): readonly Step<ConnectionDraft>[] {
  switch (field) {
    case 'dialect':
      return [askDialect(parts)];
    case 'address':
      return [askAddress(parts)];
    case 'caFile':
      return [askCaFile(parts), askCaFileUse(parts)];
    case 'clientCertificate':
      return [askClientCertificate(parts), askClientKey(parts), askClientKeyPassword(parts)];
    case 'token':
      return [askToken(parts)];
    case 'organization':
    case 'cluster':
    case 'gatewayGroup':
      return [askScope(field, parts)];
    case 'name':
      return [askName(parts)];
    case 'protection':
      return [askMarks(parts)];
  }
}

/** Returns the steps for what is of another gateway once a field was changed. */
function stepsAfter(field: ConnectionField, before: ConnectionDraft, parts: Parts): readonly Step<ConnectionDraft>[] {
  const scopes = (levels: readonly Dialect['scopeLevels'][number]['id'][]) =>
    levels.flatMap((level) => stepsOf(level, parts));
  const onlyIf = (
    isChanged: (draft: ConnectionDraft) => boolean,
    steps: readonly Step<ConnectionDraft>[],
  ): readonly Step<ConnectionDraft>[] =>
    steps.map((step) => ({
      ...step,
      isNeeded: (draft) => isChanged(draft) && step.isNeeded?.(draft) !== false,
    }));
  switch (field) {
    case 'dialect':
      return onlyIf(
        ({ dialect }) => dialect !== before.dialect,
        [
          ...stepsOf('address', parts),
          ...stepsOf('token', parts),
          ...scopes(['organization', 'cluster', 'gatewayGroup']),
        ],
      );
    case 'address':
      return onlyIf(
        ({ address }) => originOf(address) !== originOf(before.address),
        [
          askClientKeyPassword(parts),
          ...stepsOf('token', parts),
          ...scopes(['organization', 'cluster', 'gatewayGroup']),
        ],
      );
    case 'organization':
      return onlyIf(({ organization }) => organization !== before.organization, scopes(['cluster']));
    case 'caFile':
    case 'clientCertificate':
    case 'token':
    case 'cluster':
    case 'gatewayGroup':
    case 'name':
    case 'protection':
      return [];
  }
}

export interface ShownField {
  readonly field: ConnectionField;
  readonly label: string;
  readonly value: string;
}

/** Returns the fields that a connection of this kind has, as they are now. */
export function listFields(
  draft: ConnectionDraft,
  { dialects, translate }: Pick<Parts, 'dialects' | 'translate'>,
): readonly ShownField[] {
  const { t } = vscode.l10n;
  const dialect = dialects.get(draft.dialect);
  const row = (field: ConnectionField, label: string, value: string): ShownField => ({ field, label, value });
  const marks = [draft.production && t('Production'), draft.readOnly && t('Read-only')].filter(
    (mark) => mark !== false,
  );
  return [
    row('name', t('Name'), draft.name),
    row('dialect', t('Kind of Gateway'), dialect?.label ?? draft.dialect),
    row('address', t('Address'), draft.address),
    ...(isSecure(draft) ? [row('caFile', t('CA File'), caFileState(draft))] : []),
    ...(canHaveClient(draft) ? [row('clientCertificate', t('Client Certificate'), clientState(draft))] : []),
    row('token', t('Token'), tokenState(draft)),
    ...(dialect?.scopeLevels ?? []).map(({ id, label }) => row(id, translate(label), draft[id] ?? t('not chosen'))),
    row('protection', t('Protection'), marks.length > 0 ? marks.join(', ') : t('none')),
  ];
}

function caFileState({ caFile, caFileUse }: ConnectionDraft): string {
  if (caFile === '') return vscode.l10n.t('Public CAs only');
  return caFileUse === 'replace'
    ? vscode.l10n.t('{0} (only these CAs)', caFile)
    : vscode.l10n.t('{0} (and the CAs of this machine)', caFile);
}

function clientState({ clientCertificateFile, clientKeyFile, clientKeyPassword }: ConnectionDraft): string {
  if (clientCertificateFile === '') return vscode.l10n.t('No client certificate');
  const files =
    clientKeyFile === '' || clientKeyFile === clientCertificateFile
      ? clientCertificateFile
      : `${clientCertificateFile}, ${clientKeyFile}`;
  return clientKeyPassword === undefined ? files : vscode.l10n.t('{0} (password typed just now)', files);
}

function tokenState({ token, isTokenKept }: ConnectionDraft): string {
  if (token !== '') return vscode.l10n.t('typed just now');
  return isTokenKept ? vscode.l10n.t('in the secret storage') : vscode.l10n.t('none');
}
