/**
 * Reading and compiling one file more takes about as long as 16,000 bytes more of a file that is read anyway. It counts
 * for more, since a package of fewer, larger files is smaller.
 */
const bytesPerFile = 160_000;

/**
 * Decides which shared chunks become one file. esbuild makes a chunk of whatever the same set of features uses, so that
 * each loads only what it needs, in dozens of files. Two are merged where the files saved outweigh what features then
 * load without needing it; the pair that saves most first.
 * @param {import('esbuild').Metafile} metafile @param {ReadonlySet<string>} start outputs that are loaded at start
 * @returns {readonly (readonly string[])[]} groups of two outputs or more
 */
export const mergeChunks = ({ outputs }, start) => {
  const paths = Object.keys(outputs).filter((path) => path.endsWith('.js') && !start.has(path));
  /** @type {Map<string, Set<string>>} */
  const imports = new Map(
    paths.map((path) => [
      path,
      new Set(
        (outputs[path]?.imports ?? []).flatMap(({ path: to, kind, external }) =>
          kind === 'import-statement' && !external && !start.has(to) ? [to] : [],
        ),
      ),
    ]),
  );
  const size = new Map(paths.map((path) => [path, outputs[path]?.bytes ?? 0]));
  const members = new Map(paths.map((path) => [path, [path]]));
  const features = paths.filter((path) => outputs[path]?.entryPoint !== undefined);
  for (;;) {
    const reached = new Map([...imports.keys()].map((path) => [path, reach(path, imports)]));
    const shared = [...imports.keys()].filter((path) => !features.includes(path));
    let best = { saved: 0, one: '', other: '' };
    for (const [index, one] of shared.entries())
      for (const other of shared.slice(index + 1)) {
        const saved = savedBy(one, other, { features, reached, size });
        if (saved > best.saved && !isCircular(one, other, reached)) best = { saved, one, other };
      }
    if (best.saved === 0) break;
    const { one, other } = best;
    for (const to of imports.get(other) ?? []) imports.get(one)?.add(to);
    for (const tos of imports.values()) if (tos.delete(other)) tos.add(one);
    imports.get(one)?.delete(one);
    imports.delete(other);
    size.set(one, (size.get(one) ?? 0) + (size.get(other) ?? 0));
    members.set(one, [...(members.get(one) ?? []), ...(members.get(other) ?? [])]);
    members.delete(other);
  }
  return [...members.values()].filter((paths) => paths.length > 1);
};

/**
 * @param {string} path @param {ReadonlyMap<string, ReadonlySet<string>>} imports
 * @returns {ReadonlySet<string>} itself and all it loads
 */
const reach = (path, imports) => {
  const found = new Set([path]);
  for (const each of found) for (const to of imports.get(each) ?? []) found.add(to);
  return found;
};

/**
 * In bytes, over the first uses of all features.
 * @param {string} one @param {string} other
 * @param {{ features: readonly string[], reached: ReadonlyMap<string, ReadonlySet<string>>,
 *   size: ReadonlyMap<string, number> }} graph
 */
const savedBy = (one, other, { features, reached, size }) => {
  let saved = 0;
  for (const feature of features) {
    const loaded = reached.get(feature) ?? new Set();
    if (loaded.has(one) && loaded.has(other)) saved += bytesPerFile;
    else if (loaded.has(one) || loaded.has(other))
      for (const path of reached.get(loaded.has(one) ? other : one) ?? [])
        if (!loaded.has(path)) saved -= (size.get(path) ?? 0) + bytesPerFile;
    // The file itself is one with one that is loaded.
    if (loaded.has(one) !== loaded.has(other)) saved += bytesPerFile;
  }
  return saved;
};

/**
 * True where the merged file would load one that loads it.
 * @param {string} one @param {string} other @param {ReadonlyMap<string, ReadonlySet<string>>} reached
 */
const isCircular = (one, other, reached) =>
  [
    [one, other],
    [other, one],
  ].some(([from = '', to = '']) =>
    [...(reached.get(from) ?? [])].some((path) => path !== from && path !== to && reached.get(path)?.has(to)),
  );
