import { serialKeys } from '../../core/comparison/metadataMatch';
import { hostNamesOf } from '../../core/hosts/hostMatching';
import type { SniIndex, SniTable } from '../../core/hosts/sni';
import { maxSuffixLength } from '../../core/hosts/sni';
import type { SniRules } from '../../core/hosts/sniChoices';
import { toSniName, toSniRules } from '../../core/hosts/sniChoices';
import type { Certificate } from '../../core/model';
import { attributeOf } from '../../core/x509/certificateName';
import type { DialectId } from '../../gateway/gateway';
import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import type { Arranged, Arranging } from './arrange';
import { arrangeSteps } from './arrange';
import type { CertificateEntry } from './certificateEntry';
import { anyName, EntryKeys, toCommonNameKey, unite } from './entryKeys';
import type { Sorting } from './order';
import { orders, ranks } from './order';
import { toHolder, toServingTableSteps } from './serving';
import { SortedList } from './sortedList';
import type { Clock, Counts } from './stateCounts';
import { StateCounts } from './stateCounts';

/**
 * The certificates of one connection, and what finds them. All of it is kept up to date by each certificate that comes,
 * changes or goes, so that no question costs more because there are many. Orders, counts and the serving table are kept
 * from when they are first asked for.
 */
export class CertificateIndex {
  private readonly byId = new Map<string, CertificateEntry>();
  private readonly sorted = new Map<Sorting, SortedList<CertificateEntry>>();
  private readonly states = new StateCounts(() => this.entries());
  private snapshot: readonly CertificateEntry[] | undefined = [];
  private readonly keys = new EntryKeys(this.byId);
  private serving: SniIndex | undefined;
  private servingBefore: SniIndex | undefined;

  get size(): number {
    return this.byId.size;
  }

  get(id: string): CertificateEntry | undefined {
    return this.byId.get(id);
  }

  /** All of them, in the order that they came in. The same array until something changes. */
  entries(): readonly CertificateEntry[] {
    return (this.snapshot ??= [...this.byId.values()]);
  }

  /** Deletes all but those, in steps. */
  *keepOnlySteps(isKept: (id: string) => boolean): Cooperative<undefined> {
    let looked = 0;
    for (const id of this.byId.keys()) {
      if (!isKept(id)) this.delete(id);
      if (++looked % stepLength === 0) yield;
    }
    return undefined;
  }

  /** Adds a certificate, in the place of the one with its id where there is one. */
  put(entry: CertificateEntry): void {
    const before = this.byId.get(entry.stored.id);
    if (before === entry) return;
    this.snapshot = undefined;
    this.byId.set(entry.stored.id, entry);
    if (before) this.replace(before, entry);
    else this.join(entry);
    this.serve(before, entry);
  }

  /** Does {@link append} where the id is said to be new, and else {@link put}. */
  take(entry: CertificateEntry, isNew: boolean): boolean {
    if (isNew) return this.append(entry);
    this.put(entry);
    return true;
  }

  /**
   * Adds one whose id is not among them, which takes less than {@link put}.
   * @returns false where its id was among them all the same: it stands in the place of that one then
   */
  append(entry: CertificateEntry): boolean {
    const { size } = this.byId;
    this.byId.set(entry.stored.id, entry);
    this.snapshot = undefined;
    const isNew = this.byId.size > size;
    if (isNew) {
      this.join(entry);
      this.serve(undefined, entry);
    } else this.forget();
    return isNew;
  }

  delete(id: string): void {
    const before = this.byId.get(id);
    if (!before) return;
    this.snapshot = undefined;
    this.byId.delete(id);
    this.leave(before);
    this.serve(before, undefined);
  }

  clear(): void {
    this.byId.clear();
    this.snapshot = [];
    this.forget();
  }

  /** Returns all of them in order. The array never changes. */
  ordered(sorting: Sorting): readonly CertificateEntry[] {
    return this.sortedBy(sorting).items();
  }

  orderedSteps(sorting: Sorting): Cooperative<readonly CertificateEntry[]> {
    return this.sortedBy(sorting).itemsSteps();
  }

  /** Filters, orders and groups them, in steps. */
  arrangedSteps(how: Arranging): Cooperative<Arranged> {
    return arrangeSteps(this, how);
  }

  counts(clock: Clock): Counts {
    return this.states.at(clock);
  }

  countsSteps(clock: Clock): Cooperative<Counts> {
    return this.states.atSteps(clock);
  }

  /**
   * The time at which {@link counts} may change though no entry does. Undefined before they were asked for, and without
   * entries.
   */
  get nextChange(): number | undefined {
    return this.size === 0 ? undefined : this.states.nextChange;
  }

  /**
   * Finds the certificates that may have this serial number (hex), however the gateway spells it. The caller compares
   * issuers.
   */
  withSerial(serial: string): readonly CertificateEntry[] {
    return runSync(this.withSerialSteps(serial));
  }

  *withSerialSteps(serial: string): Cooperative<readonly CertificateEntry[]> {
    return yield* unite(this.keys.serials, serialKeys(serial));
  }

  /**
   * Finds the certificates that share a name with this one; for one without names, others without names and perhaps
   * with its subject.
   */
  sharingNames(leaf: Pick<Certificate, 'sans' | 'subject'>): readonly CertificateEntry[] {
    return runSync(this.sharingNamesSteps(leaf));
  }

  *sharingNamesSteps(leaf: Pick<Certificate, 'sans' | 'subject'>): Cooperative<readonly CertificateEntry[]> {
    const own = hostNamesOf(leaf.sans);
    const { names, nameless } = this.keys;
    if (own.length > 0) return yield* unite(names, own);
    const commonName = attributeOf(leaf.subject, 'CN');
    return yield* unite(nameless, commonName === undefined ? [anyName] : [toCommonNameKey(commonName), '']);
  }

  /**
   * Finds the certificates that may be served for one of these names: by the name itself or by a wildcard for it.
   * Undefined where there are too many of either to look at in one go, at the end of a write.
   */
  rivalsFor(names: readonly string[]): readonly CertificateEntry[] | undefined {
    const rivals = new Set<CertificateEntry>();
    let looked = 0;
    for (const name of names.map(toSniName)) {
      // Gateways match what stands behind the star with the end of a name, wherever that begins.
      const end = name.slice(-maxSuffixLength);
      if ((looked += end.length) > maxLookUps) return undefined;
      const keys = [name, ...Array.from({ length: end.length + 1 }, (_, start) => `*${end.slice(start)}`)];
      for (const key of keys) {
        const entries = this.keys.names.get(key);
        if (entries.length > maxRivals) return undefined;
        for (const entry of entries) rivals.add(entry);
        if (rivals.size > maxRivals) return undefined;
      }
    }
    return [...rivals];
  }

  /**
   * The table by which the gateway chooses the certificate for a name, in steps. It changes with the entries: get it
   * anew after a pause. What comes while it pauses may be missing.
   */
  *servingTableSteps(dialect: DialectId): Cooperative<SniTable> {
    if (this.serving) return this.serving;
    const entries = this.entries();
    const made = yield* toServingTableSteps(entries, dialect);
    if (this.snapshot === entries) {
      this.serving = made;
      this.servingBefore = undefined;
    }
    return made;
  }

  /**
   * The table as it was last made; a change of very many certificates may have outdated it. Undefined before it was
   * first asked for.
   */
  get lastServingTable(): SniTable | undefined {
    return this.serving ?? this.servingBefore;
  }

  private join(entry: CertificateEntry): void {
    for (const list of this.sorted.values()) list.add(entry);
    this.states.add(entry);
    this.keys.add(entry);
  }

  /** Keeps the serving table, where there is one: another version of the gateway chooses otherwise. */
  private serve(before: CertificateEntry | undefined, after: CertificateEntry | undefined): void {
    const { serving } = this;
    if (!serving) return;
    const isKept =
      (!after || isByRules(after, serving.rules)) &&
      serving.change(before && toHolder(before.stored), after && toHolder(after.stored));
    if (isKept) return;
    this.servingBefore = serving;
    this.serving = undefined;
  }

  /** Everything that can be made of the certificates is made anew when it is asked for. */
  private forget(): void {
    this.sorted.clear();
    this.states.clear();
    this.keys.clear();
    this.serving = undefined;
    this.servingBefore = undefined;
  }

  private leave(entry: CertificateEntry): void {
    for (const list of this.sorted.values()) list.delete(entry);
    this.states.delete(entry);
    this.keys.delete();
  }

  private replace(before: CertificateEntry, after: CertificateEntry): void {
    for (const list of this.sorted.values()) {
      list.delete(before);
      list.add(after);
    }
    this.states.delete(before);
    this.states.add(after);
    this.keys.replace(before, after);
  }

  private sortedBy(sorting: Sorting): SortedList<CertificateEntry> {
    const known = this.sorted.get(sorting);
    if (known) return known;
    const items = () => this.byId.values();
    const list = new SortedList({ items, compare: orders[sorting], rank: ranks[sorting] });
    this.sorted.set(sorting, list);
    return list;
  }
}

/** Entries that are looked at without a pause. */
const stepLength = 250;

/** Rivals that are found, and ends of names that are looked up for them, at once. */
const [maxRivals, maxLookUps] = [1_000, 50_000];

function isByRules({ connection, stored }: CertificateEntry, rules: SniRules): boolean {
  if (stored.gatewayVersion === undefined) return true;
  const own = toSniRules(connection.dialect, stored.gatewayVersion);
  return own.version?.major === rules.version?.major && own.version?.minor === rules.version?.minor;
}
