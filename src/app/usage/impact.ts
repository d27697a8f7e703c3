/**
 * Finds who is affected when a certificate is deleted or replaced: hosts by the names that handshakes ask for,
 * upstreams by the id they refer to. Data alone; `impactLines.ts` words it.
 */
import { toCover } from '../../core/hosts/hostMatching';
import { toHostPattern } from '../../core/hosts/hostText';
import type { SniAnswer, SniHolder, SniTable } from '../../core/hosts/sni';
import { maxSuffixLength, servedFor, SniIndex, toSniName } from '../../core/hosts/sni';
import type { Certificate, CertificateType } from '../../core/model';
import type { References, Referrer } from '../../gateway/gateway';
import type { Cooperative } from '../../shared/cooperative';
import { onceFor } from '../../shared/onceFor';
import { sortSteps } from '../../shared/sortSteps';
import type { Sentence } from '../../shared/translate';
import type { CertificateEntry } from '../inventory/certificateEntry';
import type { Clock } from '../inventory/certificateState';
import type { Owner } from '../inventory/owner';
import { ownerOf } from '../inventory/owner';
import type { CertificateReference, Serving } from '../inventory/serving';
import {
  derivesNames,
  isNamed,
  leftOutOf,
  toHolder,
  toHolders,
  toIsNamed,
  toReference,
  toRules,
} from '../inventory/serving';
import { proposedNames } from '../writes/upload';

export type HostOutcome =
  /**
   * No certificate is served any more: handshakes fail. `blockedBy` win by name and are refused, so that nothing is
   * tried after them.
   */
  | { readonly kind: 'lost'; readonly blockedBy: readonly CertificateReference[]; readonly more?: number }
  | { readonly kind: 'moves'; readonly to: CertificateReference }
  /** One of several, or none: it depends on the node. */
  | {
      readonly kind: 'unclear';
      readonly candidates: readonly CertificateReference[];
      /** So many besides the candidates. */
      readonly more?: number;
      readonly mayFail: boolean;
    }
  /** The new certificate is served and does not name the host, which the old one did: clients refuse it. */
  | { readonly kind: 'unnamed' }
  /** Served with this certificate from now on. `from` was served before, where it is known. */
  | { readonly kind: 'gained'; readonly from: CertificateReference | undefined }
  /** Served with this certificate, before and after. */
  | { readonly kind: 'kept' }
  /** This certificate is not what is served for it, before or after. */
  | { readonly kind: 'untouched' };

/** One host, in exactly one outcome. */
export interface HostImpact {
  /** In small letters; `*.example.com` stands for the hosts below it that nothing names exactly. */
  readonly host: string;
  /** What answers for the host. Empty where nothing is known to: a name of the certificate that nobody seems to use. */
  readonly by: readonly Referrer[];
  /** False where all that answer for it are switched off. */
  readonly isActive: boolean;
  readonly outcome: HostOutcome;
}

export interface Impact {
  readonly action: 'delete' | 'replace';
  readonly type: CertificateType | undefined;
  /** Those in use first; of these the worst outcome first, then by name. */
  readonly hosts: readonly HostImpact[];
  /** The number of hosts in use with each outcome; names that nobody seems to use are not counted. */
  readonly counts: Readonly<Record<HostOutcome['kind'], number>>;
  /** What refers to it as the client certificate that upstreams are shown. */
  readonly clientOf: readonly Referrer[];
  /** Those references lead nowhere afterwards: the object is gone, or no client certificate any more. */
  readonly breaksClients: boolean;
  /** What can use it, where the gateway says so itself. */
  readonly availableTo: readonly Referrer[];
  /** The object keeps its certificate: hosts that it serves notice nothing. */
  readonly keepsCertificate?: boolean;
  /** Who undoes what is written to it. */
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

/** What the object is to become, as far as it decides what is served; what is left out stays as it is. */
export interface ProposedCertificate {
  /** Left out where the gateway derives them: they follow the new certificate. */
  readonly names?: readonly string[];
  readonly type?: CertificateType;
  readonly isEnabled?: boolean;
  /** The new certificate; undefined where it stays. */
  readonly leaf?: Certificate;
  /** It stays for certain. */
  readonly keepsCertificate?: true;
}

export const deletionImpact = (entry: CertificateEntry, facts: ImpactFacts): Cooperative<Impact> =>
  impactOf(entry, undefined, facts);

export const replacementImpact = (
  entry: CertificateEntry,
  replacement: ProposedCertificate,
  facts: ImpactFacts,
): Cooperative<Impact> => impactOf(entry, replacement, facts);

function* impactOf(
  entry: CertificateEntry,
  replacement: ProposedCertificate | undefined,
  facts: ImpactFacts,
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

/** Certificates or hosts that are looked at without a pause. */
const stepLength = 100;

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

interface Use {
  readonly by: readonly Referrer[];
  readonly isActive: boolean;
}

/** The objects that answer for a host, each once, found by what they are: many may answer for the same. */
class Users {
  private readonly owners = new Map<string, Referrer>();
  private list: readonly Referrer[] | undefined;
  isActive = false;

  add(by: Referrer, isActive: boolean): void {
    this.owners.set(`${by.kind}/${by.id}`, by);
    this.list = undefined;
    this.isActive ||= isActive;
  }

  /** The same list until another one is added. */
  get by(): readonly Referrer[] {
    return (this.list ??= [...this.owners.values()]);
  }
}

/**
 * The hosts that handshakes may ask for: those stated, and names of the certificate under a host that stands for many.
 */
function* usedHosts(uses: References | undefined, names: readonly string[]): Cooperative<ReadonlyMap<string, Use>> {
  const stated = new Map<string, Users>();
  const usersOf = (pattern: string): Users => {
    const known = stated.get(pattern);
    if (known) return known;
    const made = new Users();
    stated.set(pattern, made);
    return made;
  };
  let count = 0;
  for (const { host, by, wantsHttps, isActive } of uses?.hosts ?? []) {
    if (++count % stepLength === 0) yield;
    if (wantsHttps !== 'no') usersOf(toHostPattern(host)?.text ?? toSniName(host)).add(by, isActive);
  }
  for (const by of uses?.anyHost ?? []) usersOf('*').add(by, true);
  const found = new Map<string, Use>();
  // By what stands behind the `*`, so that a name is looked up by its ends and not held against each of them.
  const wildcards = new Map<string, Users>();
  for (const [pattern, users] of stated) {
    if (pattern !== '*') found.set(pattern, users);
    if (pattern.startsWith('*')) wildcards.set(pattern.slice(1), users);
    if (found.size % stepLength === 0) yield;
  }
  for (const name of names) {
    yield;
    const all = [stated.get(name), ...endsOf(name).map((end) => wildcards.get(end))].filter(
      (users) => users !== undefined,
    );
    const several = [...new Set(all)];
    const [first] = several;
    if (!first) continue;
    // Nearly always one: its list is shared by all names under it.
    found.set(name, several.length === 1 ? first : yield* unite(several));
  }
  return found;
}

/** The ends of a name that may stand behind a `*`, itself among them, and nothing. */
const endsOf = (name: string): readonly string[] => {
  const end = name.slice(-maxSuffixLength);
  return Array.from({ length: end.length + 1 }, (_, start) => end.slice(start));
};

function* unite(several: readonly Users[]): Cooperative<Use> {
  const users = new Users();
  for (const { by, isActive } of several)
    for (const owner of by) {
      users.add(owner, isActive);
      yield;
    }
  users.isActive = several.some(({ isActive }) => isActive);
  return users;
}

/** Returns each referrer once. */
export const distinctReferrers = (owners: readonly Referrer[]): readonly Referrer[] => [
  ...new Map(owners.map((owner) => [`${owner.kind}/${owner.id}`, owner])).values(),
];

const idsOf = (answer: SniAnswer): readonly string[] =>
  'ids' in answer ? answer.ids : 'id' in answer ? [answer.id] : [];

/** Certificates of one outcome that are put into words at most. */
const maxNamed = 20;

/** Lists of this length are looked through each time; what is found of longer ones, which many hosts share, is kept. */
const shortList = 8;

function toIsAmong(id: string): (ids: readonly string[]) => boolean {
  const isAmongMany = onceFor((ids: readonly string[]) => ids.includes(id));
  return (ids) => (ids.length <= shortList ? ids.includes(id) : isAmongMany(ids));
}

function toIsSame(): (one: readonly string[], other: readonly string[]) => boolean {
  const joined = onceFor((ids: readonly string[]) => ids.join());
  return (one, other) =>
    one === other ||
    (one.length === other.length &&
      (one.length <= shortList ? one.every((id, index) => id === other[index]) : joined(one) === joined(other)));
}

const winnerName = (answer: SniAnswer | undefined, isAmong: (ids: readonly string[]) => boolean): string | undefined =>
  answer && 'name' in answer && isAmong(idsOf(answer)) ? answer.name : undefined;

interface Tables {
  readonly entry: CertificateEntry;
  readonly before: ReadonlyMap<string, SniAnswer>;
  readonly after: ReadonlyMap<string, SniAnswer>;
  readonly byId: ReadonlyMap<string, CertificateEntry>;
  readonly clock: Clock;
  readonly leaf: Certificate | undefined;
}

function outcomeOf({ entry, before, after, byId, clock, leaf }: Tables): (host: string) => HostOutcome {
  const isCovered = leaf?.sans && toCover(leaf.sans);
  // Many hosts may be served by one of many: what is found of these is found once.
  const isSameList = toIsSame();
  const isAmong = toIsAmong(entry.stored.id);
  const namedBy = onceFor(toIsNamed);
  const isNamedOnIt = toIsNamed(entry);
  return (host) => {
    const { id } = entry.stored;
    const [was, is] = [settled(before.get(host)), settled(after.get(host))];
    const references = (ids: readonly string[]) =>
      ids
        .slice(0, maxNamed)
        .flatMap((each) => byId.get(each) ?? [])
        .map((each) => toReference(each, ids.length === 1 ? isNamed(each, host) : namedBy(each)(host), clock));
    const more = (ids: readonly string[]) => (ids.length > maxNamed ? { more: ids.length - maxNamed } : {});
    const isSame = was.kind === is.kind && isSameList(idsOf(was), idsOf(is)) && mayFail(was) === mayFail(is);
    switch (is.kind) {
      case 'served': {
        if (is.id === id) {
          const isUnnamed = isCovered !== undefined && !isCovered(host);
          if (isUnnamed && (!isSame || isNamedOnIt(host) !== false)) return { kind: 'unnamed' };
          return isSame
            ? { kind: 'kept' }
            : { kind: 'gained', from: was.kind === 'served' ? references([was.id])[0] : undefined };
        }
        const [to] = references([is.id]);
        return isSame || !to ? { kind: 'untouched' } : { kind: 'moves', to };
      }
      case 'ambiguous':
        return isSame && !isAmong(is.ids)
          ? { kind: 'untouched' }
          : { kind: 'unclear', candidates: references(is.ids), ...more(is.ids), mayFail: is.mayFail };
      case 'refused':
      case 'none':
      case 'noServerName':
        // It failed before as well.
        return was.kind === 'served' || was.kind === 'ambiguous'
          ? is.kind === 'refused'
            ? { kind: 'lost', blockedBy: references(is.ids), ...more(is.ids) }
            : { kind: 'lost', blockedBy: [] }
          : { kind: 'untouched' };
    }
  };
}

/** A lone `*` is served since APISIX 3.15 alone; which version each node runs is not known here. */
const settled = (answer: SniAnswer = { kind: 'none' }): SniAnswer =>
  answer.kind === 'served' && answer.needsCatchAll
    ? { kind: 'ambiguous', ids: [answer.id], name: answer.name, likely: answer.id, mayFail: true }
    : answer;

const mayFail = (answer: SniAnswer): boolean => answer.kind === 'ambiguous' && answer.mayFail;

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
