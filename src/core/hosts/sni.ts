/**
 * Determines which certificate a gateway presents for a name. A gateway looks at names alone: not at dates, nor at what
 * the certificate says, nor at whether the key fits.
 */
import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import { sortSteps } from '../../shared/sortSteps';
import { toHostPattern } from './hostText';

/**
 * `apisix`: apisix/ssl/router/radixtree_sni.lua. `api7cloud`: exact names, then wildcards of one label; which of
 * several it takes is not documented. `api7enterprise`: as APISIX, which it is made from; in which order it loads them
 * is not known.
 */
export interface SniRules {
  readonly dialect: 'apisix' | 'api7cloud' | 'api7enterprise';
  /** APISIX 3.10 takes a trailing dot off, 3.15 knows a lone `*`. Undefined where the gateway hides it. */
  readonly version?: { readonly major: number; readonly minor: number } | undefined;
}

/** @param version as a gateway says it: `3.18.0` */
export function toSniRules(dialect: SniRules['dialect'], version: string | undefined): SniRules {
  const numbers = /^(\d{1,4})\.(\d{1,4})(?!\d)/.exec(version ?? '');
  return numbers ? { dialect, version: { major: Number(numbers[1]), minor: Number(numbers[2]) } } : { dialect };
}

/** Returns whether the version is this one or later; undefined where it is not known. */
const isSince = ({ version }: SniRules, minor: number): boolean | undefined =>
  version && (version.major > 3 || (version.major === 3 && version.minor >= minor));

/** Why a gateway never serves an object, whatever its names: it looks at neither of these. */
export type LeftOut = 'client' | 'disabled' | 'ignored' | 'typeUnknown';

/** An object that a gateway may choose: of type server and switched on. Others say why they are left out. */
export interface SniHolder {
  readonly id: string;
  readonly names: readonly string[];
  /** APISIX: the object has `sni`, one name as text, instead of the list `snis`; the two are checked differently. */
  readonly isSingle?: boolean;
  readonly leftOut?: LeftOut | undefined;
}

export type SniAnswer =
  | {
      readonly kind: 'served';
      readonly id: string;
      /** The name that won, as the gateway compares it. */
      readonly name: string;
      /**
       * It is a lone `*`, which serves every name since APISIX 3.15 and hardly any before; the version is not known.
       */
      readonly needsCatchAll: boolean;
    }
  /** Several objects hold the name that won. Which is taken depends on the node: on the order it loaded them in. */
  | {
      readonly kind: 'ambiguous';
      /** Those that may be served, in the order of their ids. */
      readonly ids: readonly string[];
      readonly name: string;
      /** What a node takes after it was restarted: APISIX reads its store in the order of the ids. */
      readonly likely: string | undefined;
      /** Others hold the name that the gateway would choose and then refuse. */
      readonly mayFail: boolean;
    }
  /** The longest wildcard won and is refused for this name; no shorter one is tried, and the handshake fails. */
  | { readonly kind: 'refused'; readonly ids: readonly string[]; readonly name: string }
  | { readonly kind: 'none' }
  /**
   * An address: clients send no server name for it (RFC 6066 §3), and what the gateway does then is set on the gateway.
   */
  | { readonly kind: 'noServerName' };

/** Objects by name, made once for many questions. */
export interface SniTable {
  readonly rules: SniRules;
  readonly exact: ReadonlyMap<string, readonly SniHolder[]>;
  /** By what stands behind the `*`: `.example.com`, `example.com` of a `*example.com`, nothing of `*`. */
  readonly wildcards: ReadonlyMap<string, readonly SniHolder[]>;
  /** Objects that are never served, by their names. */
  readonly leftOut: ReadonlyMap<string, readonly SniHolder[]>;
  /** The number of {@link wildcards} without a dot behind their `*`, by the length of the text behind it. */
  readonly undotted: ReadonlyMap<number, number>;
  /** Found out for those of one name when it is first asked for. */
  readonly choices: Map<readonly SniHolder[], Choices>;
}

export const toSniTable = (holders: Iterable<SniHolder>, rules: SniRules): SniTable =>
  runSync(SniIndex.of(holders, rules));

type Holders = Map<string, SniHolder[]>;

/** Objects by name, kept up to date by change. */
export class SniIndex implements SniTable {
  readonly exact: Holders = new Map();
  readonly wildcards: Holders = new Map();
  readonly leftOut: Holders = new Map();
  readonly undotted = new Map<number, number>();
  readonly choices = new Map<readonly SniHolder[], Choices>();

  constructor(readonly rules: SniRules) {}

  static *of(holders: Iterable<SniHolder>, rules: SniRules): Cooperative<SniIndex> {
    const index = new SniIndex(rules);
    let looked = 0;
    for (const holder of holders) {
      if ((looked += 1 + holder.names.length) >= stepLength) {
        yield;
        looked = 0;
      }
      for (const { map, key } of index.placesOf(holder)) append(map, key, holder);
    }
    for (const map of [index.exact, index.wildcards, index.leftOut]) {
      for (const [key, same] of map) {
        if (same.length === 1) continue;
        yield;
        // Very many in steps: a gateway may send them in an order that makes the engine slow.
        if (same.length <= maxMoved) same.sort(byId);
        else map.set(key, [...(yield* sortSteps(same, byId))]);
      }
    }
    for (const suffix of index.wildcards.keys()) index.count(suffix, 1);
    return index;
  }

  add(holder: SniHolder): void {
    for (const { map, key } of this.placesOf(holder)) {
      const same = map.get(key);
      if (same) {
        same.splice(placeIn(same, holder), 0, holder);
        this.choices.delete(same);
      } else {
        map.set(key, [holder]);
        if (map === this.wildcards) this.count(key, 1);
      }
    }
  }

  /** @param holder with the names that it was added with; its id decides */
  delete(holder: SniHolder): void {
    for (const { map, key } of this.placesOf(holder)) {
      const same = map.get(key);
      const at = same ? placeIn(same, holder) - 1 : -1;
      if (!same || same[at]?.id !== holder.id) continue;
      same.splice(at, 1);
      this.choices.delete(same);
      if (same.length > 0) continue;
      map.delete(key);
      if (map === this.wildcards) this.count(key, -1);
    }
  }

  /**
   * Puts an object in the place of one with its id; either may be missing.
   *
   * @param before with the names that it was added with
   * @returns false where so many objects share a name that a table is made anew faster: nothing is changed then
   */
  change(before: SniHolder | undefined, after: SniHolder | undefined): boolean {
    const from = before ? this.placesOf(before) : [];
    const to = after ? this.placesOf(after) : [];
    if (after && areSame(from, to)) {
      for (const { map, key } of to) this.replaceIn(map.get(key) ?? [], after);
      return true;
    }
    if ((before && movesMany(from, before)) || (after && movesMany(to, after))) return false;
    if (before) this.delete(before);
    if (after) this.add(after);
    return true;
  }

  private replaceIn(same: SniHolder[], holder: SniHolder): void {
    const at = placeIn(same, holder) - 1;
    if (same[at]?.id !== holder.id) return;
    same[at] = holder;
    this.choices.delete(same);
  }

  private placesOf({ names, leftOut }: SniHolder): readonly Place[] {
    return distinct(names.map((each) => toComparedName(each, this.rules))).map((name) =>
      leftOut !== undefined
        ? { map: this.leftOut, key: name }
        : name.startsWith('*')
          ? { map: this.wildcards, key: name.slice(1) }
          : { map: this.exact, key: name },
    );
  }

  private count(suffix: string, by: 1 | -1): void {
    if (suffix.startsWith('.')) return;
    const count = (this.undotted.get(suffix.length) ?? 0) + by;
    if (count === 0) this.undotted.delete(suffix.length);
    else this.undotted.set(suffix.length, count);
  }
}

interface Place {
  readonly map: Holders;
  readonly key: string;
}

const areSame = (some: readonly Place[], others: readonly Place[]): boolean =>
  some.length === others.length &&
  some.every(({ map, key }, index) => map === others[index]?.map && key === others[index].key);

/** Objects and names that are looked at without a pause. */
const stepLength = 200;

/** Objects of one name that are moved for one that comes or goes before them. */
const maxMoved = 1_000;

const movesMany = (places: readonly Place[], holder: SniHolder): boolean =>
  places.some(({ map, key }) => {
    const same = map.get(key) ?? [];
    return same.length > maxMoved && same.length - placeIn(same, holder) > maxMoved;
  });

const distinct = (names: readonly string[]): readonly string[] => (names.length === 1 ? names : [...new Set(names)]);

function append(map: Holders, key: string, holder: SniHolder): void {
  const same = map.get(key);
  if (same) same.push(holder);
  else map.set(key, [holder]);
}

/** Returns the index at which it belongs among holders in the order of their ids. Most come in this order. */
function placeIn(same: readonly SniHolder[], holder: Pick<SniHolder, 'id'>): number {
  let [from, to] = [0, same.length];
  for (let middle = to - 1; from < to; middle = (from + to) >> 1) {
    const other = same[middle];
    if (other && byId(other, holder) <= 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Returns a name as the gateway compares it: in small letters, without one trailing dot. */
export function toSniName(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}

/** Does the same by the rules of a version: before 3.10 APISIX compares the dot like any other character. */
const toComparedName = (name: string, rules: SniRules): string =>
  rules.dialect === 'apisix' && isSince(rules, 10) === false ? name.toLowerCase() : toSniName(name);

/** Orders by id as etcd does: byte by byte, so `10` comes before `9`. */
const byId = (a: Pick<SniHolder, 'id'>, b: Pick<SniHolder, 'id'>): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Returns the server name that a client sends for a host, as the gateway compares it; undefined for an address. */
export function toAskedName(host: string, rules: SniRules): string | undefined {
  const asked = toHostPattern(host);
  if (asked?.kind === 'ip') return undefined;
  const name = asked === undefined ? host : host.endsWith('.') ? `${asked.text}.` : asked.text;
  return toComparedName(name, rules);
}

/** @param host a host, or a `*.` name, which stands for the hosts below it that no object names exactly */
export function servedFor(table: SniTable, host: string): SniAnswer {
  const name = toAskedName(host, table.rules);
  if (name === undefined) return { kind: 'noServerName' };
  const exact = table.exact.get(name);
  if (exact) return toAnswer(table, { asked: name, name, choice: choiceOf(table, exact, { name, winner: name }) });
  for (const suffix of suffixesOf(name, table)) {
    const holders = table.wildcards.get(suffix);
    if (!holders) continue;
    const winner = `*${suffix}`;
    return toAnswer(table, { asked: name, name: winner, choice: choiceOf(table, holders, { name, winner }) });
  }
  return { kind: 'none' };
}

/**
 * Holders of the name that won: those that are served, and those that are refused. The same lists for all names that
 * divide them so.
 */
interface Choice {
  readonly accepting: readonly SniHolder[];
  readonly acceptingIds: readonly string[];
  readonly refusing: readonly SniHolder[];
  readonly refusingIds: readonly string[];
}

function toChoice(holders: readonly SniHolder[], isAccepting: (holder: SniHolder) => boolean): Choice {
  const accepting: SniHolder[] = [];
  const refusing: SniHolder[] = [];
  for (const holder of holders) (isAccepting(holder) ? accepting : refusing).push(holder);
  const idsOf = (some: readonly SniHolder[]) => some.map(({ id }) => id);
  return { accepting, refusing, acceptingIds: idsOf(accepting), refusingIds: idsOf(refusing) };
}

interface Asked {
  readonly name: string;
  /** The holders' name that won. */
  readonly winner: string;
}

/** Holders with more names than these are looked at once for all that is asked. */
const fewNames = 4;

function choiceOf({ choices, rules }: SniTable, holders: readonly SniHolder[], { name, winner }: Asked): Choice {
  const [first] = holders;
  if (holders.length === 1 && first && first.names.length <= fewNames)
    return toChoice(holders, (holder) => name === winner || isAccepted(holder, { name, winner, rules }));
  let known = choices.get(holders);
  if (!known) choices.set(holders, (known = new Choices(holders, (holder) => reachOf(holder, { winner, rules }))));
  return known.at(name === winner ? 0 : lengthFromFirstDot(name));
}

/**
 * Who of the holders of one name is served, for any name that it wins: each holder is looked at once, however many
 * names are asked for.
 */
class Choices {
  private readonly reaches: readonly number[];
  /** The different reaches, the shortest first. */
  private readonly steps: readonly number[];
  private readonly byStep = new Map<number, Choice>();

  constructor(
    private readonly holders: readonly SniHolder[],
    toReach: (holder: SniHolder) => number,
  ) {
    this.reaches = holders.map(toReach);
    this.steps = [...new Set(this.reaches)].sort((one, other) => one - other);
  }

  /** @param length what a holder has to reach beyond */
  at(length: number): Choice {
    const step = this.steps.find((reach) => reach > length) ?? Number.POSITIVE_INFINITY;
    let known = this.byStep.get(step);
    if (!known) {
      let place = 0;
      known = toChoice(this.holders, () => (this.reaches[place++] ?? 0) >= step);
      this.byStep.set(step, known);
    }
    return known;
  }
}

/** Returns the length from the first dot on: a name that is longer lets the asked one through. 0 without a dot. */
function lengthFromFirstDot(name: string): number {
  const dot = name.indexOf('.');
  return dot < 0 ? 0 : name.length - dot;
}

/**
 * Returns the length below which {@link lengthFromFirstDot} of a name has to be, so that {@link isAccepted} is true for
 * one that the holder wins.
 */
function reachOf({ names, isSingle = false }: SniHolder, { winner, rules }: AcceptanceRules): number {
  if (rules.dialect === 'api7cloud') return Number.POSITIVE_INFINITY;
  if (isSingle) return winner === '*' && isSince(rules, 15) !== false ? Number.POSITIVE_INFINITY : winner.length;
  return names.reduce((longest, each) => Math.max(longest, toComparedName(each, rules).length), 0);
}

interface AcceptanceRules {
  readonly winner: string;
  readonly rules: SniRules;
}

/**
 * The longest end of a name that is looked up. No name that is asked for is longer (RFC 6066 §3: at most 255), and a
 * longer one would take time that grows with its square.
 */
export const maxSuffixLength = 1_024;

/** Lists the ends of a name that a winning wildcard may have behind its `*`, longest first. */
function* suffixesOf(name: string, { rules, undotted }: SniTable): Iterable<string> {
  const dot = name.indexOf('.');
  if (rules.dialect === 'api7cloud') {
    if (dot > 0) yield name.slice(dot);
    return;
  }
  for (let start = Math.max(0, name.length - maxSuffixLength); start <= name.length; start++)
    if (isDot(name, start) || undotted.has(name.length - start)) yield name.slice(start);
}

const isDot = (name: string, at: number): boolean => name.charCodeAt(at) === 0x2e;

/**
 * Checks the winner as APISIX does. It reverses names and asks for a dot from the last character of the configured name
 * on, so that a longer name in the same list lets more through than was meant.
 */
export function isAccepted(
  { names, isSingle = false }: SniHolder,
  { name, winner, rules }: AcceptanceRules & { readonly name: string },
): boolean {
  if (rules.dialect === 'api7cloud') return true;
  const hasDotFrom = ({ length }: string): boolean =>
    length <= name.length && name.lastIndexOf('.', name.length - length) !== -1;
  if (isSingle) return (winner === '*' && isSince(rules, 15) !== false) || !hasDotFrom(winner);
  return names
    .map((each) => toComparedName(each, rules))
    .some((configured) => configured === name || !hasDotFrom(configured));
}

function toAnswer(
  { rules }: SniTable,
  { asked, name, choice }: { readonly asked: string; readonly name: string; readonly choice: Choice },
): SniAnswer {
  const { accepting, acceptingIds, refusing, refusingIds } = choice;
  const [first] = accepting;
  if (!first) return { kind: 'refused', ids: refusingIds, name };
  const mayFail = refusing.length > 0;
  if (accepting.length === 1 && !mayFail)
    return {
      kind: 'served',
      id: first.id,
      name,
      needsCatchAll: name === '*' && asked.includes('.') && isSince(rules, 15) === undefined,
    };
  const likely =
    rules.dialect === 'apisix' && !(mayFail && byId(refusing[0] ?? first, first) < 0) ? first.id : undefined;
  return { kind: 'ambiguous', ids: acceptingIds, name, likely, mayFail };
}
