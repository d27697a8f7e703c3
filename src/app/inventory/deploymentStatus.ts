/** The place where the listed gateways hold a certificate. From memory only: nothing here asks anybody. */
import { serialSameness } from '../../core/comparison/metadataMatch';
import { hostNamesOf } from '../../core/hosts/hostMatching';
import { toSniName } from '../../core/hosts/sni';
import type { Certificate } from '../../core/model';
import { preferredType, purposeOf } from '../../core/x509/purpose';
import type { CertificateEntry } from './certificateEntry';
import type { ConnectionState } from './inventory';
import { findRenewed, findShortened, isIdentical } from './renewals';

export type DeploymentStatus =
  /** Not one connection has been listed. */
  | { readonly kind: 'notLoaded'; readonly isLoading: boolean }
  | { readonly kind: 'deployed'; readonly entries: readonly [CertificateEntry, ...CertificateEntry[]] }
  /** Best first, see {@link findRenewed}. */
  | { readonly kind: 'renews'; readonly entries: readonly [CertificateEntry, ...CertificateEntry[]] }
  /** It renews them but for some of their names. Best first, see {@link findShortened}. Not said while a list that may hold a better one is on its way. */
  | { readonly kind: 'renewsInPart'; readonly entries: readonly [CertificateEntry, ...CertificateEntry[]] }
  /** `isCertain` is false where a connection has not been listed to its end; `isLoading` where one is being listed now. */
  | { readonly kind: 'absent'; readonly isCertain: boolean; readonly isLoading: boolean };

export function findDeploymentStatus(leaf: Certificate, states: readonly ConnectionState[]): DeploymentStatus {
  const entries = states.flatMap((state) => state.entries);
  const isCertain = states.every((state) => state.kind === 'ready' && state.isComplete);
  const isLoading = states.some(({ kind }) => kind === 'loading');
  if (entries.length === 0 && !isCertain && !states.some(({ kind }) => kind === 'ready'))
    return { kind: 'notLoaded', isLoading };
  // Entries parse their chain when it is first looked at: only where the serial number is the same.
  const [same, ...others] = entries.filter((entry) => mayBe(entry, leaf) && isIdentical(entry, leaf));
  if (same) return { kind: 'deployed', entries: [same, ...others] };
  const likely = sharingNames(leaf, entries);
  const type = preferredType(purposeOf(leaf.extendedKeyUsage)) ?? 'server';
  const [renewed, ...more] = findRenewed(leaf, type, likely).entries;
  if (renewed) return { kind: 'renews', entries: [renewed, ...more] };
  const [shortened, ...rest] = type === 'server' && !isLoading ? findShortened(leaf, likely) : [];
  return shortened ? { kind: 'renewsInPart', entries: [shortened, ...rest] } : { kind: 'absent', isCertain, isLoading };
}

/** Cheap, and true of all that are it: the serial number is ours where we read the PEM, and the gateway's spelling where it tells metadata. */
function mayBe({ serial, stored }: CertificateEntry, leaf: Certificate): boolean {
  return (
    serial === leaf.serial ||
    (stored.metadata !== undefined && serial !== undefined && serialSameness(leaf.serial, serial) === 'same')
  );
}

/** With a name in common, or none at all: few are left to be looked at closely, however many there are. */
function sharingNames(leaf: Certificate, entries: readonly CertificateEntry[]): readonly CertificateEntry[] {
  const names = new Set(hostNamesOf(leaf.sans));
  return entries.filter((entry) => entry.names.length === 0 || entry.names.some((name) => names.has(toSniName(name))));
}
