/** Names that get in each other's way: on a gateway, and before something is uploaded to it. */
import { hostNamesOf, toCover } from '../../core/hosts/hostMatching';
import { toHostPattern } from '../../core/hosts/hostText';
import type { SniHolder, SniTable } from '../../core/hosts/sni';
import { toSniName } from '../../core/hosts/sni';
import type { Certificate, StoredCertificate } from '../../core/model';
import type { DialectId } from '../../gateway/gateway';
import type { Cooperative } from '../../shared/cooperative';
import { filterSteps } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { CertificateEntry } from './certificateEntry';
import { derivesNames, leftOutOf, toServingTable } from './serving';

export type Conflict =
  /** Which is served depends on the node. */
  | { readonly kind: 'sameName'; readonly name: string; readonly ids: readonly string[] }
  /** The wildcard `name` would cover `by`, which others have themselves. A lone `*` is kept from what is below `by`. */
  | {
      readonly kind: 'shadowed';
      readonly name: string;
      readonly ids: readonly string[];
      readonly by: string;
      readonly byIds: readonly string[];
    }
  /** Served under names that the certificate does not have: clients refuse it. */
  | { readonly kind: 'uncovered'; readonly id: string; readonly names: readonly string[] }
  /** Names of the certificate that it is not served for. */
  | { readonly kind: 'unlisted'; readonly id: string; readonly names: readonly string[] };

/** All conflicts of a gateway, in one pass over its names. */
export function findConflicts(entries: readonly CertificateEntry[], dialect: DialectId): readonly Conflict[] {
  const table = toServingTable(entries, dialect);
  return [
    ...sameNames(table.exact, ''),
    ...sameNames(table.wildcards, '*'),
    ...shadows(table),
    ...(derivesNames[dialect] ? [] : entries.flatMap(ownConflicts)),
  ];
}

function sameNames(holders: ReadonlyMap<string, readonly SniHolder[]>, prefix: string): readonly Conflict[] {
  return [...holders].flatMap(([name, same]) =>
    same.length > 1 ? [{ kind: 'sameName', name: prefix + name, ids: idsOf(same) } as const] : [],
  );
}

const idsOf = (holders: readonly SniHolder[]): readonly string[] => holders.map(({ id }) => id);

function shadows({ exact, wildcards }: SniTable): readonly Conflict[] {
  const found: Conflict[] = [];
  const add = (
    name: string,
    holders: readonly SniHolder[] | undefined,
    by: readonly [string, readonly SniHolder[]],
  ) => {
    const others = (holders ?? []).filter(({ id }) => !by[1].some((holder) => holder.id === id));
    if (others.length > 0) found.push({ kind: 'shadowed', name, ids: idsOf(others), by: by[0], byIds: idsOf(by[1]) });
  };
  for (const [name, holders] of exact) {
    const suffix = suffixOf(name);
    if (suffix !== '') add(`*${suffix}`, wildcards.get(suffix), [name, holders]);
  }
  // Hosts two labels below a wildcard are refused there, and never reach the lone `*`.
  const catchAll = wildcards.get('')?.filter(({ isSingle }) => isSingle);
  for (const [suffix, holders] of wildcards) if (suffix !== '') add('*', catchAll, [`*${suffix}`, holders]);
  return found;
}

const suffixOf = (name: string): string => (name.includes('.') ? name.slice(name.indexOf('.')) : '');

function ownConflicts({ stored, leaf }: CertificateEntry): readonly Conflict[] {
  if (!leaf?.sans || leftOutOf(stored) !== undefined) return [];
  const { uncovered, unlisted } = nameGaps(leaf, stored.names);
  const { id } = stored;
  return [
    ...(uncovered.length > 0 ? [{ kind: 'uncovered', id, names: uncovered } as const] : []),
    ...(unlisted.length > 0 ? [{ kind: 'unlisted', id, names: unlisted } as const] : []),
  ];
}

/** Wildcards of one certificate that are looked at for names of others below them, and such names that are said. */
const maxKept = 20;

/** The conflicts of one certificate. Of a wildcard, all names are looked through. */
export function entryConflicts(entry: CertificateEntry, table: SniTable): readonly Conflict[] {
  const { stored } = entry;
  if (leftOutOf(stored) !== undefined) return [];
  return [
    ...nameConflicts(stored, table),
    ...keptFrom(stored, table),
    ...(derivesNames[entry.connection.dialect] ? [] : ownConflicts(entry)),
  ];
}

/** Those that show without a look through all names or into the certificate: for rows. */
export const conflictsOf = ({ stored }: CertificateEntry, table: SniTable): readonly Conflict[] =>
  leftOutOf(stored) === undefined ? nameConflicts(stored, table) : [];

function nameConflicts({ id, names }: Pick<StoredCertificate, 'id' | 'names'>, table: SniTable): readonly Conflict[] {
  return [...new Set(names.map(toSniName))].flatMap((name): readonly Conflict[] => {
    const same = (name.startsWith('*') ? table.wildcards.get(name.slice(1)) : table.exact.get(name)) ?? [];
    if (same.length > 1) return [{ kind: 'sameName', name, ids: idsOf(same) }];
    const wildcard = name.startsWith('*') ? undefined : table.wildcards.get(suffixOf(name) || ' ');
    const others = (wildcard ?? []).filter((holder) => holder.id !== id);
    return others.length === 0
      ? []
      : [{ kind: 'shadowed', name: `*${suffixOf(name)}`, ids: idsOf(others), by: name, byIds: [id] }];
  });
}

/** Names of others below its wildcards. */
function keptFrom({ id, names }: Pick<StoredCertificate, 'id' | 'names'>, { exact }: SniTable): readonly Conflict[] {
  const suffixes = new Set(
    names
      .map(toSniName)
      .flatMap((name) => (name.startsWith('*.') ? [name.slice(1)] : []))
      .slice(0, maxKept),
  );
  if (suffixes.size === 0) return [];
  const found: Conflict[] = [];
  for (const [name, holders] of exact) {
    if (!suffixes.has(suffixOf(name)) || holders.some((holder) => holder.id === id)) continue;
    found.push({ kind: 'shadowed', name: `*${suffixOf(name)}`, ids: [id], by: name, byIds: idsOf(holders) });
    if (found.length >= maxKept) break;
  }
  return found;
}

/** One sentence, safe to show. */
export function conflictText(conflict: Conflict, t: Translate): string {
  switch (conflict.kind) {
    case 'sameName':
      return t('Several objects have {name}, and which is served depends on the node: {ids}.', {
        name: toShortText(conflict.name, 253),
        ids: listed(conflict.ids),
      });
    case 'shadowed':
      return t('{by} is served by {byIds}, and not by {name} of {ids}.', {
        by: toShortText(conflict.by, 253),
        byIds: listed(conflict.byIds),
        name: toShortText(conflict.name, 253),
        ids: listed(conflict.ids),
      });
    case 'uncovered':
      return t('Served, although its certificate does not name it: {names}.', { names: listed(conflict.names) });
    case 'unlisted':
      return t('In its certificate, but not served: {names}.', { names: listed(conflict.names) });
  }
}

const listed = (texts: readonly string[]): string =>
  toShortText(texts.length > 10 ? `${texts.slice(0, 10).join(', ')}, … (${texts.length})` : texts.join(', '), 500);

export interface NameGaps {
  /** Names to be served for that the certificate does not cover. Empty where it has no SAN, which is another matter. */
  readonly uncovered: readonly string[];
  /** DNS names of the certificate that none of those covers. */
  readonly unlisted: readonly string[];
}

export function nameGaps({ sans }: Pick<Certificate, 'sans'>, names: readonly string[]): NameGaps {
  if (!sans) return { uncovered: [], unlisted: [] };
  const isCovered = toCover(sans);
  const isListed = toCover(names.map((name) => ({ kind: 'dns', value: toSniName(name) })));
  return {
    uncovered: names.filter((name) => !isCovered(toSniName(name))),
    unlisted: hostNamesOf(sans).filter((name) => toHostPattern(name)?.kind === 'dns' && !isListed(name)),
  };
}

/** What an upload with these names would meet on the gateway. */
export interface MetNames {
  /** Hosts below its wildcards that others have themselves and keep. */
  readonly kept: readonly string[];
  /** Its names that a wildcard of others served until now. */
  readonly taken: readonly string[];
}

export function* metNameSteps(names: readonly string[], table: SniTable): Cooperative<MetNames> {
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
