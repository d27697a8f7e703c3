import type { UsedBy } from '../../core/details/input';
import type { Referrer } from '../../gateway/gateway';
import type { Cooperative } from '../../shared/cooperative';
import { onceFor } from '../../shared/onceFor';
import type { Translate } from '../../shared/translate';
import type { CertificateEntry } from '../inventory/certificateEntry';
import type { ServedHost, ServedHosts } from './servedHosts';
import { hostsServedWith } from './servedHosts';
import { copiesOf, distinctOwners } from './usedHosts';
import { useText } from './useText';

/** The objects that use a certificate now, by name or by reference. */
export interface CertificateUse {
  /** Each once. */
  readonly owners: readonly Referrer[];
  /** False where there may be more of them. */
  readonly isAll: boolean;
  /** True if, for certain, nothing uses it, nor would if it were switched on. */
  readonly isUnused: boolean;
  /** Upstreams that hold a copy of the certificate themselves: they do not use the object. */
  readonly copies: readonly Referrer[];
}

/**
 * Finds the use of one certificate that a gateway may hold more than once: under all of its ids, since which of them is
 * served makes no difference then. Undefined where one of them came after the list.
 */
export function* useOf(served: ServedHosts, ids: readonly string[]): Cooperative<CertificateUse | undefined> {
  const { used } = served;
  const own = new Set(ids);
  const isOwn = onceFor((chosen: readonly string[]) => chosen.every((id) => own.has(id)));
  const seen = new Set<readonly ServedHost[]>();
  const lists = new Set<readonly Referrer[]>();
  const unsure = new Set<readonly Referrer[]>();
  const copies = new Set<readonly Referrer[]>();
  let isAll = used.isAll;
  let mayBeUsed = ids.some((id) => used.available.has(id));
  let looked = 0;
  for (const id of ids) {
    if (++looked % stepLength === 0) yield;
    const entry = served.entries.get(id);
    if (!entry) return undefined;
    if (isOfUnknownHosts(entry)) isAll = false;
    for (const hosts of yield* hostsServedWith(served, entry)) {
      if (seen.has(hosts)) continue;
      seen.add(hosts);
      for (const { owners, ids: chosen, isSure } of hosts) {
        if (++looked % stepLength === 0) yield;
        (isSure && isOwn(chosen) ? lists : unsure).add(owners);
        if (owners.length === 0) mayBeUsed = true;
      }
    }
    const references = used.byClientCertificate.get(id);
    if (references) lists.add(references);
    for (const each of copiesOf(used.byInlineCertificate, entry)) copies.add(each);
  }
  if ([...unsure].some((owners) => owners.length > 0 && !lists.has(owners))) isAll = false;
  const owners = yield* distinctOwners(lists);
  return {
    owners,
    isAll,
    isUnused: isAll && !mayBeUsed && owners.length === 0,
    copies: yield* distinctOwners(copies),
  };
}

/** Hosts and ids that are looked at without a pause. */
const stepLength = 100;

/** Returns true if nobody knows which hosts the certificate is for. */
const isOfUnknownHosts = ({ stored: { type, names } }: CertificateEntry): boolean =>
  type === undefined || (type === 'server' && names.length === 0);

/** Returns what {@link useOf} says is unused, without a look at each of the hosts: that there is one is enough. */
export function* isUnused(served: ServedHosts, entry: CertificateEntry): Cooperative<boolean> {
  const { used } = served;
  const { id } = entry.stored;
  return (
    used.isAll &&
    !isOfUnknownHosts(entry) &&
    !used.available.has(id) &&
    !used.byClientCertificate.has(id) &&
    (yield* hostsServedWith(served, entry)).length === 0
  );
}

/**
 * Does the same as {@link useOf} for a certificate that several gateways may hold. Undefined where it is known of none
 * of them.
 */
export function* useOfAll(
  entries: readonly CertificateEntry[],
  servedOf: (connectionId: string) => ServedHosts | undefined,
): Cooperative<CertificateUse | undefined> {
  const connections = [...new Set(entries.map(({ connection }) => connection.id))];
  const uses: (CertificateUse | undefined)[] = [];
  for (const id of connections) {
    const served = servedOf(id);
    const ids = entries.filter(({ connection }) => connection.id === id).map(({ stored }) => stored.id);
    uses.push(served && (yield* useOf(served, ids)));
  }
  if (uses.every((use) => use === undefined)) return undefined;
  return {
    owners: uses.flatMap((use) => use?.owners ?? []),
    isAll: uses.every((use) => use?.isAll === true),
    isUnused: uses.every((use) => use?.isUnused === true),
    copies: uses.flatMap((use) => use?.copies ?? []),
  };
}

const maxOwners = 100;

export function toUsedBy(
  use: CertificateUse,
  entry: Pick<CertificateEntry, 'connection' | 'type'>,
  translate: Translate,
): UsedBy {
  return {
    summary: useText(use, entry, translate),
    owners: [
      ...use.owners.map((owner) => toOwner(owner, translate)),
      ...use.copies.map((owner) => ({ ...toOwner(owner, translate), isCopy: true as const })),
    ].slice(0, maxOwners),
    more: Math.max(0, use.owners.length + use.copies.length - maxOwners),
  };
}

const toOwner = ({ kind, id, name }: Referrer, translate: Translate): UsedBy['owners'][number] => ({
  kind: kindWord(kind, translate),
  id,
  ...(name?.trim() ? { name } : {}),
});

function kindWord(kind: Referrer['kind'], translate: Translate): string {
  switch (kind) {
    case 'application':
      return translate('Application');
    case 'route':
      return translate('Route');
    case 'service':
      return translate('Service');
    case 'upstream':
      return translate('Upstream');
    case 'streamRoute':
      return translate('Stream route');
  }
}
