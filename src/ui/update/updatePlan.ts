import type { UploadMaterial } from '../../app/sources/uploadMaterial';
import type { Impact } from '../../app/usage/impact';
import { replacementImpact } from '../../app/usage/impact';
import { listedOwners } from '../../app/usage/impactLines';
import type { UpdateCheck, UpdateDraft } from '../../app/writes/update';
import { checkUpdate, toUpdateDraft } from '../../app/writes/update';
import type { UploadLeaf } from '../../app/writes/upload';
import { fittingKey } from '../../app/writes/upload';
import type { UploadCa } from '../../app/writes/uploadCa';
import { caPem } from '../../app/writes/uploadCa';
import type { RenewalRow } from '../../core/comparison/renewal';
import { compareCertificates } from '../../core/comparison/renewal';
import type { RenewalText } from '../../core/comparison/renewalText';
import { renewalLines } from '../../core/comparison/renewalText';
import type { CaChange } from '../../gateway/gateway';
import type { ChangeServices } from '../change/changeServices';
import type { PreparedChange } from '../change/prepareChange';

/** The person's decisions so far. */
export interface UpdatePlan {
  readonly draft: Omit<UpdateDraft, 'ca'>;
  readonly ca: CaDecision;
}

export type CaDecision = { readonly kind: 'keep' | 'remove' } | { readonly kind: 'set'; readonly ca: UploadCa };

/** Everything there is to say about a plan before it is sent. */
export interface UpdateView extends UpdatePlan {
  readonly prepared: PreparedChange;
  readonly rows: readonly RenewalRow[];
  readonly text: RenewalText;
  readonly impact: Impact;
  readonly checks: readonly UpdateCheck[];
}

export function toPlan(leaf: UploadLeaf, material: UploadMaterial, { entry, gateway }: PreparedChange): UpdatePlan {
  const isSameKey = entry.chain[0]?.fingerprints.spkiSha256 === leaf.leaf.fingerprints.spkiSha256;
  const fitting = fittingKey(leaf.leaf, material.keys);
  // A key that does not fit is shown, not hidden; but where the gateway's own key does, it is only in the way.
  const key = fitting ?? (isSameKey && !gateway.capabilities.needsKeyOnReplace ? undefined : material.keys[0]);
  return { draft: toUpdateDraft(leaf, { key, current: entry }), ca: { kind: 'keep' } };
}

export function toView(
  { draft, ca }: UpdatePlan,
  prepared: PreparedChange,
  { now, settings, translate }: ChangeServices,
): UpdateView {
  const { entry, facts, gateway } = prepared;
  const rows = compareCertificates({ chain: entry.chain, metadata: entry.stored.metadata }, draft.chain);
  const impact = replacementImpact(
    entry,
    { leaf: draft.leaf, type: draft.type, ...(gateway.capabilities.wantsNames ? { names: draft.names } : {}) },
    facts,
  );
  return {
    draft,
    ca,
    prepared,
    rows,
    text: renewalLines(rows, translate),
    impact,
    checks: checkUpdate(draft, {
      current: entry,
      capabilities: gateway.capabilities,
      clientOf: listedOwners(impact.clientOf, translate),
      newCa: ca.kind === 'set' ? ca.ca : undefined,
      now: now(),
      warningDays: settings.expiryWarningDays,
      translate,
    }),
  };
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
