import { toSniName } from '../../core/hosts/sniChoices';
import type { Cooperative } from '../../shared/cooperative';
import { filterSteps } from '../../shared/cooperative';
import type { CertificateEntry } from '../inventory/certificateEntry';
import { findRenewedSteps } from '../inventory/renewals';
import { leftOutOf } from '../inventory/serving';
import type { UploadDraft } from './upload';

/** The relation of a certificate to those that the gateway holds for the same side of TLS. */
export type UploadMatch =
  | { readonly kind: 'new' }
  /** The certificate replaces this one: see `renewals.ts`; or is the same with another chain. */
  | {
      readonly kind: 'renews';
      readonly entry: CertificateEntry;
      /** Others that serve names of it. */
      readonly others?: readonly CertificateEntry[];
    }
  /** The gateway has it already. */
  | { readonly kind: 'identical'; readonly entry: CertificateEntry }
  /** Names of it are served by others that it does not renew. */
  | { readonly kind: 'conflict'; readonly entries: readonly CertificateEntry[] };

type Matched = Pick<UploadDraft, 'leaf' | 'chain' | 'type' | 'names'>;

export function* matchSteps(draft: Matched, entries: readonly CertificateEntry[]): Cooperative<UploadMatch> {
  // One certificate may stand there twice, once for each side.
  const sameSide = yield* filterSteps(entries, ({ type }) => type === undefined || type === draft.type);
  const renewed = yield* findRenewedSteps(draft.leaf, draft.type, sameSide);
  const [best] = renewed.entries;
  if (renewed.kind === 'identical' && best) {
    const whole = renewed.entries.find((entry) => hasChain(entry, draft));
    return whole ? { kind: 'identical', entry: whole } : { kind: 'renews', entry: best };
  }
  const names = new Set(draft.names.map(toSniName));
  const overlapping =
    draft.type === 'server'
      ? yield* filterSteps(
          sameSide,
          ({ stored }) => leftOutOf(stored) === undefined && stored.names.some((name) => names.has(toSniName(name))),
        )
      : [];
  if (best) {
    const others = overlapping.filter((entry) => entry !== best);
    return { kind: 'renews', entry: best, ...(others.length > 0 && { others }) };
  }
  return overlapping.length > 0 ? { kind: 'conflict', entries: overlapping } : { kind: 'new' };
}

/** Returns whether the chain is the same. Where the gateway does not report it, nothing speaks against that. */
function hasChain({ fingerprints: stored }: CertificateEntry, draft: Matched): boolean {
  return stored.length === 0 || stored.join() === draft.chain.map(({ fingerprints }) => fingerprints.sha256).join();
}
