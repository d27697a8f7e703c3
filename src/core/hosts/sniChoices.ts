import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import type { SniHolder, SniRules } from './sniNames';
import { isSince, toComparedName } from './sniNames';

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
