import { toHostPattern } from '../../core/hosts/hostText';
import { maxSuffixLength } from '../../core/hosts/sni';
import { toSniName } from '../../core/hosts/sniChoices';
import type { References, Referrer } from '../../gateway/gateway';
import type { Cooperative } from '../../shared/cooperative';

/** Certificates or hosts that are looked at without a pause. */
export const stepLength = 100;

export interface Use {
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

  /** The objects: the same list until another one is added. */
  get by(): readonly Referrer[] {
    return (this.list ??= [...this.owners.values()]);
  }
}

/**
 * Finds the hosts that handshakes may ask for: those stated, and names of the certificate under a host that stands for
 * many.
 */
export function* usedHosts(
  uses: References | undefined,
  names: readonly string[],
): Cooperative<ReadonlyMap<string, Use>> {
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
  const byPattern = new Map<string, Use>();
  // By what stands behind the `*`, so that a name is looked up by its ends and not held against each of them.
  const wildcards = new Map<string, Users>();
  for (const [pattern, users] of stated) {
    if (pattern !== '*') byPattern.set(pattern, users);
    if (pattern.startsWith('*')) wildcards.set(pattern.slice(1), users);
    if (byPattern.size % stepLength === 0) yield;
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
    byPattern.set(name, several.length === 1 ? first : yield* unite(several));
  }
  return byPattern;
}

/** Lists the ends of a name that may stand behind a `*`, itself among them, and nothing. */
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

export const distinctReferrers = (owners: readonly Referrer[]): readonly Referrer[] => [
  ...new Map(owners.map((owner) => [`${owner.kind}/${owner.id}`, owner])).values(),
];
