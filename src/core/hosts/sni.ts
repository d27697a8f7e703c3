/**
 * Determines which certificate a gateway presents for a name. A gateway looks at names alone: not at dates, nor at what
 * the certificate says, nor at whether the key fits.
 */
import { appendTo } from '../../shared/appendTo';
import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import { sortSteps } from '../../shared/sortSteps';
import type { Choice, SniHolder, SniRules } from './sniChoices';
import {
  byId,
  Choices,
  fewNames,
  isAccepted,
  isSince,
  lengthFromFirstDot,
  reachOf,
  toAskedName,
  toChoice,
  toComparedName,
  toLeftOutName,
} from './sniChoices';

export type SniAnswer =
  | {
      readonly kind: 'served';
      readonly id: string;
      /** The name that won, as the gateway compares it. */
      readonly name: string;
      /**
       * Set for a lone `*`, which serves every name since APISIX 3.15 and hardly any before, where the version is not
       * known.
       */
      readonly needsCatchAll: boolean;
    }
  /** Several objects hold the name that won. Which is taken depends on the node: on the order it loaded them in. */
  | {
      readonly kind: 'ambiguous';
      /** The objects that may be served, in the order of their ids. */
      readonly ids: readonly string[];
      readonly name: string;
      /** The object that a node takes after it was restarted: APISIX reads its store in the order of the ids. */
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

/** Returns the objects that an answer is about: those of which one is served, or that are refused. */
export const idsOf = (answer: SniAnswer): readonly string[] =>
  'ids' in answer ? answer.ids : 'id' in answer ? [answer.id] : [];

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
  /** The choices for each list of holders, made when it is first asked for. */
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
      for (const { map, key } of index.placesOf(holder)) appendTo(map, key, holder);
    }
    for (const map of [index.exact, index.wildcards, index.leftOut]) {
      let names = 0;
      for (const [key, same] of map) {
        if (++names % stepLength === 0) yield;
        if (map === index.wildcards) index.count(key, 1);
        if (same.length === 1) continue;
        yield;
        if (same.length <= maxMoved) {
          same.sort(byId);
          continue;
        }
        // Very many in steps: a gateway may send them in an order that makes the engine slow.
        const sorted = [...(yield* sortSteps(same, byId))];
        map.set(key, sorted);
        if (map !== index.leftOut)
          index.choices.set(sorted, yield* Choices.of(sorted, index.toReach(winnerOf(map === index.wildcards, key))));
      }
    }
    return index;
  }

  add(holder: SniHolder): void {
    for (const { map, key } of this.placesOf(holder)) {
      const same = map.get(key);
      if (same) {
        const place = placeIn(same, holder);
        same.splice(place, 0, holder);
        this.choices.get(same)?.insert(place, holder);
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
      this.choices.get(same)?.remove(at);
      if (same.length > 0) continue;
      this.choices.delete(same);
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
    this.choices.get(same)?.replace(at, holder);
  }

  private toReach(winner: string): (holder: SniHolder) => number {
    return (holder) => reachOf(holder, { winner, rules: this.rules });
  }

  private placesOf({ names, leftOut }: SniHolder): readonly Place[] {
    const toKey = leftOut === undefined ? toComparedName : toLeftOutName;
    return distinct(names.map((each) => toKey(each, this.rules))).map((name) =>
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

const winnerOf = (isWildcard: boolean, key: string): string => (isWildcard ? `*${key}` : key);

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

interface Asked {
  readonly name: string;
  /** The holders' name that won. */
  readonly winner: string;
}

function choiceOf({ choices, rules }: SniTable, holders: readonly SniHolder[], { name, winner }: Asked): Choice {
  const [first] = holders;
  if (holders.length === 1 && first && first.names.length <= fewNames)
    return toChoice(holders, (holder) => name === winner || isAccepted(holder, { name, winner, rules }));
  let known = choices.get(holders);
  // Of very many it is made with the table.
  if (!known)
    choices.set(holders, (known = runSync(Choices.of(holders, (holder) => reachOf(holder, { winner, rules })))));
  return known.at(name === winner ? 0 : lengthFromFirstDot(name));
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
