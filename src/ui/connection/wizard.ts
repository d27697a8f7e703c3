import * as vscode from 'vscode';
import { runSteps } from '../../app/base/steps';
import { connectionFields, untestedFields } from '../../app/connections/connectionField';
import { showWarningMessage } from '../window/messages';
import type { ConnectionDraft } from './draft';
import { toConnection, toTokenUse } from './draft';
import type { WizardServices } from './fields';
import { stepsOf, toStepParts } from './fields';
import { keepEvenInMemory } from './keepToken';
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
