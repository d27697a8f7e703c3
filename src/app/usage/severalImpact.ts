/** Finds who is affected when several certificates of one gateway are deleted together. */
import type { Cooperative } from '../../shared/cooperative';
import type { CertificateEntry } from '../inventory/certificateEntry';
import type { HostImpact, Impact, ImpactFacts } from './impact';
import { byImportance, countOutcomes, deletionImpact, rankOf } from './impact';
import { distinctReferrers } from './impactUse';
import { toInlineHolders } from './usedHosts';

/** Tells what becomes of each host once all of `entries` are gone: no host falls to another of them. */
export function* severalDeletionImpact(
  entries: readonly CertificateEntry[],
  facts: ImpactFacts,
): Cooperative<Impact | undefined> {
  const ids = new Set(entries.map(({ stored }) => stored.id));
  const others = facts.entries.filter(({ stored }) => !ids.has(stored.id));
  const impacts: Impact[] = [];
  const holders = yield* toInlineHolders(facts.uses?.inlineCertificates);
  for (const entry of entries)
    impacts.push(yield* deletionImpact(entry, { ...facts, entries: [...others, entry] }, holders));
  const [first] = impacts;
  return first && unite(first, impacts);
}

function unite(first: Impact, impacts: readonly Impact[]): Impact {
  const hosts = new Map<string, HostImpact>();
  for (const each of impacts.flatMap((impact) => impact.hosts)) {
    const known = hosts.get(each.host);
    if (!known || rankOf(each) < rankOf(known)) hosts.set(each.host, each);
  }
  const all = [...hosts.values()].sort(byImportance);
  return {
    action: 'delete',
    type: impacts.every(({ type }) => type === first.type) ? first.type : undefined,
    hosts: all,
    counts: countOutcomes(all),
    clientOf: distinctReferrers(impacts.flatMap(({ clientOf }) => clientOf)),
    copies: distinctReferrers(impacts.flatMap(({ copies }) => copies)),
    breaksClients: true,
    availableTo: distinctReferrers(impacts.flatMap(({ availableTo }) => availableTo)),
    unknown: [...new Set(impacts.flatMap(({ unknown }) => unknown))],
  };
}
