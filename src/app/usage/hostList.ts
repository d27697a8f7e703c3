/**
 * Lists the hosts that a gateway is to answer for, with the certificate of each: gaps, overlaps, and certificates that
 * nothing uses.
 */
import type { SniAnswer } from '../../core/hosts/sni';
import { idsOf, servedFor } from '../../core/hosts/sni';
import { toSniName } from '../../core/hosts/sniChoices';
import type { Referrer } from '../../gateway/gateway';
import type { Cooperative } from '../../shared/cooperative';
import { onceFor } from '../../shared/onceFor';
import { sortSteps } from '../../shared/sortSteps';
import type { Clock } from '../inventory/stateCounts';
import { toCertificateState } from '../inventory/stateCounts';
import { isUnused } from './certificateUse';
import type { ServedHosts } from './servedHosts';
import type { SomeOwners } from './usedHosts';
import { distinctOwners, ownerLists, someOwners } from './usedHosts';

export interface ListedHost {
  /** The host as gateways compare it. `*.example.com` stands for the hosts below it that nothing names exactly. */
  readonly host: string;
  /** The enabled routes and services that answer for it. */
  readonly owners: SomeOwners;
  /** Set where HTTPS is certainly wanted; most routes and services of APISIX do not say. */
  readonly wantsHttps: boolean;
  readonly answer: SniAnswer['kind'];
  /**
   * The certificate that is served, or those of which one is; those that are refused for it where that is the answer.
   */
  readonly ids: readonly string[];
  /** API7 Cloud calls these usable for what answers for it, and none of them is the one by our rules. */
  readonly disputed: readonly string[];
}

export interface HostList {
  /** Ordered by name. */
  readonly hosts: readonly ListedHost[];
  /** The ids of certificates that nothing uses, for certain. */
  readonly orphans: readonly string[];
  /** False where not everything that uses certificates could be read. */
  readonly isAll: boolean;
}

export function* toHostList(served: ServedHosts): Cooperative<HostList> {
  const { entries, table, used } = served;
  const names = new Set(used.byHost.keys());
  const orphans: string[] = [];
  for (const [id, entry] of entries) {
    yield;
    const { stored } = entry;
    if (yield* isUnused(served, entry)) orphans.push(id);
    // What answers for many hosts does not name them: the certificates' own names do.
    else if (stored.type === 'server' && (used.anyHost.length > 0 || used.byWildcard.size > 0))
      for (const name of stored.names.map(toSniName)) {
        yield;
        if (ownerLists(used, name).some(({ length }) => length > 0)) names.add(name);
      }
  }
  const hosts: ListedHost[] = [];
  const setOf = onceFor((ids: readonly string[]) => new Set(ids));
  for (const host of names) {
    yield;
    const lists = ownerLists(used, host);
    const answer = servedFor(table, host);
    const ids = idsOf(answer);
    hosts.push({
      host,
      owners: yield* someOwners(lists),
      wantsHttps: used.https.has(host),
      answer: answer.kind,
      ids,
      disputed: yield* disputed(served, lists, answer.kind === 'refused' ? undefined : () => setOf(ids)),
    });
  }
  return {
    hosts: yield* sortSteps(hosts, (one, other) => (one.host < other.host ? -1 : one.host > other.host ? 1 : 0)),
    orphans,
    isAll: used.isAll,
  };
}

/**
 * Returns the certificates that the gateway itself lists for the owners, if ours is none of them. Most gateways list
 * none.
 */
function* disputed(
  { used }: ServedHosts,
  lists: readonly (readonly Referrer[])[],
  ids: (() => ReadonlySet<string>) | undefined,
): Cooperative<readonly string[]> {
  if (used.availableTo.size === 0) return [];
  const listed = usableBy(used, yield* distinctOwners(lists));
  return listed.length === 0 || listed.some((id) => ids?.().has(id)) ? [] : listed;
}

/**
 * Returns the certificates that the gateway itself lists as usable for the owners; none where it lists none (all but
 * API7 Cloud).
 */
export const usableBy = ({ availableTo }: Pick<ServedHosts['used'], 'availableTo'>, owners: readonly Referrer[]) => [
  ...new Set(owners.flatMap(({ kind, id }) => availableTo.get(`${kind}/${id}`) ?? [])),
];

export type HostState =
  /** Handshakes fail. */
  | 'gap'
  /** They would fail, but the gateway does not say whether it is reached over HTTPS. */
  | 'mayBeGap'
  | 'expired'
  | 'notYetValid'
  /** Several objects have its name, or the gateway says otherwise. */
  | 'overlap'
  | 'disputed'
  /** The certificate's content is not known: it is a secret reference, or cannot be read. */
  | 'unknown'
  | 'expiring'
  | 'served'
  /** An address, for which clients send no name; or only what is switched off answers for it. */
  | 'noServerName'
  | 'inactive';

/** Worst first. */
export const hostStates = [
  'gap',
  'expired',
  'notYetValid',
  'mayBeGap',
  'overlap',
  'disputed',
  'unknown',
  'expiring',
  'served',
  'noServerName',
  'inactive',
] as const satisfies readonly HostState[];

export function toHostState(
  { owners, wantsHttps, answer, ids, disputed: others }: ListedHost,
  entries: Pick<ServedHosts['entries'], 'get'>,
  clock: Clock,
): HostState {
  if (owners.shown.length === 0) return 'inactive';
  switch (answer) {
    case 'none':
    case 'refused':
      return wantsHttps ? 'gap' : 'mayBeGap';
    case 'noServerName':
      return 'noServerName';
    case 'served':
    case 'ambiguous': {
      const states = ids.map((id) => {
        const entry = entries.get(id);
        return entry && toCertificateState(entry, clock);
      });
      const bad = (['expired', 'notYetValid'] as const).find((state) => states.includes(state));
      if (bad) return bad;
      if (answer === 'ambiguous') return 'overlap';
      if (others.length > 0) return 'disputed';
      if (states.includes('unknown')) return 'unknown';
      return states.includes('expiring') ? 'expiring' : 'served';
    }
  }
}
