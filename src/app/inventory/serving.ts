import { uncoveredNames } from '../../core/hosts/hostMatching';
import type { SniTable } from '../../core/hosts/sni';
import { SniIndex } from '../../core/hosts/sni';
import type { LeftOut, SniHolder, SniRules } from '../../core/hosts/sniChoices';
import { toSniName, toSniRules } from '../../core/hosts/sniChoices';
import type { StoredCertificate } from '../../core/model';
import type { DialectId } from '../../gateway/gateway';
import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import type { CertificateEntry } from './certificateEntry';

/**
 * Returns the rules by which the gateway of these certificates chooses one by name: its version is what its answers
 * said.
 */
export const toRules = (entries: Iterable<CertificateEntry>, dialect: DialectId): SniRules =>
  toSniRules(dialect, versionOf(entries));

function versionOf(entries: Iterable<CertificateEntry>): string | undefined {
  for (const { stored } of entries) if (stored.gatewayVersion !== undefined) return stored.gatewayVersion;
  return undefined;
}

/** The dialects whose gateway takes the names from the certificate itself; elsewhere they belong to the object. */
export const derivesNames: Readonly<Record<DialectId, boolean>> = {
  apisix: false,
  api7cloud: true,
  api7enterprise: false,
};

/** The members that decide whether an object is served, and for which names. */
export type Serving = Pick<StoredCertificate, 'id' | 'type' | 'names' | 'isEnabled' | 'isSingleName' | 'ignored'>;

/**
 * Says why an object is never served. Gateways choose among objects of type server that are switched on; one that does
 * not tell counts as switched on.
 */
export function leftOutOf({ type, isEnabled, ignored }: Serving): LeftOut | undefined {
  if (ignored) return 'ignored';
  if (type !== 'server') return type === 'client' ? 'client' : 'typeUnknown';
  return isEnabled === false ? 'disabled' : undefined;
}

export const toHolder = (object: Serving): SniHolder => ({
  id: object.id,
  names: object.names,
  isSingle: object.isSingleName ?? false,
  leftOut: leftOutOf(object),
});

/** Keeps the objects that may be served. */
export const toHolders = (objects: Iterable<Serving>): readonly SniHolder[] =>
  [...objects].map(toHolder).filter(({ leftOut }) => leftOut === undefined);

/** Makes the table of a gateway's names, to ask `servedFor` and `explainSni` of. */
export const toServingTable = (entries: readonly CertificateEntry[], dialect: DialectId): SniTable =>
  runSync(toServingTableSteps(entries, dialect));

export const toServingTableSteps = (entries: readonly CertificateEntry[], dialect: DialectId): Cooperative<SniIndex> =>
  SniIndex.of(holdersOf(entries), toRules(entries, dialect));

/** Returns whether another object has one of its names, however many do: asked for each row. */
export function sharesName({ stored }: CertificateEntry, table: SniTable): boolean {
  if (leftOutOf(stored) !== undefined) return false;
  return stored.names.some((name) => namedHolders(toSniName(name), table).length > 1);
}

/** Returns the names it is served for that its certificate does not cover: clients refuse it there. */
export const uncoveredOf = (entry: CertificateEntry): readonly string[] =>
  hasChosenNames(entry) ? uncoveredNames(entry.leaf?.sans, entry.stored.names) : [];

/** Returns whether it is served, and for names that are not those of its certificate alone. */
export const hasChosenNames = ({ stored, leaf, connection }: CertificateEntry): boolean =>
  leaf !== undefined && !derivesNames[connection.dialect] && leftOutOf(stored) === undefined;

/** Names that are looked at for one row; where there are more, the tooltip and the page tell. */
const maxForRow = 1_000;

/** Returns whether it is served under a name that its certificate does not have: clients refuse it there. */
export const lacksName = (entry: CertificateEntry): boolean =>
  (entry.leaf?.sans?.length ?? 0) + entry.stored.names.length <= maxForRow && uncoveredOf(entry).length > 0;

/** Returns the objects that have the very name, as the gateway compares it. */
export const namedHolders = (name: string, { exact, wildcards }: SniTable): readonly SniHolder[] =>
  (name.startsWith('*') ? wildcards.get(name.slice(1)) : exact.get(name)) ?? [];

function* holdersOf(entries: readonly CertificateEntry[]): Iterable<SniHolder> {
  for (const { stored } of entries) yield toHolder(stored);
}
