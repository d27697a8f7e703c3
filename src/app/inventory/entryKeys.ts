import { serialKey } from '../../core/comparison/metadataMatch';
import { toSniName } from '../../core/hosts/sniChoices';
import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import { isSameList } from '../../shared/isSame';
import { toNormalForm } from '../../shared/normalForm';
import type { CertificateEntry } from './certificateEntry';

interface Keyed<T> {
  /** Ids of all items that there are now. An item that takes the place of another keeps its id. */
  readonly ids: () => Iterable<string>;
  readonly size: () => number;
  /** The item that has the id now. */
  readonly find: (id: string) => T | undefined;
  readonly idOf: (item: T) => string;
  readonly eachKey: (item: T, take: (key: string) => void) => void;
  /** Returns true where two items are known to have the same keys. */
  readonly hasSameKeys: (one: T, other: T) => boolean;
}

/** Items that are looked at without a pause. */
const stepLength = 1_000;

/**
 * Finds items by keys that several may share. Made when it is first asked for one, from numbers alone: a list of a
 * hundred thousand costs nothing before, and some tens of milliseconds then, in steps. An item that takes another's
 * place and has its keys changes nothing. Keys of what went stay in it, unseen, until they are an eighth.
 */
export class KeyTable<T extends object> {
  private table: Chains | undefined;
  /** The table that is being made in steps; items that come meanwhile are added to it as well. */
  private making: Chains | undefined;
  private gone = 0;

  constructor(private readonly keyed: Keyed<T>) {}

  /** Finds the items with the key, in the order in which they came in. */
  get(key: string): readonly T[] {
    return runSync(this.getSteps(key));
  }

  *getSteps(key: string): Cooperative<readonly T[]> {
    const { find, eachKey } = this.keyed;
    const table = this.table ?? (yield* this.make());
    const items: T[] = [];
    let looked = 0;
    for (const id of table.withHash(hashOf(key))) {
      const item = find(id);
      let isFound = false;
      if (item) eachKey(item, (own) => (isFound ||= own === key));
      if (item && isFound) items.push(item);
      if (++looked % stepLength === 0) yield;
    }
    return items;
  }

  /** @param item one of the items, as of now, whose id is not in it */
  add(item: T): void {
    const { table, making } = this;
    if (table) this.addTo(table, item);
    if (making) this.addTo(making, item);
  }

  /** Says that an item has taken the place of one with its id. */
  replace(before: T, after: T): void {
    if ((!this.table && !this.making) || this.keyed.hasSameKeys(before, after)) return;
    this.add(after);
    this.delete();
  }

  /** Says that an item is gone. */
  delete(): void {
    if (!this.table && !this.making) return;
    this.gone += 1;
    if (this.gone > fewGone && this.gone > this.keyed.size() / 8) this.clear();
  }

  clear(): void {
    this.table = undefined;
    this.making = undefined;
    this.gone = 0;
  }

  private addTo(table: Chains, item: T): void {
    const id = this.keyed.idOf(item);
    this.keyed.eachKey(item, (key) => table.add(hashOf(key), id));
  }

  private *make(): Cooperative<Chains> {
    const { size, ids, find } = this.keyed;
    const table = new Chains(size());
    this.making = table;
    this.gone = 0;
    let looked = 0;
    // What comes while it pauses stands at the end of the ids, and may be added twice: it is found once.
    for (const id of ids()) {
      const item = find(id);
      if (item) this.addTo(table, item);
      if (++looked % stepLength === 0) yield;
    }
    if (this.making === table) {
      this.making = undefined;
      this.table = table;
    }
    return table;
  }
}

/** The number of items below which the table is never made anew. */
const fewGone = 256;

/** Ids by a number that several may have: a chain for each bucket, the latest first. */
class Chains {
  private readonly ids: string[] = [];
  private hashes: Int32Array;
  /** The place of the next id of the chain, plus one; 0 at the end. */
  private next: Int32Array;
  /** The place of the first id, plus one. */
  private first: Int32Array;

  constructor(expected: number) {
    let room = 64;
    while (room < expected) room *= 2;
    this.hashes = new Int32Array(room);
    this.next = new Int32Array(room);
    this.first = new Int32Array(room);
  }

  add(hash: number, id: string): void {
    const place = this.ids.length;
    if (place === this.hashes.length) this.grow();
    this.ids.push(id);
    this.hashes[place] = hash;
    this.chain(place, hash);
  }

  /** Returns the ids with a hash, each once, in the order in which they came. */
  withHash(hash: number): Iterable<string> {
    const matching: string[] = [];
    const { first, next, hashes, ids } = this;
    for (let link = first[bucketOf(hash, first.length)] ?? 0; link > 0; link = next[link - 1] ?? 0) {
      const id = ids[link - 1];
      if (id !== undefined && hashes[link - 1] === hash) matching.push(id);
    }
    return matching.length > 1 ? new Set(matching.reverse()) : matching;
  }

  private chain(place: number, hash: number): void {
    const bucket = bucketOf(hash, this.first.length);
    this.next[place] = this.first[bucket] ?? 0;
    this.first[bucket] = place + 1;
  }

  private grow(): void {
    const { hashes } = this;
    this.hashes = new Int32Array(2 * hashes.length);
    this.hashes.set(hashes);
    this.next = new Int32Array(2 * hashes.length);
    this.first = new Int32Array(2 * hashes.length);
    for (let place = 0; place < hashes.length; place += 1) this.chain(place, hashes[place] ?? 0);
  }
}

/** @param count a power of two */
const bucketOf = (hash: number, count: number): number => (hash ^ (hash >>> 15)) & (count - 1);

/** A seed that differs in each window, so that no gateway can choose names that all get one number. */
const seed = Math.floor(Math.random() * 2 ** 32);

function hashOf(text: string): number {
  let hash = seed ^ text.length;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 13);
}

/** Finds entries by serial number or name. */
export class EntryKeys {
  readonly serials: KeyTable<CertificateEntry>;
  readonly names: KeyTable<CertificateEntry>;
  /** Certificates without names, by their common name, which may be empty. */
  readonly nameless: KeyTable<CertificateEntry>;
  private readonly tables: readonly KeyTable<CertificateEntry>[];

  constructor(byId: ReadonlyMap<string, CertificateEntry>) {
    const tableOf = (
      eachKey: (entry: CertificateEntry, take: (key: string) => void) => void,
      hasSameKeys: (one: CertificateEntry, other: CertificateEntry) => boolean,
    ) =>
      new KeyTable<CertificateEntry>({
        ids: () => byId.keys(),
        size: () => byId.size,
        find: (id) => byId.get(id),
        idOf: ({ stored }) => stored.id,
        eachKey,
        hasSameKeys,
      });
    this.serials = tableOf(
      ({ serial }, take) => {
        const digits = serial === undefined ? undefined : serialKey(serial);
        if (digits !== undefined) take(digits);
      },
      (one, other) => one.serial === other.serial,
    );
    this.names = tableOf(({ names }, take) => {
      for (const name of names) take(toSniName(name));
    }, hasSameNames);
    this.nameless = tableOf(
      (entry, take) => {
        if (entry.names.length > 0) return;
        take(anyName);
        take(toCommonNameKey(entry.commonName ?? ''));
      },
      (one, other) => hasSameNames(one, other) && (one.names.length > 0 || one.commonName === other.commonName),
    );
    this.tables = [this.serials, this.names, this.nameless];
  }

  add(entry: CertificateEntry): void {
    for (const table of this.tables) table.add(entry);
  }

  replace(before: CertificateEntry, after: CertificateEntry): void {
    for (const table of this.tables) table.replace(before, after);
  }

  delete(): void {
    for (const table of this.tables) table.delete();
  }

  clear(): void {
    for (const table of this.tables) table.clear();
  }
}

/** The key of all certificates without names. No common name has it. */
export const anyName = '\n';

/** Returns one key for names that RFC 5280 §7.1 calls equal, and for some that it does not. */
export const toCommonNameKey = (name: string): string =>
  toNormalForm(name, 'NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

const hasSameNames = ({ names }: CertificateEntry, other: CertificateEntry): boolean => isSameList(names, other.names);

/** Returns all that have one of the keys, each once. */
export function* unite(
  table: KeyTable<CertificateEntry>,
  keys: readonly string[],
): Cooperative<readonly CertificateEntry[]> {
  const entries = new Set<CertificateEntry>();
  for (const key of keys) {
    for (const entry of yield* table.getSteps(key)) entries.add(entry);
    yield;
  }
  return [...entries];
}
