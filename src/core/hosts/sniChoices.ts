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
  const accepting: SniHolder[] = [];
  const refusing: SniHolder[] = [];
  for (const holder of holders) (isAccepting(holder) ? accepting : refusing).push(holder);
  const idsOf = (some: readonly SniHolder[]) => some.map(({ id }) => id);
  return { accepting, refusing, acceptingIds: idsOf(accepting), refusingIds: idsOf(refusing) };
}

/** Holders with more names than these are looked at once for all that is asked. */
export const fewNames = 4;

/**
 * Tells which holder of a name is served for any name that it wins. Looks at each holder once, however many names are
 * asked for.
 */
export class Choices {
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
