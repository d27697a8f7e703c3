import * as vscode from 'vscode';
import { replacementImpact } from '../../app/usage/impact';
import { furtherLeaves, pairBar, removalSentences } from '../../app/writes/furtherPair';
import { inHostSlices } from '../../shared/turns';
import { toShortText } from '../../shared/visibleText';
import type { ChangeServices } from '../change/changeServices';
import { confirmChange } from '../change/confirmChange';
import { impactRows, textRows } from '../change/impactRows';
import { manifestRows } from '../change/ownerManifest';
import type { PreparedChange } from '../change/prepareChange';
import { prepareChange } from '../change/prepareChange';
import type { ChangeStep } from '../change/reportOutcome';
import type { Target } from '../change/target';
import { shortNames } from '../change/target';
import { titleFor } from '../prompts/guard';
import { factRow, section } from '../prompts/reviewPick';
import { showInformationMessage } from '../window/messages';
import type { Reviewing } from './furtherPair';
import { certificateLine, pairRows, send } from './furtherPair';

/** Removes every pair but the first. */
export async function removeFurtherPairs(target: Target, services: ChangeServices): Promise<void> {
  await services.guard.during(target.connection, async () => {
    while ((await removeOnce(target, services)) === 'retry');
  });
}

async function removeOnce(target: Target, services: ChangeServices): Promise<ChangeStep> {
  const { t } = vscode.l10n;
  const [name, place] = shortNames(target);
  const title = titleFor(target.connection, t('Remove the Further Pairs of {0} on {1}', name, place));
  const prepared = await prepareChange(target, title, services);
  if (!prepared) return 'done';
  const why = removalBar(prepared, services);
  if (why !== undefined) {
    void showInformationMessage(why);
    return 'done';
  }
  if (!(await confirmRemoval(prepared, { title, services }))) return 'done';
  return send({ furtherPairs: [] }, prepared, { target, services, deed: 'removePairs' });
}

function removalBar({ entry, gateway }: PreparedChange, { translate }: ChangeServices): string | undefined {
  const { t } = vscode.l10n;
  const name = toShortText(entry.title, 60);
  if (entry.stored.extraCertificates.length === 0) return t('{0} has one pair: there is no further one.', name);
  if (!gateway.capabilities.canHavePairs) return pairBar(entry, gateway.capabilities, translate);
  return entry.stored.isGm
    ? t('{0} needs both of its pairs: with “gm” one encrypts and the other signs.', name)
    : undefined;
}

/** Shows what is lost, then asks for the ID. */
async function confirmRemoval(
  prepared: PreparedChange,
  { title, services }: Pick<Reviewing, 'title' | 'services'>,
): Promise<boolean> {
  const { t } = vscode.l10n;
  const { entry, facts } = prepared;
  const impact = await inHostSlices(replacementImpact(entry, { keepsCertificate: true }, facts));
  const losses = removalSentences(entry, services.translate);
  return confirmChange(prepared, impact, {
    title,
    services,
    losses,
    placeholder: t('Check what is removed and who is affected'),
    rows: [
      { icon: 'trash', label: t('Remove…'), description: t('asks for the ID next'), choice: 'go', alwaysShow: true },
      ...manifestRows(prepared.manifest),
      section(t('What is removed')),
      ...furtherLeaves(entry).map((leaf) => factRow('file', t('Certificate'), certificateLine(leaf))),
      section(t('Who is affected')),
      ...losses.flatMap((sentence) => textRows('warning', sentence)),
      ...impactRows(impact, services.translate),
      section(t('What stays')),
      ...pairRows(prepared),
    ],
  });
}
