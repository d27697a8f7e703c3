/**
 * Decides what an update will send, before anything is sent: names, and what speaks against it. Pure, on top of what
 * `upload.ts` decides for any certificate. What happens to a write that was cut off is `operations.ts`'s business.
 */
import { toCover } from '../../core/hosts/hostMatching';
import { toSniName } from '../../core/hosts/sniChoices';
import type { Certificate } from '../../core/model';
import { proposedType } from '../../core/x509/purpose';
import type { CaChange, Capabilities, CertificateChange } from '../../gateway/gateway';
import { isSameList, isSameSet } from '../../shared/isSame';
import type { CertificateEntry, FullEntry } from '../inventory/certificateEntry';
import type { UploadKey } from '../sources/material';
import type { UploadDraft, UploadLeaf } from './upload';
import { proposedNames, toBundle } from './upload';
import { labelKey } from './verifyWrite';

/** The draft of an update. Labels and names are all that the object is to have. Without a CA change the CA stays. */
export interface UpdateDraft extends Omit<UploadDraft, 'ca'> {
  readonly ca?: CaChange | undefined;
}

/** The capabilities that decide how an update can be written. */
export type UpdateCapabilities = Pick<Capabilities, 'wantsNames' | 'needsKeyOnReplace'>;

/** Makes a draft that changes the certificate and nothing else; names follow it as {@link proposeNames} says. */
export function toUpdateDraft(
  leaf: UploadLeaf,
  { key, current }: { readonly key: UploadKey | undefined; readonly current: FullEntry },
): UpdateDraft {
  return {
    ...leaf,
    key,
    type: current.type ?? proposedType(leaf.leaf),
    names: proposeNames(current, leaf.leaf).names,
    labels: current.stored.labels,
  };
}

export interface NamesProposal {
  /** The names that the object is to be served for. */
  readonly names: readonly string[];
  /** Names of the object that are left out: the old certificate covered them, the new one does not. */
  readonly dropped: readonly string[];
  /** Names that stay although the new certificate does not cover them: the old one did not either, or is not known. */
  readonly uncovered: readonly string[];
  /**
   * Names of the new certificate that the object does not have and that are not proposed: somebody chose its names by
   * hand.
   */
  readonly additions: readonly string[];
}

/**
 * Proposes names: those that were the old certificate's become the new one's; those that somebody chose stay as far as
 * they are still covered.
 */
export function proposeNames({ stored, leaf: old }: CertificateEntry, leaf: Certificate): NamesProposal {
  const own = proposedNames(leaf);
  const current = stored.names;
  const isCovered = toProposedTest(leaf);
  if (current.length === 0 || (old && isSameSet(current.map(toSniName), proposedNames(old).map(toSniName)))) {
    return { names: own, dropped: current.filter((name) => !isCovered(name)), uncovered: [], additions: [] };
  }
  const uncovered = current.filter((name) => !isCovered(name));
  const wasCovered = old && toProposedTest(old);
  const dropped = new Set(uncovered.filter((name) => wasCovered?.(name)));
  const names = current.filter((name) => !dropped.has(name));
  const has = new Set(names.map(toSniName));
  return {
    names,
    dropped: [...dropped],
    uncovered: uncovered.filter((name) => !dropped.has(name)),
    additions: own.filter((name) => !has.has(name)),
  };
}

/** Makes a test for the names that are proposed for a certificate, and those its wildcards stand for. */
function toProposedTest(certificate: Pick<Certificate, 'sans' | 'subject'>): (name: string) => boolean {
  const isCovered = toCover(certificate.sans ?? proposedNames(certificate).map((value) => ({ kind: 'dns', value })));
  return (name) => isCovered(toSniName(name));
}

/** Returns the change: only what becomes different, and certificate and key always. */
export function toChange(draft: UpdateDraft, current: FullEntry, capabilities: UpdateCapabilities): CertificateChange {
  const { certificate, privateKey } = toBundle({
    ...draft,
    ca: undefined,
    key: keepsKey(draft, current, capabilities) ? noKey : draft.key,
  });
  return { certificate, ...(draft.key ? { privateKey } : {}), ...otherChanges(draft, current, capabilities) };
}

/** A stand-in for the key where the gateway keeps the one it has; never sent. */
const noKey: UploadKey = { place: '', reading: { status: 'unsupported', reason: '' }, toPem: () => '' };

export function otherChanges(
  draft: UpdateDraft,
  { stored }: FullEntry,
  { wantsNames }: UpdateCapabilities,
): Omit<CertificateChange, 'certificate' | 'privateKey'> {
  const isNamed =
    wantsNames && draft.type === 'server' && !isSameList(draft.names.map(toSniName), stored.names.map(toSniName));
  return {
    ...(isNamed ? { names: draft.names } : {}),
    ...(isSameList(draft.labels.map(labelKey).sort(), stored.labels.map(labelKey).sort())
      ? {}
      : { labels: draft.labels }),
    ...(draft.type === stored.type ? {} : { type: draft.type }),
    ...(draft.ca === undefined || draft.ca.kind === 'keep' ? {} : { ca: draft.ca }),
  };
}

/** Returns whether no key is given, and none is needed: the new certificate is for the key that the gateway has. */
export function keepsKey(
  { key, leaf }: UpdateDraft,
  { chain }: FullEntry,
  { needsKeyOnReplace }: UpdateCapabilities,
): boolean {
  return key === undefined && !needsKeyOnReplace && chain[0]?.fingerprints.spkiSha256 === leaf.fingerprints.spkiSha256;
}
