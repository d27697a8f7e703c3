/** Items by a key that several may share. Adding and deleting cost the same however many share it. */
export class KeyedLists<T extends object> {
  /** One alone needs no set. */
  private readonly lists = new Map<string, T | Set<T>>();

  get(key: string): readonly T[] {
    const found = this.lists.get(key);
    if (found === undefined) return [];
    return found instanceof Set ? [...found] : [found];
  }

  all(): readonly T[] {
    return [...this.lists.values()].flatMap((found) => (found instanceof Set ? [...found] : [found]));
  }

  add(key: string, item: T): void {
    const found = this.lists.get(key);
    if (found === undefined) this.lists.set(key, item);
    else if (found instanceof Set) found.add(item);
    else if (found !== item) this.lists.set(key, new Set([found, item]));
  }

  delete(key: string, item: T): void {
    const found = this.lists.get(key);
    if (found === item) this.lists.delete(key);
    else if (found instanceof Set && found.delete(item) && found.size === 0) this.lists.delete(key);
  }
}
