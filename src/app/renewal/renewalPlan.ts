/** Decides what renewing one object would come to, and whether it can be. Pure. */
import type { Gateway } from '../../gateway/gateway';
import type { Cooperative } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import { standaloneText } from '../connections/standalone';
import type { Material } from '../sources/material';
import type { ChangeContext } from '../usage/changeContext';
import type { HostOutcome } from '../usage/hostOutcome';
import type { Impact } from '../usage/impact';
import type { UpdateView } from '../usage/updateView';
import { toFirstUpdate, viewUpdate } from '../usage/updateView';
import type { UpdateDraft } from '../writes/update';
import type { UploadLeaf } from '../writes/upload';
import type { Relation } from './renewalTargets';

/** The renewal of one object, as it is shown before it is sent. */
export interface RenewalPlan extends UpdateView {
  /** The gateway that the object was read from: a write goes there, or nowhere. */
  readonly gateway: Gateway;
  readonly context: ChangeContext;
  readonly draft: UpdateDraft;
  /** The reason why it cannot be sent. */
  readonly problem: string | undefined;
  /** Nothing speaks against it: proposed to be sent. The rest is the person's to decide. */
  readonly isProposed: boolean;
}

export interface PlanFacts {
  readonly gateway: Gateway;
  readonly relation: Relation;
  readonly now: number;
  readonly warningDays: number | null;
  readonly translate: Translate;
}

export function* toRenewalPlan(
  { leaf, material }: { readonly leaf: UploadLeaf; readonly material: Material },
  context: ChangeContext,
  facts: PlanFacts,
): Cooperative<RenewalPlan> {
  const { gateway, relation } = facts;
  const { capabilities } = gateway;
  const draft = toFirstUpdate(leaf, material, { entry: context.entry, capabilities });
  const view = yield* viewUpdate(draft, context, { ...facts, capabilities });
  const problem = problemOf(view, context, facts);
  const isDoubted =
    relation !== 'renews' ||
    view.text.losses.length > 0 ||
    view.checks.some(({ outcome }) => outcome === 'warning') ||
    doubts(view.impact);
  return { ...view, gateway, context, draft, problem, isProposed: problem === undefined && !isDoubted };
}

/** Returns whether somebody may lose something, or undo the change. Incomplete knowledge is no reason to doubt. */
const doubts = ({ hosts, owner, ignored, clientOf, breaksClients }: Impact): boolean =>
  hosts.some(({ by, outcome }) => by.length > 0 && isWorse(outcome)) ||
  owner !== undefined ||
  ignored?.isStill === true ||
  (breaksClients && clientOf.length > 0);

function isWorse(outcome: HostOutcome): boolean {
  switch (outcome.kind) {
    case 'lost':
    case 'unnamed':
    case 'moves':
      return true;
    case 'unclear':
      // Twins of one gateway, which are renewed together.
      return outcome.mayFail;
    case 'gained':
    case 'kept':
    case 'untouched':
      return false;
  }
}

function problemOf(
  { checks }: UpdateView,
  { entry, connection }: ChangeContext,
  { gateway: { capabilities }, translate: t }: PlanFacts,
): string | undefined {
  if (capabilities.isReadOnly) return standaloneText(connection.name, t);
  const stop = checks.find(({ outcome }) => outcome === 'stop');
  if (stop) return stop.sentence;
  if (entry.hasCa && !capabilities.canReadCa)
    return t('It has a CA certificate that has to be chosen again: update it separately');
  if (capabilities.needsKeyOnReplace && entry.stored.extraCertificates.length > 0)
    return t('It has further pairs, whose private keys the gateway does not return: they would be lost');
  return undefined;
}
