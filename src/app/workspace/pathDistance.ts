/**
 * Counts the folders to leave and to enter on the way from one file to another: 0 in the same folder. Paths use `/`.
 */
export function folderDistance(one: string, other: string): number {
  const from = foldersOf(one);
  const to = foldersOf(other);
  const parting = from.findIndex((folder, depth) => folder !== to[depth]);
  const shared = parting < 0 ? from.length : parting;
  return from.length + to.length - 2 * shared;
}

const foldersOf = (path: string): readonly string[] => path.split('/').slice(0, -1);

/** Orders by nearness to `near`, else by name. Leaves `items` as it is. */
export function byNearness<T>(
  items: readonly T[],
  near: string | undefined,
  pathOf: (item: T) => string,
): readonly T[] {
  const placed = items.map((item) => ({
    item,
    path: pathOf(item),
    distance: near === undefined ? 0 : folderDistance(near, pathOf(item)),
  }));
  placed.sort((a, b) => a.distance - b.distance || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return placed.map(({ item }) => item);
}
