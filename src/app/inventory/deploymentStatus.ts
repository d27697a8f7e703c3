/** Finds where the listed gateways hold a certificate. From memory only: nothing here asks anybody. */
import type { Certificate } from '../../core/model';
import { proposedType } from '../../core/x509/purpose';
import type { Cooperative } from '../../shared/cooperative';
import { filterSteps } from '../../shared/cooperative';
import type { CertificateEntry } from './certificateEntry';
import type { CertificateIndex } from './certificateIndex';
import type { ConnectionState, Inventory } from './inventory';
import { isWhole } from './listing';
import { findRenewedSteps, findShortenedSteps, isIdentical } from './renewals';

export type DeploymentStatus =
  /** No connection has been listed. */
  | { readonly kind: 'notLoaded'; readonly isLoading: boolean }
  | {
      readonly kind: 'deployed';
      readonly entries: readonly [CertificateEntry, ...CertificateEntry[]];
      /** Elsewhere still those that it renews and that are not disabled, best first, see {@link findRenewed}. */
      readonly outdated: readonly CertificateEntry[];
    }
  /** Best first, see {@link findRenewed}. Disabled ones only where there are no others. */
  | { readonly kind: 'renews'; readonly entries: readonly [CertificateEntry, ...CertificateEntry[]] }
  /**
   * The certificate would renew these, but lacks some of their names. Best first, see {@link findShortened}; disabled
   * ones as above. Held back while a list that may hold a better match is loading.
   */
  | { readonly kind: 'renewsInPart'; readonly entries: readonly [CertificateEntry, ...CertificateEntry[]] }
  /**
   * `isCertain` is false where a connection has not been listed to its end; `isLoading` where one is being listed now.
   */
  | { readonly kind: 'absent'; readonly isCertain: boolean; readonly isLoading: boolean };

export interface ListedConnection {
  readonly state: ConnectionState;
  /** Undefined where none was listed. */
  readonly certificates: Pick<CertificateIndex, 'size' | 'withSerialSteps' | 'sharingNamesSteps'> | undefined;
}

export const listedConnection = (
  inventory: Pick<Inventory, 'state' | 'certificates'>,
  connectionId: string,
): ListedConnection => ({ state: inventory.state(connectionId), certificates: inventory.certificates(connectionId) });

/** Looks only at the few that may be the certificate or share a name with it. */
export function* findDeploymentStatus(
  leaf: Certificate,
  connections: readonly ListedConnection[],
): Cooperative<DeploymentStatus> {
  const isCertain = connections.every(({ state }) => isWhole(state));
  const isLoading = connections.some(({ state }) => state.kind === 'loading');
  const isListed = connections.some(
    ({ state, certificates }) => state.kind === 'ready' || (certificates?.size ?? 0) > 0,
  );
  if (!isListed && !isCertain) return { kind: 'notLoaded', isLoading };
  const deployed: CertificateEntry[] = [];
  const likely: CertificateEntry[] = [];
  for (const { certificates } of connections) {
    if (!certificates) continue;
    const withSerial = yield* certificates.withSerialSteps(leaf.serial);
    yield* addAll(deployed, yield* filterSteps(withSerial, (entry) => isIdentical(entry, leaf)));
    yield* addAll(likely, yield* certificates.sharingNamesSteps(leaf));
  }
  const { sha256 } = leaf.fingerprints;
  const known = new Set(deployed);
  // A further pair is for the names of the first.
  const isFurther = (entry: CertificateEntry): boolean => entry.extraFingerprints.includes(sha256) && !known.has(entry);
  yield* addAll(deployed, yield* filterSteps(likely, isFurther));
  const [same, ...others] = deployed;
  const type = proposedType(leaf);
  if (same) {
    const own = new Set(deployed);
    const rest = yield* filterSteps(likely, (entry) => !own.has(entry));
    const { entries: outdated } = yield* findRenewedSteps(leaf, type, rest);
    return { kind: 'deployed', entries: [same, ...others], outdated: outdated.filter(isOn) };
  }
  const [renewed, ...more] = enabledOrAll((yield* findRenewedSteps(leaf, type, likely)).entries);
  if (renewed) return { kind: 'renews', entries: [renewed, ...more] };
  const [shortened, ...rest] =
    type === 'server' && !isLoading ? enabledOrAll(yield* findShortenedSteps(leaf, likely)) : [];
  return shortened ? { kind: 'renewsInPart', entries: [shortened, ...rest] } : { kind: 'absent', isCertain, isLoading };
}

const isOn = ({ stored }: CertificateEntry): boolean => stored.isEnabled !== false;

/** Returns those that are not disabled; all where there is none. */
function enabledOrAll(entries: readonly CertificateEntry[]): readonly CertificateEntry[] {
  const on = entries.filter(isOn);
  return on.length > 0 ? on : entries;
}

/** Adds one by one: a spread of very many would not fit on the stack. */
function* addAll(to: CertificateEntry[], entries: readonly CertificateEntry[]): Cooperative<undefined> {
  for (const entry of entries) to.push(entry);
  yield;
  return undefined;
}
