import * as vscode from 'vscode';
import { leavesOf } from '../../app/writes/upload';
import { inHostSlices } from '../../shared/turns';
import { askTypedId } from '../change/askTypedId';
import type { ChangeServices } from '../change/changeServices';
import { impactSentence } from '../change/impactRows';
import { openManifest } from '../change/ownerManifest';
import type { PreparedChange } from '../change/prepareChange';
import { askKey, askLabels, askLeaf, askNames, askType } from '../material/changes';
import type { GatheredMaterial } from '../material/gather';
import { showReview } from '../prompts/reviewPick';
import { askCaChange, mustChooseCa } from './askCaChange';
import { compareAndWait } from './compareAndWait';
import type { UpdatePlan, UpdateView } from './updatePlan';
import { toPlan, toView } from './updatePlan';
import type { UpdateChoice } from './updateRows';
import { toUpdateRows } from './updateRows';

export interface ReviewParts {
  readonly title: string;
  readonly material: GatheredMaterial;
  readonly services: ChangeServices;
}

/**
 * Shows the summary, again after every look and every change, until the ID is typed.
 * @returns undefined where the person leaves: nothing was sent
 */
export async function reviewUpdate(
  first: UpdatePlan,
  prepared: PreparedChange,
  parts: ReviewParts,
): Promise<UpdatePlan | undefined> {
  const { title, services } = parts;
  let plan: UpdatePlan = first;
  for (;;) {
    if (mustChooseCa(plan, prepared)) {
      const ca = await askCaChange(plan, prepared, {
        title: vscode.l10n.t('The gateway does not keep its CA by itself: what should happen to it?'),
        services,
      });
      if (!ca) return undefined;
      plan = { ...plan, ca };
      continue;
    }
    const view = await inHostSlices(toView(plan, prepared, services));
    const choice = await showReview({
      title,
      placeholder: vscode.l10n.t('Check what changes and who is affected'),
      rows: toUpdateRows(view, changeableOf(view, parts), services.translate),
    });
    switch (choice) {
      case undefined:
        return undefined;
      case 'manifest':
        await openManifest(prepared.manifest, { services, title: prepared.entry.title });
        return undefined;
      case 'compare':
        if (!(await compareAndWait(view, services))) return undefined;
        break;
      case 'update': {
        const answer = await askTypedId({
          title,
          impact: impactSentence(view.impact, view.text.losses, services.translate),
          id: prepared.entry.stored.id,
          services,
        });
        if (answer === 'typed') return plan;
        if (answer === 'cancelled') return undefined;
        break;
      }
      default:
        plan = await change(plan, choice, { ...parts, prepared });
    }
  }
}

function changeableOf({ draft, prepared }: UpdateView, { material }: ReviewParts): ReadonlySet<UpdateChoice> {
  const changeable = new Set<UpdateChoice>(['key', 'type', 'labels', 'ca']);
  if (leavesOf(material).length > 1) changeable.add('certificate');
  if (prepared.gateway.capabilities.wantsNames && draft.type === 'server') changeable.add('names');
  return changeable;
}

/** Asks for one change; returns what there was where the person leaves it. */
async function change(
  plan: UpdatePlan,
  choice: Exclude<UpdateChoice, 'update' | 'compare' | 'manifest'>,
  { prepared, material, services }: ReviewParts & { readonly prepared: PreparedChange },
): Promise<UpdatePlan> {
  const { draft } = plan;
  const { capabilities } = prepared.gateway;
  switch (choice) {
    case 'certificate': {
      const other = await askLeaf(material, services.now());
      return other ? { ...plan, draft: { ...toPlan(other, material, prepared).draft, labels: draft.labels } } : plan;
    }
    case 'key':
      return { ...plan, draft: { ...draft, key: (await askKey(material, draft.leaf, services)) ?? draft.key } };
    case 'type':
      return { ...plan, draft: { ...draft, type: (await askType(draft.leaf, draft.type, services)) ?? draft.type } };
    case 'names':
      return { ...plan, draft: { ...draft, names: (await askNames(draft)) ?? draft.names } };
    case 'labels':
      return {
        ...plan,
        draft: { ...draft, labels: (await askLabels(draft.labels, capabilities.labels)) ?? draft.labels },
      };
    case 'ca':
      return {
        ...plan,
        ca: (await askCaChange(plan, prepared, { title: vscode.l10n.t('CA Certificate'), services })) ?? plan.ca,
      };
  }
}
