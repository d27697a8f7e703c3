import * as vscode from 'vscode';
import { SecretStoreError, secretStoreSentence } from '../../app/base/failureText';
import { runSteps } from '../../app/base/steps';
import { connectionFields, untestedFields } from '../../app/connections/connectionField';
import { confirm } from '../prompts/prompts';
import { showWarningMessage } from '../window/messages';
import type { ConnectionServices } from './connectionServices';
import type { ConnectionDraft } from './draft';
import { toConnection, toTokenUse } from './draft';
import type { WizardServices } from './fields';
import { stepsOf, toStepParts } from './fields';
import { testDraft } from './lastSteps';

/**
 * Fields that the test needs: it comes right after them, so that an error is said beside the field that it is about.
 */
const testedFields = connectionFields.filter((field) => !untestedFields.includes(field));

/** Asks for a connection from its kind to its name, and saves it. Returns true if it was saved. */
export async function runWizard(title: string, start: ConnectionDraft, services: WizardServices): Promise<boolean> {
  const warnings: string[] = [];
  const parts = toStepParts(title, services, (identity) => {
    warnings.splice(0, warnings.length, ...identity.warnings);
  });
  const steps = [
    ...testedFields.flatMap((field) => stepsOf(field, parts)),
    testDraft(parts),
    ...untestedFields.flatMap((field) => stepsOf(field, parts)),
  ];
  const draft = await runSteps(steps, start);
  return draft !== undefined && saveTested(draft, { ...services, warnings });
}

/** Saves a connection and says what its gateway warned of when it was tested. False where it could not be saved. */
export async function saveTested(
  draft: ConnectionDraft,
  { warnings, ...services }: WizardServices & { readonly warnings: readonly string[] },
): Promise<boolean> {
  const { name } = toConnection(draft);
  const doing = vscode.l10n.t('Saving the connection “{0}”', name);
  try {
    if (!(await saveDraft(draft, { ...services, doing }))) return false;
  } catch (error) {
    services.notify.failure(error, { doing });
    return false;
  }
  services.log.info(`Saved the connection ${name}`);
  const sentences = warnings.map((warning) => services.translate(warning));
  if (sentences.length > 0) void showWarningMessage([`${name}:`, ...sentences].join(' '));
  return true;
}

/**
 * Saves what was asked for; false where its token or the password of its client key cannot be kept, and the person
 * would not have that in memory alone.
 */
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
    await connections.save(toConnection(draft), { ...use, ...how });
    return true;
  };
  const hasToken = use.from === 'person' && use.token !== undefined;
  // Where nothing was typed there is nothing to keep in memory instead.
  if (!hasToken && use.keyPassword === undefined) return save({ isForSession: false });
  const secret = hasToken ? 'token' : 'password';
  return (await keepEvenInMemory(save, { doing, secret, log, translate })) ?? false;
}

/**
 * Does what keeps a token, or the password of a client key; where the secret storage fails, asks whether to keep it in
 * memory alone. Undefined where the person would not.
 */
export async function keepEvenInMemory<T>(
  keep: (how: { readonly isForSession: boolean }) => Promise<T>,
  {
    doing,
    secret,
    log,
    translate,
  }: { readonly doing: string; readonly secret: 'token' | 'password' } & Pick<ConnectionServices, 'log' | 'translate'>,
): Promise<T | undefined> {
  try {
    return await keep({ isForSession: false });
  } catch (error) {
    if (!(error instanceof SecretStoreError)) throw error;
    log.error(doing, error);
    const isWanted = await confirm({
      message: secretStoreSentence(translate),
      ...(secret === 'token'
        ? {
            detail: vscode.l10n.t(
              'The token can be kept in memory instead: it is sent to the same address only, written nowhere, and forgotten when this window is closed or reloaded.',
            ),
            action: vscode.l10n.t('Use the Token for This Session Only'),
          }
        : {
            detail: vscode.l10n.t(
              'The password of the client key can be kept in memory instead: it is sent and written nowhere, and forgotten when this window is closed or reloaded.',
            ),
            action: vscode.l10n.t('Use the Password for This Session Only'),
          }),
    });
    return isWanted ? keep({ isForSession: true }) : undefined;
  }
}
