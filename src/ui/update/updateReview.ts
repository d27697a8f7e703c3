import * as vscode from 'vscode';
import type { GatheredMaterial } from '../../app/sources/material';
import { objectText } from '../../app/writes/objectText';
import { leavesOf } from '../../app/writes/upload';
import { renewalLines } from '../../core/comparison/renewalText';
import { inHostSlices } from '../../shared/turns';
import { toShortText } from '../../shared/visibleText';
import { askTypedId } from '../change/askTypedIds';
import type { ChangeServices } from '../change/changeServices';
import { askId } from '../change/confirmChange';
import { openManifest } from '../change/ownerManifest';
import type { PreparedChange } from '../change/prepareChange';
import { askCa } from '../material/askCa';
import { askKey, askLabels, askLeaf, askNames, askType } from '../material/changes';
import { showReview } from '../prompts/reviewPick';
import { caText } from '../text/caText';
import { setStatusBarMessage } from '../window/messages';
import type { CaDecision, PlannedUpdate, UpdatePlan } from './updatePlan';
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
        const answer = await askId(prepared, view.impact, { title, services, losses: view.text.losses });
        if (answer === 'typed') return plan;
        if (answer === 'cancelled') return undefined;
        break;
      }
      default:
        plan = await change(plan, choice, { ...parts, prepared });
    }
  }
}

function changeableOf({ draft, prepared }: PlannedUpdate, { material }: ReviewParts): ReadonlySet<UpdateChoice> {
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

/**
 * Asks what becomes of the CA. Keeping it is offered where the gateway can do that; removing one asks for the ID, since
 * without it anybody is let in (server), or any upstream believed (client).
 *
 * @returns undefined where things stay as they are
 */
async function askCaChange(
  { draft, ca }: UpdatePlan,
  prepared: PreparedChange,
  { title, services }: { readonly title: string; readonly services: ChangeServices },
): Promise<CaDecision | undefined> {
  const { t } = vscode.l10n;
  const { stored } = prepared.entry;
  const { capabilities } = prepared.gateway;
  const current = stored.ca && caText(stored.ca, services.translate);
  const answer = await askCa(
    {
      title,
      current: ca.kind === 'set' ? ca.ca : undefined,
      type: draft.type,
      hasDepth: capabilities.hasDepth,
      more: [
        ...(current !== undefined && capabilities.canReadCa
          ? [{ icon: 'check', label: t('Keep it'), description: current, answer: 'keep' as const }]
          : []),
        ...(current !== undefined && ca.kind !== 'set'
          ? [
              {
                icon: 'trash',
                label: t('Remove it…'),
                description: t('asks for the ID: {0}', current),
                answer: 'none' as const,
              },
            ]
          : []),
      ],
    },
    services,
  );
  if (answer === undefined) return undefined;
  if (answer === 'keep') return { kind: 'keep' };
  if (answer !== 'none') return { kind: 'set', ca: answer };
  if (current === undefined) return { kind: 'keep' };
  const impact =
    draft.type === 'server'
      ? t('Removes the CA {0}: clients are let in without a certificate.', toShortText(current, 100))
      : t('Removes the CA {0}: upstreams are no longer verified with it.', toShortText(current, 100));
  return (await askTypedId({ title, impact, id: stored.id, services })) === 'typed' ? { kind: 'remove' } : undefined;
}

/** Returns whether the person has to say what becomes of the CA: one that cannot be read back cannot be kept either. */
const mustChooseCa = ({ ca }: UpdatePlan, { entry, gateway }: PreparedChange): boolean =>
  entry.stored.ca !== undefined && !gateway.capabilities.canReadCa && ca.kind === 'keep';

type Parts = Pick<ChangeServices, 'heldComparison' | 'translate'>;

/**
 * Shows old and new side by side, with Continue and Cancel in the title bar. A summary would cover them: it comes back
 * when the person is done looking.
 * @returns whether to go on
 */
async function compareAndWait(view: PlannedUpdate, parts: Parts): Promise<boolean> {
  const { t } = vscode.l10n;
  const name = toShortText(view.prepared.entry.title, 60);
  const answer = parts.heldComparison.ask({
    title: t('{0}: old ↔ new', name),
    left: { name: t('Old'), text: oldText(view, parts) },
    right: { name: t('New'), text: newText(view, parts) },
  });
  setStatusBarMessage(t('Nothing was sent yet. Continue and Cancel are in the title bar of the comparison.'), answer);
  return (await answer) === 'continue';
}

function oldText({ rows, prepared }: PlannedUpdate, { translate }: Parts): string {
  const { stored } = prepared.entry;
  // A name that is new has no line here, so that the lines of names that stay face each other.
  const text = renewalLines(
    rows.filter(({ fact, kind }) => fact !== 'name' || kind !== 'gained'),
    translate,
  ).old;
  return text + objectText({ ...stored, ca: caText(stored.ca, translate) }, { translate, width: widthOf(text) });
}

/** Writes the new side, which ends with what is lost, in words: colour is not the only sign. */
function newText({ rows, text: { losses }, draft, ca, prepared }: PlannedUpdate, { translate }: Parts): string {
  const { stored } = prepared.entry;
  const text = renewalLines(
    rows.filter(({ fact, kind }) => fact !== 'name' || kind !== 'lost'),
    translate,
  ).new;
  const next =
    ca.kind === 'set'
      ? ca.ca.certificates.map(({ subject }) => subject.text).join(' + ')
      : caText(ca.kind === 'keep' ? stored.ca : undefined, translate);
  const names = prepared.gateway.capabilities.wantsNames ? draft.names : stored.names;
  const object = objectText(
    { ...draft, names, isEnabled: stored.isEnabled, ca: next },
    { translate, width: widthOf(text) },
  );
  return [text, object, ...losses.map((sentence) => `! ${sentence}\n`)].join('');
}

/** Returns the column at which the values of a text in columns begin. */
const widthOf = (text: string): number => /^[^:\n]*:\s+/.exec(text)?.[0].length ?? 0;
