import * as vscode from 'vscode';
import { SecretStoreError } from '../../app/base/failureText';
import type { ConnectionField } from '../../app/connections/connectionField';
import { untestedFields } from '../../app/connections/connectionField';
import type { Connection, Connections } from '../../app/connections/connections';
import { pick } from '../prompts/pickPrompt';
import { toDraft } from './draft';
import type { ShownField, WizardServices } from './fields';
import { changeField, listFields, toStepParts } from './fields';
import { testDraft } from './lastSteps';
import { saveTested } from './wizard';

/**
 * Shows the fields of a connection, lets a person change one after the other, tests what they came to, and saves it.
 */
export async function editFields(
  saved: Connection,
  { field, ...services }: WizardServices & { readonly field?: ConnectionField | undefined },
): Promise<void> {
  const title = vscode.l10n.t('Edit Connection {0}', saved.name);
  const warnings: string[] = [];
  const parts = toStepParts(title, services, (identity) => {
    warnings.splice(0, warnings.length, ...identity.warnings);
  });
  const start = { ...toDraft(saved), isTokenKept: await mayHaveToken(saved, services.connections) };
  const before = new Map(listFields(start, services).map((shown) => [shown.field, shown.value]));
  let draft = start;
  let active = field;
  for (;;) {
    const fields = listFields(draft, services);
    const changed = fields.filter((shown) => shown.value !== before.get(shown.field));
    const choice = await askField(fields, { title, changed, active });
    if (choice === undefined) return;
    if (choice !== 'save') {
      active = choice;
      draft = (await changeField(choice, draft, parts)) ?? draft;
      continue;
    }
    const isTestNeeded = changed.some((shown) => !untestedFields.includes(shown.field));
    const tested = isTestNeeded ? await testDraft(parts).run(draft, { canGoBack: true }) : undefined;
    if (tested?.kind === 'cancelled') return;
    if (tested) draft = tested.state;
    if (tested?.kind === 'back') continue;
    if (await saveTested(draft, { ...services, warnings })) return;
  }
}

async function askField(
  fields: readonly ShownField[],
  {
    title,
    changed,
    active,
  }: {
    readonly title: string;
    readonly changed: readonly ShownField[];
    readonly active: ConnectionField | undefined;
  },
): Promise<ConnectionField | 'save' | undefined> {
  const save = {
    label: vscode.l10n.t('Save'),
    description: changed.map(({ label }) => label).join(', '),
    icon: 'save',
    value: 'save',
    isPreset: true,
  } as const;
  const answer = await pick<ConnectionField | 'save'>({
    title,
    placeholder: vscode.l10n.t('Choose what to change'),
    choices: [
      ...(changed.length > 0 ? [save] : []),
      ...fields.map(({ field, label, value }) => ({
        label,
        description: value,
        icon: changed.some((each) => each.field === field) ? 'edit' : 'blank',
        value: field,
        isPreset: field === active,
      })),
    ],
  });
  return answer.kind === 'value' ? answer.value : undefined;
}

/** Returns whether a token may be there. True also where the secret storage fails: what it may hold is left alone. */
async function mayHaveToken(
  { id, address }: Connection,
  connections: Pick<Connections, 'hasTokenFor'>,
): Promise<boolean> {
  try {
    return await connections.hasTokenFor(id, address);
  } catch (error) {
    if (error instanceof SecretStoreError) return true;
    throw error;
  }
}
