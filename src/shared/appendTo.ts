/** Adds items to the list of a key, which begins with the first of them. */
export function appendTo<Key, Item>(lists: Map<Key, Item[]>, key: Key, ...items: readonly Item[]): void {
  const list = lists.get(key);
  if (list) list.push(...items);
  else lists.set(key, [...items]);
}
