/** Several certificates at once: what each of them is to the gateway, and which of them can be sent. Pure. */
import type { Capabilities } from '../../gateway/gateway';
import type { Cooperative } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import type { CertificateEntry, FullEntry } from '../inventory/certificateEntry';
import { ownerOf } from '../inventory/owner';
import { ownerWarning } from '../inventory/ownerWarnings';
import type { Material } from '../sources/material';
import type { UploadMatch } from './match';
import { toUpdateDraft } from './update';
import { checkUpdate } from './updateChecks';
import type { UploadDraft, UploadLeaf } from './upload';
import { fittingKey, toFirstDraft } from './upload';
import type { UploadCheck } from './uploadCheck';
import { worstFirst } from './uploadCheck';
import { checkUpload } from './uploadChecks';

/** The checks that speak for or against sending one of them, whatever sending it does. */
type BatchCheck = Pick<UploadCheck, 'outcome' | 'sentence'>;

export interface BatchItem {
  readonly draft: UploadDraft;
  /** Worst first. */
  readonly checks: readonly BatchCheck[];
  readonly match: UploadMatch;
  /** All of the object that it renews. */
  readonly current: FullEntry | undefined;
  /** Another certificate of the same batch has names of this one. */
  readonly twin: UploadDraft | undefined;
  /** The reason why it cannot be sent in this batch. */
  readonly problem: string | undefined;
}

export interface BatchFacts {
  readonly now: number;
  readonly warningDays: number | null;
  readonly capabilities: Capabilities;
  readonly match: (draft: UploadDraft) => Cooperative<UploadMatch>;
  /** Names in each other's way, and who removes what is created here. */
  readonly conflicts: (draft: UploadDraft) => Cooperative<readonly BatchCheck[]>;
  /** Names the services that present an object to upstreams as client certificate, as far as they are known. */
  readonly clientOf: (id: string) => string | undefined;
  /** All of an object, where it could be read. */
  readonly current: (entry: CertificateEntry) => FullEntry | undefined;
  readonly translate: Translate;
}

export function* toBatchSteps(
  leaves: readonly UploadLeaf[],
  material: Material,
  facts: BatchFacts,
): Cooperative<readonly BatchItem[]> {
  // A key of another certificate says nothing here: that none was found does.
  const drafts = leaves.map((leaf) => ({ ...toFirstDraft(leaf, material), key: fittingKey(leaf.leaf, material.keys) }));
  const items: BatchItem[] = [];
  for (const draft of drafts) {
    const match = yield* facts.match(draft);
    const checks = yield* checksOf(draft, match, facts);
    const twin = drafts.find(
      (other) => other !== draft && other.type === draft.type && other.names.some((name) => draft.names.includes(name)),
    );
    const current = match.kind === 'renews' ? facts.current(match.entry) : undefined;
    items.push({ draft, checks, match, current, twin, problem: problemOf(checks, { match, current }, facts) });
  }
  return items;
}

/**
 * Returns the checks of what it will do: a replacement is checked as one, anything else for what it meets on the
 * gateway.
 */
function* checksOf(draft: UploadDraft, match: UploadMatch, facts: BatchFacts): Cooperative<readonly BatchCheck[]> {
  if (match.kind !== 'renews')
    return worstFirst([
      ...checkUpload(draft, { ...facts, wantsNames: facts.capabilities.wantsNames }),
      ...(match.kind === 'identical' ? [] : yield* facts.conflicts(draft)),
    ]);
  const owner = ownerOf(match.entry.stored);
  const current = facts.current(match.entry);
  if (!current) return [];
  const update = toUpdateDraft(draft, { key: draft.key, current });
  return worstFirst<BatchCheck>([
    ...checkUpdate(update, { ...facts, current, clientOf: facts.clientOf(match.entry.stored.id) }),
    ...(owner ? [{ outcome: 'warning' as const, sentence: ownerWarning(owner, facts.translate) }] : []),
  ]);
}

function problemOf(
  checks: readonly BatchCheck[],
  { match, current }: Pick<BatchItem, 'match' | 'current'>,
  { capabilities, translate: t }: BatchFacts,
): string | undefined {
  const stop = checks.find(({ outcome }) => outcome === 'stop');
  if (stop) return stop.sentence;
  if (match.kind === 'renews' && !current)
    return t('The certificate that it renews could not be read from the gateway');
  if (match.kind === 'renews' && match.entry.hasCa && !capabilities.canReadCa)
    return t('The certificate that it renews has a CA certificate that has to be chosen again: update it separately');
  return undefined;
}

/** Returns what sending it does; undefined where there is nothing to send, or no way. */
export function actionOf({ match, problem }: BatchItem): 'create' | 'replace' | undefined {
  if (problem !== undefined || match.kind === 'identical') return undefined;
  return match.kind === 'renews' ? 'replace' : 'create';
}

/** Returns whether an item is proposed to be sent: nothing speaks against it. The rest is the person's to decide. */
export const isProposed = (item: BatchItem): boolean =>
  actionOf(item) !== undefined &&
  item.match.kind !== 'conflict' &&
  !item.twin &&
  item.checks.every(({ outcome }) => outcome !== 'warning');
