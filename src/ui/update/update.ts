import * as vscode from 'vscode';
import type { GatheredMaterial } from '../../app/sources/material';
import { toChange } from '../../app/writes/update';
import type { ChangeServices } from '../change/changeServices';
import { prepareChange, replaceAndReport } from '../change/prepareChange';
import type { ChangeStep } from '../change/reportOutcome';
import type { Target } from '../change/target';
import { shortNames } from '../change/target';
import { chooseLeaf } from '../material/changes';
import { gather } from '../material/gather';
import { titleFor } from '../prompts/guard';
import { chooseSource } from './chooseSource';
import type { UpdatePlan } from './updatePlan';
import { toCaChange, toPlan } from './updatePlan';
import { reviewUpdate } from './updateReview';

/**
 * Updates a certificate from files, or from what the person chooses where there are none. What passwords opened is
 * forgotten at the end, however that comes.
 */
export async function updateFromFiles(
  target: Target,
  services: ChangeServices,
  files: readonly vscode.Uri[],
): Promise<void> {
  if (!services.guard.mayWrite(target.connection)) return;
  const source = files.length > 0 ? ({ kind: 'files', uris: files } as const) : await chooseSource(target);
  const material = source && (await gather(source, services));
  if (!material) return;
  try {
    await updateCertificate(target, services, material);
  } finally {
    material.opened.dispose();
  }
}

/**
 * Puts a new certificate in the place of one that is on the gateway: what changes, who is affected, the ID typed, the
 * truth about it.
 */
export async function updateCertificate(
  target: Target,
  services: ChangeServices,
  material: GatheredMaterial,
): Promise<void> {
  await services.guard.during(target.connection, async () => {
    while ((await updateOnce(target, services, material)) === 'retry');
  });
}

async function updateOnce(target: Target, services: ChangeServices, material: GatheredMaterial): Promise<ChangeStep> {
  const { t } = vscode.l10n;
  const { connection } = target;
  const [name, place] = shortNames(target);
  const title = titleFor(connection, t('Update {0} on {1}', name, place));
  const leaf = await chooseLeaf(material, services.now());
  if (!leaf) return 'done';
  const prepared = await prepareChange(target, title, services);
  if (!prepared) return 'done';
  const { entry, gateway } = prepared;
  let plan: UpdatePlan = toPlan(leaf, material, prepared);
  for (;;) {
    const decided = await reviewUpdate(plan, prepared, { title, material, services });
    if (!decided) return 'done';
    plan = decided;
    const change = toChange({ ...plan.draft, ca: toCaChange(plan.ca) }, entry, gateway.capabilities);
    const doing = t('Updating {0} on {1}', name, place);
    const next = await replaceAndReport(change, prepared, { deed: 'update', doing, connection, services });
    // Nothing was changed for certain: what was chosen stays for another try, and the ID is asked for again.
    if (next !== 'stay') return next;
  }
}
