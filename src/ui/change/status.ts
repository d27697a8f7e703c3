import * as vscode from 'vscode';
import type { Impact } from '../../app/usage/impact';
import { replacementImpact } from '../../app/usage/impact';
import { inHostSlices } from '../../shared/turns';
import { titleFor } from '../prompts/guard';
import { factRow, section } from '../prompts/reviewPick';
import { showInformationMessage } from '../window/messages';
import type { ChangeServices } from './changeServices';
import { confirmChange } from './confirmChange';
import { impactRows } from './impactRows';
import { manifestRows } from './ownerManifest';
import type { PreparedChange } from './prepareChange';
import { prepareChange, replaceAndReport } from './prepareChange';
import type { ChangeStep } from './reportOutcome';
import type { Target } from './target';
import { shortNames } from './target';

/** Switches a certificate on, or off: who is affected, for switching off its ID typed, then what became of it. */
export async function setEnabled(target: Target, services: ChangeServices, isEnabled: boolean): Promise<void> {
  await services.guard.during(target.connection, async () => {
    while ((await setOnce(target, { services, isEnabled })) === 'retry');
  });
}

interface Setting {
  readonly services: ChangeServices;
  readonly isEnabled: boolean;
}

async function setOnce(target: Target, { services, isEnabled }: Setting): Promise<ChangeStep> {
  const { t } = vscode.l10n;
  const [name, place] = shortNames(target);
  const title = titleFor(
    target.connection,
    isEnabled ? t('Enable {0} on {1}', name, place) : t('Disable {0} on {1}', name, place),
  );
  const prepared = await prepareChange(target, title, services);
  if (!prepared) return 'done';
  const { gateway, entry, facts } = prepared;
  const { canDisable, needsKeyOnReplace } = gateway.capabilities;
  const why = !canDisable
    ? t('{0} cannot enable or disable certificates.', place)
    : needsKeyOnReplace
      ? t(
          '{0} changes a certificate only together with its private key: it cannot be enabled or disabled alone.',
          place,
        )
      : entry.stored.isEnabled === isEnabled
        ? isEnabled
          ? t('{0} on {1} is already enabled.', name, place)
          : t('{0} on {1} is already disabled.', name, place)
        : undefined;
  if (why !== undefined) {
    void showInformationMessage(why);
    return 'done';
  }
  const impact = await inHostSlices(replacementImpact(entry, { isEnabled }, facts));
  if (!(await confirm(prepared, impact, { title, services, isEnabled }))) return 'done';
  const doing = isEnabled ? t('Enabling {0} on {1}', name, place) : t('Disabling {0} on {1}', name, place);
  const deed = isEnabled ? 'enable' : 'disable';
  return replaceAndReport({ isEnabled }, prepared, { deed, doing, connection: target.connection, services });
}

/** Shows who is affected and, for switching off, asks for the ID. */
function confirm(
  prepared: PreparedChange,
  impact: Impact,
  { title, services, isEnabled }: Setting & { readonly title: string },
): Promise<boolean> {
  const { t } = vscode.l10n;
  const { entry, manifest } = prepared;
  return confirmChange(prepared, impact, {
    title,
    services,
    placeholder: t('Check who is affected'),
    rows: [
      isEnabled
        ? { icon: 'pass', label: t('Enable'), choice: 'go', alwaysShow: true }
        : {
            icon: 'circle-slash',
            label: t('Disable…'),
            description: t('asks for the ID next'),
            choice: 'go',
            alwaysShow: true,
          },
      ...manifestRows(manifest),
      section(t('Who is affected')),
      ...impactRows(impact, services.translate),
      section(isEnabled ? t('What is enabled') : t('What is disabled')),
      factRow('globe', t('Names'), entry.names.join(', ')),
      factRow('key', t('ID'), entry.stored.id),
    ],
    asksForId: !isEnabled,
  });
}
