import type { Material } from '../../app/sources/material';
import type { UpdateView } from '../../app/usage/updateView';
import { toFirstUpdate, viewUpdate } from '../../app/usage/updateView';
import type { UpdateDraft } from '../../app/writes/update';
import type { UploadCa, UploadLeaf } from '../../app/writes/upload';
import { caPem } from '../../app/writes/upload';
import type { CaChange } from '../../gateway/gateway';
import type { Cooperative } from '../../shared/cooperative';
import { clockOf } from '../base/clock';
import type { ChangeServices } from '../change/changeServices';
import type { PreparedChange } from '../change/prepareChange';

/** The person's decisions so far. */
export interface UpdatePlan {
  readonly draft: Omit<UpdateDraft, 'ca'>;
  readonly ca: CaDecision;
}

export type CaDecision = { readonly kind: 'keep' | 'remove' } | { readonly kind: 'set'; readonly ca: UploadCa };

/** Everything there is to say about a plan before it is sent. */
export interface PlannedUpdate extends UpdatePlan, UpdateView {
  readonly prepared: PreparedChange;
}

export const toPlan = (
  leaf: UploadLeaf,
  material: Material,
  { entry, gateway: { capabilities } }: PreparedChange,
): UpdatePlan => ({ draft: toFirstUpdate(leaf, material, { entry, capabilities }), ca: { kind: 'keep' } });

export function* toView(
  { draft, ca }: UpdatePlan,
  prepared: PreparedChange,
  { now, settings, translate }: ChangeServices,
): Cooperative<PlannedUpdate> {
  const view = yield* viewUpdate(draft, prepared, {
    capabilities: prepared.gateway.capabilities,
    newCa: ca.kind === 'set' ? ca.ca : undefined,
    ...clockOf({ now, settings }),
    translate,
  });
  return { draft, ca, prepared, ...view };
}

export function toCaChange(decision: CaDecision): CaChange {
  switch (decision.kind) {
    case 'keep':
    case 'remove':
      return { kind: decision.kind };
    case 'set':
      return {
        kind: 'set',
        pem: caPem(decision.ca),
        ...(decision.ca.depth === undefined ? {} : { depth: decision.ca.depth }),
      };
  }
}
