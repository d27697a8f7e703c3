/**
 * Finds which certificate of a gateway is served for which hosts in use: once for a list, in steps, then asked often.
 */
import type { SniTable } from '../../core/hosts/sni';
import { servedFor } from '../../core/hosts/sni';
import { toSniName } from '../../core/hosts/sniChoices';
import type { Referrer } from '../../gateway/gateway';
import { appendTo } from '../../shared/appendTo';
import type { Cooperative } from '../../shared/cooperative';
import { onceFor } from '../../shared/onceFor';
import type { CertificateEntry } from '../inventory/certificateEntry';
import type { UsedHosts } from './usedHosts';
import { wildcardOwners } from './usedHosts';

export interface ServedHost {
  /** The host as gateways compare it; `*.example.com` stands for the hosts below it that nothing names exactly. */
  readonly host: string;
  /** The enabled owners that answer for it. Empty where all of them are switched off. */
  readonly owners: readonly Referrer[];
  /** The certificates of which one is served. More than one: it depends on the gateway's node. */
  readonly ids: readonly string[];
  /** False where it depends on the node, or on its version, whether one is served at all. */
  readonly isSure: boolean;
}

/** One complete list of certificates, with what used them when that was read. */
export interface ServedHosts {
  readonly entries: ReadonlyMap<string, CertificateEntry>;
  /** It may be newer than the list: a certificate that came since is in it, and not in {@link entries}. */
  readonly table: SniTable;
  readonly used: UsedHosts;
  /** Named hosts by the certificate's id. Certificates of which one is served for the same hosts share the lists. */
  readonly named: ReadonlyMap<string, readonly (readonly ServedHost[])[]>;
}

/** Certificates that are looked at without a pause. */
const stepLength = 1_000;
/** Hosts that are looked at without a pause: each is looked up by its ends. */
const hostsAtOnce = 20;
/** Names of one certificate, which has up to some thousands, that are looked at without a pause. */
const namesAtOnce = 10;

/** @param making makes the table of the entries, or gives one that is kept up to date by change */
export function* toServedHosts(
  entries: readonly CertificateEntry[],
  used: UsedHosts,
  making: Cooperative<SniTable>,
): Cooperative<ServedHosts> {
  const table = yield* making;
  const named = new Map<string, ServedHost[][]>();
  // By what is served: many objects of one wildcard times many hosts would be far too much.
  const lists = new Map<string | readonly string[], ServedHost[]>();
  let looked = 0;
  for (const [host, owners] of used.byHost) {
    if (++looked % hostsAtOnce === 0) yield;
    for (const served of toServed(table, host, [owners])) {
      const [only] = served.ids;
      const key = only !== undefined && served.ids.length === 1 ? only : served.ids;
      const known = lists.get(key);
      if (known) {
        known.push(served);
        continue;
      }
      const list = [served];
      lists.set(key, list);
      for (const id of served.ids) {
        appendTo(named, id, list);
        if (++looked % stepLength === 0) yield;
      }
    }
  }
  const byId = new Map<string, CertificateEntry>();
  for (const entry of entries) {
    byId.set(entry.stored.id, entry);
    if (byId.size % stepLength === 0) yield;
  }
  return { entries: byId, table, used, named };
}

/**
 * Lists of the hosts in use that a certificate is served for, or may be: certificates of which one is served for all of
 * a list share it. A host comes once for each list of owners that it has.
 */
export function* hostsServedWith(
  { table, used, named }: ServedHosts,
  { stored: { id, names } }: CertificateEntry,
): Cooperative<readonly (readonly ServedHost[])[]> {
  const lists = named.get(id) ?? [];
  // What answers for many hosts does not name them: the certificate's own names do.
  if (used.anyHost.length === 0 && used.byWildcard.size === 0) return lists;
  const isAmong = onceFor((ids: readonly string[]) => ids.includes(id));
  const ofOwn: ServedHost[] = [];
  for (const [index, each] of names.entries()) {
    if (index % namesAtOnce === namesAtOnce - 1) yield;
    const name = toSniName(each);
    const owners = [...(used.anyHost.length > 0 ? [used.anyHost] : []), ...wildcardOwners(used, name)];
    ofOwn.push(...toServed(table, name, owners).filter(({ ids }) => isAmong(ids)));
  }
  return ofOwn.length > 0 ? [...lists, ofOwn] : lists;
}

function toServed(table: SniTable, host: string, lists: readonly (readonly Referrer[])[]): readonly ServedHost[] {
  if (lists.length === 0) return [];
  const answer = servedFor(table, host);
  switch (answer.kind) {
    case 'served':
      return lists.map((owners) => ({ host, owners, ids: [answer.id], isSure: !answer.needsCatchAll }));
    case 'ambiguous':
      return lists.map((owners) => ({ host, owners, ids: answer.ids, isSure: !answer.mayFail }));
    case 'refused':
    case 'none':
    case 'noServerName':
      return [];
  }
}
