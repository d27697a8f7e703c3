import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
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
      const groups = mergeChunks(metafile, new Set(startPaths)).map(({ name, paths }) => ({
        name,
        files: paths.map((path) => resolve(absWorkingDir, path)),
      }));
      const merged = new Set(groups.flatMap(({ files }) => files));
      const rest = [...texts.keys()].filter((path) => !start.includes(path) && !merged.has(path));
      const parts = { texts, start, groups, folder, entry };
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
      };
      const results = await Promise.all([
        build({
          ...options,
          entryPoints: { [entry]: startModule },
          plugins: [inMemory(parts, { name: startModule, files: start })],
        }),
        build({ ...options, entryPoints: rest, plugins: [inMemory(parts, undefined)] }),
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
      // Names change with what is in them.
      const chunks = join(folder, 'chunks');
      const isCurrent = (/** @type {string} */ name) => written.some(({ path }) => path === join(chunks, name));
      mkdirSync(chunks, { recursive: true });
      for (const name of readdirSync(chunks)) if (!isCurrent(name)) rmSync(join(chunks, name));
    });
  },
});

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
 * What of the sources is loaded at start, and what later.
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
 * @param {{ texts: ReadonlyMap<string, string>, start: readonly string[], groups: readonly Bundle[], folder: string, entry: string }} parts
 * @param {Bundle | undefined} own files that become this one
 * @returns {import('esbuild').Plugin}
 * @typedef {{ readonly name: string, readonly files: readonly string[] }} Bundle
 */
const inMemory = ({ texts, start, groups, folder, entry }, own) => ({
  name: 'in memory',
  setup({ onResolve, onLoad }) {
    const isStart = own?.name === startModule;
    // Chunks lie in one folder, the entry above it.
    const beside = isStart ? './chunks' : '.';
    onResolve({ filter: /^start-module$/ }, () => ({ path: startModule, namespace: 'merged' }));
    onResolve({ filter: /.*/ }, ({ path, kind, resolveDir, namespace }) => {
      const file = resolve(namespace === 'merged' ? folder : resolveDir, path);
      if (kind === 'entry-point' || own?.files.includes(file)) return { path: file };
      if (start.includes(file) || groups.some(({ files }) => files.includes(file)))
        return { path: file, namespace: 'merged' };
      if (!texts.has(file)) return { path, external: true };
      return { path: `${beside}/${file.slice(join(folder, 'chunks').length + 1)}`, external: true };
    });
    onLoad({ filter: /.*/, namespace: 'file' }, ({ path }) => ({
      contents: texts.get(path) ?? '',
      loader: 'js',
      resolveDir: dirname(path),
    }));
    onLoad({ filter: /.*/, namespace: 'merged' }, ({ path }) => {
      if (path === startModule) return { contents: (own?.files ?? []).map(toExport).join('\n'), resolveDir: folder };
      const inStart = start.indexOf(path);
      const group = groups.find(({ files }) => files.includes(path));
      return {
        contents:
          inStart >= 0
            ? `module.exports = require('../${entry}.js').part${inStart};`
            : `module.exports = require('${beside}/${group?.name}.js').part${group?.files.indexOf(path)};`,
        resolveDir: folder,
      };
    });
  },
});

/** The start's first file is the entry, whose exports are seen from outside. @param {string} path @param {number} index */
const toExport = (path, index) =>
  [
    `export * as part${index} from ${JSON.stringify(path)};`,
    ...(index === 0 ? [`export * from ${JSON.stringify(path)};`] : []),
  ].join('\n');
