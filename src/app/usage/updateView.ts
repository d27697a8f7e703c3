/**
 * Collects everything there is to say about an update before it is sent: what differs, who is affected, what speaks
 * against it. Pure.
 */
import type { RenewalRow } from '../../core/comparison/renewal';
import { compareCertificates } from '../../core/comparison/renewal';
import type { RenewalText } from '../../core/comparison/renewalText';
import { renewalLines } from '../../core/comparison/renewalText';
import type { Capabilities } from '../../gateway/gateway';
import type { Cooperative } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import type { FullEntry } from '../inventory/certificateEntry';
import type { Material } from '../sources/material';
import type { UpdateDraft } from '../writes/update';
import { toUpdateDraft } from '../writes/update';
import type { UpdateCheck } from '../writes/updateChecks';
import { checkUpdate } from '../writes/updateChecks';
import type { UploadCa, UploadLeaf } from '../writes/upload';
import { fittingKey } from '../writes/upload';
import type { ChangeContext } from './changeContext';
import type { Impact } from './impact';
import { replacementImpact } from './impact';
import { listedOwners } from './useText';

export interface UpdateView {
  readonly rows: readonly RenewalRow[];
  readonly text: RenewalText;
  readonly impact: Impact;
  /** Worst first. */
  readonly checks: readonly UpdateCheck[];
}

/** Makes a draft that changes the certificate and nothing else, with the likeliest key. */
export function toFirstUpdate(
  leaf: UploadLeaf,
  material: Material,
  { entry, capabilities }: { readonly entry: FullEntry; readonly capabilities: Capabilities },
): UpdateDraft {
  const isSameKey = entry.chain[0]?.fingerprints.spkiSha256 === leaf.leaf.fingerprints.spkiSha256;
  const fitting = fittingKey(leaf.leaf, material.keys);
  // A key that does not fit is shown, not hidden; but where the gateway's own key does, it is only in the way.
  const key = fitting ?? (isSameKey && !capabilities.needsKeyOnReplace ? undefined : material.keys[0]);
  return toUpdateDraft(leaf, { key, current: entry });
}

export function* viewUpdate(
  draft: Omit<UpdateDraft, 'ca'>,
  { entry, facts }: Pick<ChangeContext, 'entry' | 'facts'>,
  {
    capabilities,
    newCa,
    now,
    warningDays,
    translate,
  }: {
    readonly capabilities: Capabilities;
    /** Returns the CA that takes the place of what the object has; undefined where that one stays or goes. */
    readonly newCa?: UploadCa | undefined;
    readonly now: number;
    readonly warningDays: number | null;
    readonly translate: Translate;
  },
): Cooperative<UpdateView> {
  const rows = compareCertificates({ chain: entry.chain, metadata: entry.stored.metadata }, draft.chain);
  const impact = yield* replacementImpact(
    entry,
    { leaf: draft.leaf, type: draft.type, ...(capabilities.wantsNames ? { names: draft.names } : {}) },
    facts,
  );
  const clientOf = listedOwners(impact.clientOf, translate);
  return {
    rows,
    text: renewalLines(rows, translate),
    impact,
    checks: checkUpdate(draft, { current: entry, capabilities, clientOf, newCa, now, warningDays, translate }),
  };
}
