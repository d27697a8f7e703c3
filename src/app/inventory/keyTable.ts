interface Keyed<T> {
  /** All items that there are now. */
  readonly items: () => Iterable<T>;
  readonly size: () => number;
  /** Returns whether the item is still one of them. */
  readonly has: (item: T) => boolean;
  /** Calls back with each key of an item. */
  readonly eachKey: (item: T, take: (key: string) => void) => void;
}

/**
 * Finds items by keys that several may share. Made when it is first asked for one, from numbers alone: a list of a hundred thousand costs
 * nothing before, and some milliseconds then. Items that went stay in it, unseen, until they are an eighth.
 */
export class KeyTable<T extends object> {
  private table: Chains<T> | undefined;
  private gone = 0;

  constructor(private readonly keyed: Keyed<T>) {}

  /** Those with the key, in the order that they came in. */
  get(key: string): readonly T[] {
    const { has, eachKey } = this.keyed;
    const found = (this.table ??= this.make()).withHash(hashOf(key));
    return found.filter((item) => {
      let isFound = false;
      if (has(item)) eachKey(item, (own) => (isFound ||= own === key));
      return isFound;
    });
  }

  /** @param item one of the items, as of now */
  add(item: T): void {
    const { table } = this;
    if (table) this.keyed.eachKey(item, (key) => table.add(hashOf(key), item));
  }

  /** Says that an item is gone. */
  delete(): void {
    if (!this.table) return;
    this.gone += 1;
    if (this.gone > fewGone && this.gone > this.keyed.size() / 8) this.clear();
  }

  clear(): void {
    this.table = undefined;
    this.gone = 0;
  }

  private make(): Chains<T> {
    const table = new Chains<T>(this.keyed.size());
    this.gone = 0;
    for (const item of this.keyed.items()) this.keyed.eachKey(item, (key) => table.add(hashOf(key), item));
    return table;
  }
}

/** So many are never worth making all of it anew. */
const fewGone = 256;

/** Items by a number that several may have: a chain for each bucket, the latest first. */
class Chains<T extends object> {
  private readonly items: T[] = [];
  private hashes: Int32Array;
  /** One more than the place of the item behind it; 0 at the end. */
  private next: Int32Array;
  /** One more than the place of the first item. */
  private first: Int32Array;

  constructor(expected: number) {
    let room = 64;
    while (room < expected) room *= 2;
    this.hashes = new Int32Array(room);
    this.next = new Int32Array(room);
    this.first = new Int32Array(room);
  }

  add(hash: number, item: T): void {
    const place = this.items.length;
    if (place === this.hashes.length) this.grow();
    this.items.push(item);
    this.hashes[place] = hash;
    this.chain(place, hash);
  }

  /** Each once, the first first. */
  withHash(hash: number): readonly T[] {
    const found = new Set<T>();
    const { first, next, hashes, items } = this;
    for (let link = first[bucketOf(hash, first.length)] ?? 0; link > 0; link = next[link - 1] ?? 0) {
      const item = items[link - 1];
      if (item && hashes[link - 1] === hash) found.add(item);
    }
    return [...found].reverse();
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

/** Different in each window, so that no gateway can choose names that all get one number. */
const seed = Math.floor(Math.random() * 2 ** 32);

function hashOf(text: string): number {
  let hash = seed ^ text.length;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 13);
}
