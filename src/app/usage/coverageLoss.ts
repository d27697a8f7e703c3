/**
 * Finds the hosts that a gateway would no longer serve well if a certificate of a file took the place of the one it is
 * to renew, while it is still a file. From memory only: nothing here asks anybody.
 */
import type { RuleOptions } from '../../core/findings/ruleContext';
import { hostNamesOf, toCover } from '../../core/hosts/hostMatching';
import type { SniAnswer, SniTable } from '../../core/hosts/sni';
import { servedFor, toSniTable } from '../../core/hosts/sni';
import type { Certificate } from '../../core/model';
import type { Referrer } from '../../gateway/gateway';
import type { Cooperative } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { Connections } from '../connections/connections';
import type { CertificateEntry } from '../inventory/certificateEntry';
import type { DeploymentStatus } from '../inventory/deploymentStatus';
import { findDeploymentStatus, listedConnection } from '../inventory/deploymentStatus';
import type { Inventory } from '../inventory/inventory';
import { isNamed, toNameTest } from '../inventory/ownNames';
import { isShortRenewal } from '../inventory/renewals';
import { derivesNames, namedHolders, toHolders } from '../inventory/serving';
import { proposeNames } from '../writes/update';
import { proposedNames } from '../writes/upload';
import type { KnownUses } from './knownUses';
import type { ServedHosts } from './servedHosts';
import { hostsServedWith } from './servedHosts';
import { distinctOwners } from './usedHosts';
import { listed, listedOwners } from './useText';

export interface EntryCoverageLoss {
  /** The certificate that serves them today. */
  readonly entry: CertificateEntry;
  /** Host names as gateways compare them, in order. */
  readonly hosts: readonly string[];
  /** The objects that serve them, each once. */
  readonly owners: readonly Referrer[];
}

/** @param beside certificates of the same text: what one of them covers is not lost */
export function* findCoverageLoss(
  leaf: Certificate,
  { served, siblings }: { readonly served: ServedHosts; readonly siblings: readonly Certificate[] },
): Cooperative<readonly EntryCoverageLoss[]> {
  const losses: EntryCoverageLoss[] = [];
  for (const entry of yield* servedUnder(hostNamesOf(leaf.sans), served)) {
    yield;
    const loss = isShortRenewal(entry, leaf) ? yield* lostOf({ entry, leaf, served }, siblings) : undefined;
    if (loss) losses.push(loss);
  }
  return losses;
}

/** Finds server certificates of the gateway that have one of the names: few, unless very many have one name. */
function* servedUnder(
  names: readonly string[],
  { table, entries }: ServedHosts,
): Cooperative<readonly CertificateEntry[]> {
  const holders = new Set<CertificateEntry>();
  let looked = 0;
  for (const name of names)
    for (const { id } of namedHolders(name, table)) {
      if (++looked % stepLength === 0) yield;
      const entry = entries.get(id);
      if (entry) holders.add(entry);
    }
  return [...holders];
}

/** Objects that are looked at without a pause. */
const stepLength = 500;

interface ListedCertificate {
  readonly entry: CertificateEntry;
  readonly leaf: Certificate;
  readonly served: ServedHosts;
}

function* lostOf(
  place: ListedCertificate,
  siblings: readonly Certificate[],
): Cooperative<EntryCoverageLoss | undefined> {
  const { entry, leaf, served } = place;
  const hosts = new Set<string>();
  const lists = new Set<readonly Referrer[]>();
  const covers = [leaf, ...siblings].map(({ sans }) => toCover(sans ?? []));
  const isCovered = (host: string): boolean => covers.some((covered) => covered(host));
  const isNamedOnIt = toNameTest(entry);
  for (const { host, owners, ids, isSure } of (yield* hostsServedWith(served, entry)).flat()) {
    yield;
    const isServed = isSure && ids.length === 1 && owners.length > 0;
    if (!isServed || (!hosts.has(host) && (isCovered(host) || isNamedOnIt(host) !== true || isTakenOver(host, place))))
      continue;
    hosts.add(host);
    lists.add(owners);
  }
  return hosts.size === 0 ? undefined : { entry, hosts: [...hosts].sort(), owners: yield* distinctOwners(lists) };
}

/** Returns whether another certificate that names the host is served for it once the file's has taken the place. */
function isTakenOver(host: string, { entry, leaf, served: { table, entries } }: ListedCertificate): boolean {
  const { id } = entry.stored;
  const names = derivesNames[entry.connection.dialect] ? proposedNames(leaf) : proposeNames(entry, leaf).names;
  const others = [...holdersNear(table, host)].filter((holder) => holder.id !== id);
  const answer = servedFor(toSniTable([...others, ...toHolders([{ ...entry.stored, names }])], table.rules), host);
  const next = surelyServed(answer).flatMap((each) => entries.get(each) ?? []);
  return next.length > 0 && next.every((other) => other !== entry && isNamed(other, host) !== false);
}

/** Returns the only holders that can be chosen for a host. */
function holdersNear({ exact, wildcards }: SniTable, host: string) {
  const ends = Array.from(host, (_, start) => host.slice(start));
  return new Set([...(exact.get(host) ?? []), ...[...ends, ''].flatMap((end) => wildcards.get(end) ?? [])]);
}

/** Returns the ids that are served; none where a node may have nothing to serve. */
function surelyServed(answer: SniAnswer): readonly string[] {
  if (answer.kind === 'served') return answer.needsCatchAll ? [] : [answer.id];
  return answer.kind === 'ambiguous' && !answer.mayFail ? answer.ids : [];
}

export interface CoverageLossParts {
  readonly connections: Pick<Connections, 'all'>;
  readonly inventory: Pick<Inventory, 'state' | 'certificates'>;
  readonly uses: Pick<KnownUses, 'served'>;
  readonly translate: Translate;
}

/** Answers what the check of a text asks about its certificates from what the gateways are known to serve. */
export const coverageLossFrom = ({
  connections,
  inventory,
  uses,
  translate,
}: CoverageLossParts): NonNullable<RuleOptions['coverageLoss']> =>
  function* (leaf, siblings) {
    const losses: EntryCoverageLoss[] = [];
    for (const { id } of connections.all) {
      const served = uses.served(id);
      if (served) losses.push(...(yield* findCoverageLoss(leaf, { served, siblings })));
    }
    if (losses.length === 0) return [];
    const statuses = new Map<string, DeploymentStatus['kind']>();
    for (const { id } of connections.all)
      statuses.set(id, (yield* findDeploymentStatus(leaf, [listedConnection(inventory, id)])).kind);
    if ([...statuses.values()].includes('deployed')) return [];
    return (
      losses
        // Where it renews another one whole, it is not this one's place that it takes.
        .filter(({ entry }) => statuses.get(entry.connection.id) !== 'renews')
        .map(({ entry, hosts, owners }) => ({
          hosts: listed(hosts, translate),
          owners: listedOwners(owners, translate),
          connection: toShortText(entry.connection.name, 60),
          id: toShortText(entry.stored.id, 64),
        }))
    );
  };
