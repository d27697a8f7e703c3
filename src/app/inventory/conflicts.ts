/** Names that get in each other's way: on a gateway, and before something is uploaded to it. */
import { unlistedNames } from '../../core/hosts/hostMatching';
import type { SniTable } from '../../core/hosts/sni';
import type { SniHolder } from '../../core/hosts/sniChoices';
import { toSniName } from '../../core/hosts/sniChoices';
import type { StoredCertificate } from '../../core/model';
import { briefList } from '../../shared/briefList';
import type { Cooperative } from '../../shared/cooperative';
import { filterSteps } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { CertificateEntry } from './certificateEntry';
import { hasChosenNames, leftOutOf, namedHolders, uncoveredOf } from './serving';

export type Conflict =
  /** Several objects have the name; the node decides which is served. */
  | { readonly kind: 'sameName'; readonly name: string; readonly ids: Ids }
  /** The wildcard `name` would cover `by`, which others have themselves. */
  | {
      readonly kind: 'shadowed';
      readonly name: string;
      readonly ids: Ids;
      readonly by: string;
      readonly byIds: Ids;
    }
  /** Served under names that the certificate does not have: clients refuse it. */
  | { readonly kind: 'uncovered'; readonly id: string; readonly names: readonly string[] }
  /** Names of the certificate that it is not served for. */
  | { readonly kind: 'unlisted'; readonly id: string; readonly names: readonly string[] };

/** The first IDs of any number that hold a name, and their count. */
export interface Ids {
  readonly shown: readonly string[];
  readonly count: number;
}

const maxIds = 10;

const idsOf = (holders: readonly SniHolder[]): Ids => ({
  shown: holders.slice(0, maxIds).map(({ id }) => id),
  count: holders.length,
});

const suffixOf = (name: string): string => (name.includes('.') ? name.slice(name.indexOf('.')) : '');

function ownConflicts(entry: CertificateEntry): readonly Conflict[] {
  if (!hasChosenNames(entry)) return [];
  const { id, names } = entry.stored;
  const [uncovered, unlisted] = [uncoveredOf(entry), unlistedNames(entry.leaf?.sans, names)];
  return [
    ...(uncovered.length > 0 ? [{ kind: 'uncovered', id, names: uncovered } as const] : []),
    ...(unlisted.length > 0 ? [{ kind: 'unlisted', id, names: unlisted } as const] : []),
  ];
}

/** Wildcards of one certificate that are looked at for names of others below them, and such names that are said. */
const maxKept = 20;

/** Names that are looked at without a rest. */
const namesAtOnce = 1_000;

/** Finds the conflicts of one certificate. For a wildcard, all names of all objects are looked through. */
export function* entryConflicts(entry: CertificateEntry, table: SniTable): Cooperative<readonly Conflict[]> {
  const { stored } = entry;
  if (leftOutOf(stored) !== undefined) return [];
  return [...nameConflicts(stored, table), ...(yield* keptFrom(stored, table)), ...ownConflicts(entry)];
}

function nameConflicts({ id, names }: Pick<StoredCertificate, 'id' | 'names'>, table: SniTable): readonly Conflict[] {
  const own = new Set(names.map(toSniName));
  return [...own].flatMap((name): readonly Conflict[] => {
    const same = namedHolders(name, table);
    if (same.length > 1) return [{ kind: 'sameName', name, ids: idsOf(same) }];
    const suffix = suffixOf(name);
    const holders = name.startsWith('*') || suffix === '' ? [] : (table.wildcards.get(suffix) ?? []);
    const count = holders.length - (own.has(`*${suffix}`) ? 1 : 0);
    if (count < 1) return [];
    const others = holders.slice(0, maxIds + 1).filter((holder) => holder.id !== id);
    const ids = { ...idsOf(others), count };
    return [{ kind: 'shadowed', name: `*${suffix}`, ids, by: name, byIds: only(id) }];
  });
}

const only = (id: string): Ids => ({ shown: [id], count: 1 });

/** Finds names of others below its wildcards. */
function* keptFrom(
  { id, names }: Pick<StoredCertificate, 'id' | 'names'>,
  { exact }: SniTable,
): Cooperative<readonly Conflict[]> {
  const own = new Set(names.map(toSniName));
  const suffixes = new Set(
    [...own].flatMap((name) => (name.startsWith('*.') ? [name.slice(1)] : [])).slice(0, maxKept),
  );
  if (suffixes.size === 0) return [];
  // There may be very many names: nearly all are left by their lengths alone.
  const lengths = new Set(Array.from(suffixes, ({ length }) => length));
  const conflicts: Conflict[] = [];
  let looked = 0;
  for (const [name, holders] of exact) {
    if (++looked % namesAtOnce === 0) yield;
    const dot = name.indexOf('.');
    if (!lengths.has(name.length - dot)) continue;
    const suffix = name.slice(dot);
    if (!suffixes.has(suffix) || own.has(name)) continue;
    conflicts.push({ kind: 'shadowed', name: `*${suffix}`, ids: only(id), by: name, byIds: idsOf(holders) });
    if (conflicts.length >= maxKept) break;
  }
  return conflicts;
}

export interface NameConflicts {
  /** Hosts below its wildcards that others have themselves and keep. */
  readonly kept: readonly string[];
  /** Its names that a wildcard of others served until now. */
  readonly taken: readonly string[];
}

/** Finds what an upload with these names would meet on the gateway. */
export function* nameConflictSteps(names: readonly string[], table: SniTable): Cooperative<NameConflicts> {
  const own = new Set(names.map(toSniName));
  const hasWildcard = [...own].some((name) => name.startsWith('*'));
  return {
    kept: hasWildcard
      ? yield* filterSteps([...table.exact.keys()], (name) => !own.has(name) && own.has(`*${suffixOf(name)}`))
      : [],
    taken: [...own].filter(
      (name) => !name.startsWith('*') && !table.exact.has(name) && table.wildcards.has(suffixOf(name) || ' '),
    ),
  };
}

/** Words a conflict in one sentence, safe to show. `quote` sets off what strangers chose. */
export function conflictText(
  conflict: Conflict,
  t: Translate,
  quote: (text: string) => string = (text) => text,
): string {
  const name = (text: string): string => quote(toShortText(text, 253));
  const ids = (of: Ids): string => quote(listedIds(of));
  switch (conflict.kind) {
    case 'sameName':
      return t('Several certificates have {name}, and each node may serve another one (ID {ids}).', {
        name: name(conflict.name),
        ids: ids(conflict.ids),
      });
    case 'shadowed':
      return t('{by} is served by the certificate with exactly this name (ID {byIds}), and not by {name} (ID {ids}).', {
        by: name(conflict.by),
        byIds: ids(conflict.byIds),
        name: name(conflict.name),
        ids: ids(conflict.ids),
      });
    case 'uncovered':
      return t('Served, although its certificate does not name it: {names}.', { names: quote(listed(conflict.names)) });
    case 'unlisted':
      return t('In its certificate, but not served: {names}.', { names: quote(listed(conflict.names)) });
  }
}

const listed = (texts: readonly string[]): string => listedIds({ shown: texts, count: texts.length });

const listedIds = ({ shown, count }: Ids): string =>
  toShortText(briefList(shown, { most: maxIds, count, length: 450 }), 500);
