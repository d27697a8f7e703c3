import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { mergeChunks } from './mergeChunks.mjs';

/**
 * Turns ES modules that esbuild has split at each `import()` into CommonJS, which VS Code's extension host loads. All
 * that is
 * loaded at start becomes one file, the entry's; what is loaded later stays in chunks, which take what they share
 * with the start
 * from that file.
 *
 * For a build of one entry; replaces its writing.
 * @param {{ entry: string, source: string }} options name of the entry, without ending, and its file
 * @returns {import('esbuild').Plugin}
 */
export const lazyChunks = ({ entry, source }) => ({
  name: 'lazy chunks',
  setup({ initialOptions, onEnd }) {
    const { outdir = '.', absWorkingDir = process.cwd(), minify, sourcemap, target } = initialOptions;
    const folder = resolve(absWorkingDir, outdir);
    // Kept inside the files, where the second round finds them.
    if (sourcemap) initialOptions.sourcemap = 'inline';
    Object.assign(initialOptions, {
      write: false,
      metafile: true,
      format: 'esm',
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
    });
    onEnd(async ({ errors, outputFiles = [], metafile }) => {
      if (errors.length > 0 || !metafile) return;
      const texts = new Map(outputFiles.map(({ path, text }) => [path, text]));
      const startPaths = startFiles(metafile, source);
      const start = startPaths.map((path) => resolve(absWorkingDir, path));
      const groups = mergeChunks(metafile, new Set(startPaths)).map((paths, index) => ({
        name: `shared${index + 1}`,
        files: paths.map((path) => resolve(absWorkingDir, path)),
      }));
      const merged = new Set(groups.flatMap(({ files }) => files));
      const rest = [...texts.keys()].filter((path) => !start.includes(path) && !merged.has(path));
      const names = new Map(
        Object.entries(metafile.outputs).map(([path, { exports }]) => [resolve(absWorkingDir, path), exports]),
      );
      const chunkNames = shortNames(rest);
      const parts = { texts, names, chunkNames, start, groups, folder, entry };
      const shared = /** @type {const} */ ({
        bundle: true,
        platform: 'node',
        format: 'cjs',
        outdir: folder,
        outbase: folder,
        write: false,
        legalComments: 'none',
      });
      /** @type {import('esbuild').BuildOptions} */
      const options = {
        ...shared,
        minify: minify ?? false,
        sourcemap: sourcemap ?? false,
        target: target ?? 'node20',
        supported: { 'dynamic-import': false },
        // Nothing is lost where a file of the start is imported for its effects alone: all of the start has run by
        // then.
        logOverride: { 'ignored-bare-import': 'silent' },
      };
      const results = await Promise.all([
        build({
          ...options,
          entryPoints: { [entry]: startModule },
          plugins: [inMemory(parts, { name: startModule, files: start })],
        }),
        build({
          ...options,
          entryPoints: Object.fromEntries([...chunkNames].map(([file, name]) => [`chunks/${name}`, file])),
          plugins: [inMemory(parts, undefined)],
        }),
        ...groups.map((group) =>
          build({
            ...options,
            entryPoints: { [`chunks/${group.name}`]: startModule },
            plugins: [inMemory(parts, group)],
          }),
        ),
      ]);
      const written = results.flatMap(({ outputFiles }) => outputFiles);
      for (const { path, contents } of written) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, contents);
      }
      // What an earlier build made of other chunks.
      const chunks = join(folder, 'chunks');
      const isCurrent = (/** @type {string} */ name) => written.some(({ path }) => path === join(chunks, name));
      mkdirSync(chunks, { recursive: true });
      for (const name of readdirSync(chunks)) if (!isCurrent(name)) rmSync(join(chunks, name));
    });
  },
});

/**
 * Names chunks without the hash of the first round, which takes room in the package and in whatever loads them.
 * @param {readonly string[]} files @returns {ReadonlyMap<string, string>}
 */
const shortNames = (files) => {
  /** @type {Map<string, number>} */
  const counts = new Map();
  return new Map(
    files.map((file) => {
      const name = basename(file, '.js').replace(/-[0-9A-Z]{8}$/, '');
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return [file, count === 1 ? name : `${name}${count}`];
    }),
  );
};

/** Stands for a file that is made of several of the first round. */
const startModule = 'start-module';

/**
 * The output of a source and what it imports, and so on: not what is loaded by `import()`.
 * @param {import('esbuild').Metafile} metafile @param {string} source
 * @returns {readonly string[]} the source's own first
 */
const startFiles = ({ outputs }, source) => {
  const [entry] = Object.entries(outputs).flatMap(([path, { entryPoint }]) => (entryPoint === source ? [path] : []));
  if (entry === undefined) throw new Error(`${source} is no entry of this build`);
  const found = new Set([entry]);
  for (const path of found) {
    for (const { path: imported, kind, external } of outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && !external) found.add(imported);
  }
  return [...found];
};

/**
 * Splits the sources into those loaded at start and those loaded later.
 * @param {import('esbuild').Metafile} metafile of the first round @param {string} source of the entry
 * @returns {{ start: Readonly<Record<string, number>>, later: readonly string[] }} `start`: bytes by path, largest
 * first
 */
export const startInputs = (metafile, source) => {
  const files = startFiles(metafile, source);
  const inputs = files.flatMap((path) => Object.entries(metafile.outputs[path]?.inputs ?? {}));
  const sizes = inputs.map(([path, { bytesInOutput }]) => /** @type {const} */ ([path, bytesInOutput]));
  const others = Object.entries(metafile.outputs).filter(([path]) => !files.includes(path));
  return {
    start: Object.fromEntries(sizes.sort((one, other) => other[1] - one[1])),
    later: others.flatMap(([, { inputs }]) => Object.keys(inputs)),
  };
};

/**
 * Reads the first round's files, and says where the second finds what stays outside of a file.
 * @param {Parts} parts
 * @param {Bundle | undefined} own files that become this one
 * @returns {import('esbuild').Plugin}
 * @typedef {{ readonly name: string, readonly files: readonly string[] }} Bundle
 * @typedef {{ texts: ReadonlyMap<string, string>, names: ReadonlyMap<string, readonly string[]>,
 *   chunkNames: ReadonlyMap<string, string>, start: readonly string[], groups: readonly Bundle[],
 *   folder: string, entry: string }} Parts `names`: what each file exports
 */
const inMemory = ({ texts, names, chunkNames, start, groups, folder, entry }, own) => ({
  name: 'in memory',
  setup({ onResolve, onLoad }) {
    const isStart = own?.name === startModule;
    // Chunks lie in one folder, the entry above it.
    const beside = isStart ? './chunks' : '.';
    const exported = (/** @type {string} */ file) => names.get(file) ?? [];
    const bundles = [{ name: entry, files: start }, ...groups];
    const toStart = `bundle:${entry}`;
    onResolve({ filter: /^start-module$/ }, () => ({ path: startModule, namespace: 'merged' }));
    onResolve({ filter: /^bundle:/ }, ({ path }) => ({ path, namespace: 'merged', sideEffects: path !== toStart }));
    onResolve({ filter: /^written:/ }, ({ path }) => ({ path: path.slice('written:'.length), external: true }));
    onResolve({ filter: /.*/ }, ({ path, kind, resolveDir }) => {
      const file = resolve(resolveDir, path);
      if (kind === 'entry-point' || own?.files.includes(file)) return { path: file };
      if (start.includes(file)) return { path: file, namespace: 'merged', sideEffects: false };
      if (groups.some(({ files }) => files.includes(file))) return { path: file, namespace: 'merged' };
      const name = chunkNames.get(file);
      return { path: name === undefined ? path : `${beside}/${name}.js`, external: true };
    });
    onLoad({ filter: /.*/, namespace: 'file' }, ({ path }) => ({
      contents: texts.get(path) ?? '',
      loader: 'js',
      resolveDir: dirname(path),
    }));
    onLoad({ filter: /.*/, namespace: 'merged' }, ({ path }) => {
      if (path === startModule) {
        const lines = (own?.files ?? []).map((file, index) => toExport({ file, index, names: exported(file) }));
        return { contents: lines.join('\n'), resolveDir: folder };
      }
      // What a file exports comes from its bundle, which is asked for once.
      const bundle = bundles.find(({ name, files }) => path === `bundle:${name}` || files.includes(path));
      const from = bundle?.name === entry ? `../${entry}.js` : `${beside}/${bundle?.name}.js`;
      const taken = (bundle?.files ?? []).flatMap((file, index) =>
        exported(file).map((name) => ({ file, name, index })),
      );
      const all = taken.map(({ name, index }) => `${name}_${index}`);
      const ofFile = taken.filter(({ file }) => file === path).map(({ name, index }) => `${name}_${index} as ${name}`);
      return {
        contents: path.startsWith('bundle:')
          ? `export { ${all.join()} } from 'written:${from}';`
          : `export { ${ofFile.join()} } from 'bundle:${bundle?.name}';`,
        resolveDir: folder,
      };
    });
  },
});

/**
 * All names of a merged file stand beside one another, so that who takes one asks the file and nothing between. The
 * first file of the start is the entry, whose exports are seen from outside as well.
 * @param {{ file: string, index: number, names: readonly string[] }} part
 */
const toExport = ({ file, index, names }) => {
  const from = JSON.stringify(file);
  const renamed = names.map((name) => `${name} as ${name}_${index}`);
  return [`export { ${renamed.join()} } from ${from};`, ...(index === 0 ? [`export * from ${from};`] : [])].join('\n');
};
