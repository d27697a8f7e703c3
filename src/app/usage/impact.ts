/**
 * Finds who is affected when a certificate is deleted or replaced: hosts by the names that handshakes ask for,
 * upstreams by the id they refer to. Data alone; `impactLines.ts` words it.
 */
import type { SniAnswer, SniTable } from '../../core/hosts/sni';
import { servedFor, SniIndex } from '../../core/hosts/sni';
import type { SniHolder } from '../../core/hosts/sniChoices';
import { toSniName } from '../../core/hosts/sniChoices';
import type { Certificate, CertificateType } from '../../core/model';
import type { References, Referrer } from '../../gateway/gateway';
import type { Cooperative } from '../../shared/cooperative';
import { sortSteps } from '../../shared/sortSteps';
import type { Sentence } from '../../shared/translate';
import type { CertificateEntry } from '../inventory/certificateEntry';
import type { Owner } from '../inventory/owner';
import { ownerOf } from '../inventory/owner';
import type { Serving } from '../inventory/serving';
import { derivesNames, leftOutOf, toHolder, toHolders, toRules } from '../inventory/serving';
import type { Clock } from '../inventory/stateCounts';
import { proposedNames } from '../writes/upload';
import type { HostOutcome } from './hostOutcome';
import { outcomeOf, toIsAmong, winnerName } from './hostOutcome';
import type { Use } from './impactUse';
import { distinctReferrers, stepLength, usedHosts } from './impactUse';
import type { InlineHolders } from './usedHosts';
import { copiesOf, toInlineHolders } from './usedHosts';

export interface HostImpact {
  /** In small letters; `*.example.com` stands for the hosts below it that nothing names exactly. */
  readonly host: string;
  /**
   * The owners that answer for the host. Empty where none is known: a name of the certificate that nobody seems to use.
   */
  readonly by: readonly Referrer[];
  /** False where all that answer for it are switched off. */
  readonly isActive: boolean;
  readonly outcome: HostOutcome;
}

export interface Impact {
  readonly action: 'delete' | 'replace';
  readonly type: CertificateType | undefined;
  /** Hosts in use first, of these the worst outcome first; then by name. */
  readonly hosts: readonly HostImpact[];
  /** The number of hosts in use with each outcome; names that nobody seems to use are not counted. */
  readonly counts: Readonly<Record<HostOutcome['kind'], number>>;
  /** The referrers that show it to upstreams as client certificate. */
  readonly clientOf: readonly Referrer[];
  /** Upstreams that hold a copy of the certificate themselves. */
  readonly copies: readonly Referrer[];
  /** Set where those references lead nowhere afterwards: the object is gone, or is no client certificate any more. */
  readonly breaksClients: boolean;
  /** The referrers that can use it, where the gateway says so itself. */
  readonly availableTo: readonly Referrer[];
  /** The object keeps its certificate: hosts that it serves notice nothing. */
  readonly keepsCertificate?: boolean;
  /** The tool that undoes what is written to it. */
  readonly owner?: Owner | undefined;
  /** Members for which the gateway ignores the object, now and, where that stays so, afterwards. */
  readonly ignored?: { readonly members: readonly string[]; readonly isStill: boolean } | undefined;
  /** English sentences about what is not known. Empty: what is said here is all there is. */
  readonly unknown: readonly Sentence[];
}

export interface ImpactFacts {
  /** All certificates of the gateway, this one included. */
  readonly entries: readonly CertificateEntry[];
  /** False where the list was not read to its end. */
  readonly isComplete: boolean;
  /** Undefined where it could not be read at all. */
  readonly uses: References | undefined;
  readonly clock: Clock;
}

/** The object after the change, as far as it decides what is served; a member that is left out stays as it is. */
export interface ProposedCertificate {
  /** Left out where the gateway derives them: they follow the new certificate. */
  readonly names?: readonly string[];
  readonly type?: CertificateType;
  readonly isEnabled?: boolean;
  /** The new certificate; undefined where it stays. */
  readonly leaf?: Certificate;
  /** Set where the certificate certainly stays. */
  readonly keepsCertificate?: true;
}

/** Takes the holders of copies from whoever looks at several objects: they are the same for all of a gateway. */
export const deletionImpact = (
  entry: CertificateEntry,
  facts: ImpactFacts,
  holders?: InlineHolders,
): Cooperative<Impact> => impactOf(entry, undefined, facts, holders);

export const replacementImpact = (
  entry: CertificateEntry,
  replacement: ProposedCertificate,
  facts: ImpactFacts,
): Cooperative<Impact> => impactOf(entry, replacement, facts);

function* impactOf(
  entry: CertificateEntry,
  replacement: ProposedCertificate | undefined,
  facts: ImpactFacts,
  holders?: InlineHolders,
): Cooperative<Impact> {
  const { stored } = entry;
  const leaf = derivesNames[entry.connection.dialect] ? replacement?.leaf : undefined;
  const {
    names = leaf ? proposedNames(leaf) : stored.names,
    type = stored.type,
    isEnabled = stored.isEnabled,
  } = replacement ?? {};
  const next: Serving | undefined = replacement && {
    id: stored.id,
    names,
    type,
    isEnabled,
    // A list is what is written.
    ...(stored.isSingleName && replacement.names === undefined ? { isSingleName: true } : {}),
    ...(stored.ignored && !stored.ignored.endsWithUpdate ? { ignored: stored.ignored } : {}),
  };
  const hosts = yield* hostsOf(entry, { replacement, next, facts });
  return {
    action: replacement ? 'replace' : 'delete',
    type: stored.type,
    keepsCertificate: replacement?.keepsCertificate === true,
    hosts,
    counts: countOutcomes(hosts),
    clientOf: distinctReferrers(
      facts.uses?.clientReferences.filter(({ certificateId }) => certificateId === stored.id).map(({ by }) => by) ?? [],
    ),
    copies: distinctReferrers(
      copiesOf(holders ?? (yield* toInlineHolders(facts.uses?.inlineCertificates)), entry).flat(),
    ),
    breaksClients: next?.type !== 'client',
    availableTo: distinctReferrers(
      facts.uses?.availableTo?.filter(({ certificateId }) => certificateId === stored.id).map(({ to }) => to) ?? [],
    ),
    owner: ownerOf(stored),
    ignored: stored.ignored && { members: stored.ignored.members, isStill: next?.ignored !== undefined },
    unknown: unknownOf(entry, facts),
  };
}

interface Change {
  readonly replacement: ProposedCertificate | undefined;
  /** Undefined: the object is gone. */
  readonly next: Serving | undefined;
  readonly facts: ImpactFacts;
}

function* hostsOf(entry: CertificateEntry, { replacement, next, facts }: Change): Cooperative<readonly HostImpact[]> {
  const { id } = entry.stored;
  const rules = toRules(facts.entries, entry.connection.dialect);
  const byId = new Map<string, CertificateEntry>();
  const others: SniHolder[] = [];
  for (const each of facts.entries) {
    byId.set(each.stored.id, each);
    if (each.stored.id !== id && leftOutOf(each.stored) === undefined) others.push(toHolder(each.stored));
    if (byId.size % stepLength === 0) yield;
  }
  const [mine, mineNext] = [toHolders([entry.stored]), toHolders(next ? [next] : [])];
  const ownNames = [...new Set([...mine, ...mineNext].flatMap(({ names }) => names.map(toSniName)))];
  const used = yield* usedHosts(facts.uses, ownNames);
  const hosts = [...new Set([...used.keys(), ...ownNames])];
  // One table, in which this one certificate is exchanged: others are many.
  const table = yield* SniIndex.of(others, rules);
  for (const holder of mine) table.add(holder);
  const before = yield* answersOf(hosts, table);
  for (const holder of mine) table.delete(holder);
  for (const holder of mineNext) table.add(holder);
  const after = yield* answersOf(hosts, table);
  // A name that stands for a host in use is no name without a user.
  const winning = new Set<string | undefined>();
  const isAmong = toIsAmong(id);
  let looked = 0;
  for (const host of used.keys()) {
    for (const answers of [before, after]) winning.add(winnerName(answers.get(host), isAmong));
    if (++looked % stepLength === 0) yield;
  }
  const outcome = outcomeOf({ entry, before, after, byId, clock: facts.clock, leaf: replacement?.leaf });
  const impacts: HostImpact[] = [];
  for (const host of hosts) {
    if (!used.has(host) && winning.has(host)) continue;
    const { by, isActive } = used.get(host) ?? idle;
    impacts.push({ host, by, isActive, outcome: outcome(host) });
    if (impacts.length % stepLength === 0) yield;
  }
  return yield* sortSteps(impacts, byImportance);
}

const idle: Use = { by: [], isActive: true };

export const byImportance = (a: HostImpact, b: HostImpact): number =>
  Number(a.by.length === 0) - Number(b.by.length === 0) || rankOf(a) - rankOf(b) || (a.host < b.host ? -1 : 1);

/** Orders outcomes, the gravest first. */
export const rankOf = ({ outcome }: HostImpact): number => outcomeKinds.indexOf(outcome.kind);

function* answersOf(hosts: readonly string[], table: SniTable): Cooperative<ReadonlyMap<string, SniAnswer>> {
  const answers = new Map<string, SniAnswer>();
  for (const host of hosts) {
    answers.set(host, servedFor(table, host));
    if (answers.size % stepLength === 0) yield;
  }
  return answers;
}

/** Worst first. */
export const outcomeKinds = [
  'lost',
  'unnamed',
  'unclear',
  'moves',
  'gained',
  'kept',
  'untouched',
] as const satisfies readonly HostOutcome['kind'][];

export function countOutcomes(hosts: readonly HostImpact[]): Impact['counts'] {
  const counts = { lost: 0, moves: 0, unclear: 0, unnamed: 0, gained: 0, kept: 0, untouched: 0 };
  for (const { outcome, by } of hosts) if (by.length > 0) counts[outcome.kind]++;
  return counts;
}

function unknownOf({ stored, note }: CertificateEntry, { uses, isComplete }: ImpactFacts): readonly Sentence[] {
  return [
    ...(uses
      ? uses.unknown
      : [
          'What uses certificates on this gateway could not be read: there may be more hosts and upstreams than are shown.',
        ]),
    ...(isComplete
      ? []
      : ['Not all certificates of this gateway were read: a host may fall to one that is not known here.']),
    ...(stored.type === undefined
      ? ['The type of this certificate is not known, so neither is what it is used for.']
      : []),
    ...(note === undefined ? [] : [note]),
  ];
}
