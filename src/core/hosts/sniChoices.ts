import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import { toHostPattern } from './hostText';

/**
 * The rules of a gateway. `apisix`: apisix/ssl/router/radixtree_sni.lua. `api7cloud`: exact names, then wildcards of
 * one label; which of several it takes is not documented. `api7enterprise`: as APISIX, which it is made from; in which
 * order it loads them is not known.
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
export const isSince = ({ version }: SniRules, minor: number): boolean | undefined =>
  version && (version.major > 3 || (version.major === 3 && version.minor >= minor));

/** The reason why a gateway never serves an object, whatever its names: it looks at neither of these. */
export type LeftOut = 'client' | 'disabled' | 'ignored' | 'typeUnknown';

/** An object that a gateway may choose: of type server and switched on. Others say why they are left out. */
export interface SniHolder {
  readonly id: string;
  readonly names: readonly string[];
  /** APISIX: the object has `sni`, one name as text, instead of the list `snis`; the two are checked differently. */
  readonly isSingle?: boolean;
  readonly leftOut?: LeftOut | undefined;
}

/** Returns a name as the gateway compares it: in small letters, without one trailing dot. */
export function toSniName(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}

/** Does the same by the rules of a version: before 3.10 APISIX compares the dot like any other character. */
export const toComparedName = (name: string, rules: SniRules): string =>
  rules.dialect === 'apisix' && isSince(rules, 10) === false ? name.toLowerCase() : toSniName(name);

/**
 * Returns a name of an object that is never served, to say so to those who ask for it: U-labels, for which the gateway
 * ignores an object, as clients send them.
 */
export function toLeftOutName(name: string, rules: SniRules): string {
  const compared = toComparedName(name, rules);
  return /^[\u0000-\u007f]*$/.test(compared) ? compared : (toHostPattern(compared)?.text ?? compared);
}

/** Orders by id as etcd does: byte by byte, so `10` comes before `9`. */
export const byId = (a: Pick<SniHolder, 'id'>, b: Pick<SniHolder, 'id'>): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/** Returns the server name that a client sends for a host, as the gateway compares it; undefined for an address. */
export function toAskedName(host: string, rules: SniRules): string | undefined {
  const asked = toHostPattern(host);
  if (asked?.kind === 'ip') return undefined;
  const name = asked === undefined ? host : host.endsWith('.') ? `${asked.text}.` : asked.text;
  return toComparedName(name, rules);
}

/**
 * Holders of the name that won: those that are served, and those that are refused. The same lists for all names that
 * divide them so.
 */
export interface Choice {
  readonly accepting: readonly SniHolder[];
  readonly acceptingIds: readonly string[];
  readonly refusing: readonly SniHolder[];
  readonly refusingIds: readonly string[];
}

export function toChoice(holders: readonly SniHolder[], isAccepting: (holder: SniHolder) => boolean): Choice {
  const choice = new Division();
  for (const holder of holders) choice.add(holder, isAccepting(holder));
  return choice;
}

class Division implements Choice {
  readonly accepting: SniHolder[] = [];
  readonly acceptingIds: string[] = [];
  readonly refusing: SniHolder[] = [];
  readonly refusingIds: string[] = [];

  add(holder: SniHolder, isAccepting: boolean): void {
    (isAccepting ? this.accepting : this.refusing).push(holder);
    (isAccepting ? this.acceptingIds : this.refusingIds).push(holder.id);
  }
}

/** Holders with more names than these are looked at once for all that is asked. */
export const fewNames = 4;

/** Holders that are looked at without a pause. */
const stepLength = 1_000;

/** Lengths for which the holders are divided beforehand, where there are not more of them. */
const fewReaches = 4;

/**
 * Tells which holder of a name is served for any name that it wins. Looks at each holder once, however many names are
 * asked for, and again where it changes.
 */
export class Choices {
  private readonly reaches: number[] = [];
  /** The number of holders with each reach. */
  private readonly counts = new Map<number, number>();
  /** The different reaches, the shortest first. */
  private steps: readonly number[] | undefined;
  private readonly byStep = new Map<number, Choice>();

  private constructor(
    private readonly holders: readonly SniHolder[],
    private readonly toReach: (holder: SniHolder) => number,
  ) {}

  /** @param holders whoever changes them says so: see {@link insert}, {@link remove} and {@link replace} */
  static *of(holders: readonly SniHolder[], toReach: (holder: SniHolder) => number): Cooperative<Choices> {
    const choices = new Choices(holders, toReach);
    for (const [index, holder] of holders.entries()) {
      if (index % stepLength === stepLength - 1) yield;
      const reach = toReach(holder);
      choices.reaches.push(reach);
      choices.count(reach, 1);
    }
    if (choices.counts.size <= fewReaches)
      for (const reach of [...choices.counts.keys(), Number.POSITIVE_INFINITY]) yield* choices.choiceSteps(reach);
    return choices;
  }

  /** @param length what a holder has to reach beyond */
  at(length: number): Choice {
    const steps = (this.steps ??= [...this.counts.keys()].sort((one, other) => one - other));
    const step = steps.find((reach) => reach > length) ?? Number.POSITIVE_INFINITY;
    return this.byStep.get(step) ?? runSync(this.choiceSteps(step));
  }

  insert(place: number, holder: SniHolder): void {
    const reach = this.toReach(holder);
    this.reaches.splice(place, 0, reach);
    this.count(reach, 1);
    this.forget();
  }

  remove(place: number): void {
    const [reach] = this.reaches.splice(place, 1);
    if (reach !== undefined) this.count(reach, -1);
    this.forget();
  }

  /** @param holder with the id of the one in whose place it is */
  replace(place: number, holder: SniHolder): void {
    const [before, reach] = [this.reaches[place], this.toReach(holder)];
    if (before === undefined || before === reach) return;
    this.reaches[place] = reach;
    this.count(before, -1);
    this.count(reach, 1);
    this.forget();
  }

  private *choiceSteps(step: number): Cooperative<Choice> {
    const made = new Division();
    for (const [place, holder] of this.holders.entries()) {
      if (place % stepLength === stepLength - 1) yield;
      made.add(holder, (this.reaches[place] ?? 0) >= step);
    }
    this.byStep.set(step, made);
    return made;
  }

  private count(reach: number, by: 1 | -1): void {
    const count = (this.counts.get(reach) ?? 0) + by;
    if (count === 0) this.counts.delete(reach);
    else this.counts.set(reach, count);
  }

  private forget(): void {
    this.steps = undefined;
    this.byStep.clear();
  }
}

/** Returns the length from the first dot on: a name that is longer lets the asked one through. 0 without a dot. */
export function lengthFromFirstDot(name: string): number {
  const dot = name.indexOf('.');
  return dot < 0 ? 0 : name.length - dot;
}

/**
 * Returns the length below which {@link lengthFromFirstDot} of a name has to be, so that {@link isAccepted} is true for
 * one that the holder wins.
 */
export function reachOf({ names, isSingle = false }: SniHolder, { winner, rules }: AcceptanceRules): number {
  if (rules.dialect === 'api7cloud') return Number.POSITIVE_INFINITY;
  if (isSingle) return winner === '*' && isSince(rules, 15) !== false ? Number.POSITIVE_INFINITY : winner.length;
  return names.reduce((longest, each) => Math.max(longest, toComparedName(each, rules).length), 0);
}

interface AcceptanceRules {
  readonly winner: string;
  readonly rules: SniRules;
}

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
