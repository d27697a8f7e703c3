// Builds the bundles that ship.
//   --watch        rebuilds on change
//   --production   minifies, and writes the licences of what is bundled
//   --outdir DIR   builds elsewhere than in dist
//   --start FILE   writes what is loaded at start, and what later: { "start": { "src/extension.ts": bytes, … },
//   "later": ["yaml", …] }
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, context } from 'esbuild';
import { codicons } from './build/codicons.mjs';
import { writeFindings } from './build/findings.mjs';
import { lazyChunks, startInputs } from './build/lazyChunks.mjs';
import { writeNotices } from './build/notices.mjs';
import { vscodeOnce } from './build/vscodeOnce.mjs';

const { values } = parseArgs({
  options: {
    watch: { type: 'boolean' },
    production: { type: 'boolean', default: false },
    outdir: { type: 'string', default: 'dist' },
    start: { type: 'string' },
  },
});
const { watch, production, outdir, start } = values;

/**
 * Leaves a file to the bundle that is built beside this one.
 * @param {string} file @returns {import('esbuild').Plugin}
 */
const asideFrom = (file) => ({
  name: 'aside',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ path, kind }) =>
      path === file && kind === 'dynamic-import' ? { path: `${file}.js`, external: true } : undefined,
    );
  },
});

const entry = 'src/extension.ts';

/** @satisfies {import('esbuild').BuildOptions} */
const shared = /** @type {const} */ ({
  bundle: true,
  outdir,
  metafile: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  // Tasks of VS Code wait for the lines that say when a build begins and ends.
  logLevel: watch ? 'info' : 'warning',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
});

/** @satisfies {import('esbuild').BuildOptions} */
const host = /** @type {const} */ ({
  ...shared,
  platform: 'node',
  target: 'node20',
  // Prefer ES modules: `yaml` then comes without what nothing uses.
  mainFields: ['module', 'main'],
});

/** @type {import('esbuild').BuildOptions[]} */
const bundles = [
  {
    ...host,
    entryPoints: { extension: entry },
    plugins: [vscodeOnce(), lazyChunks({ entry: 'extension', source: entry })],
    logOverride: { 'import-is-undefined': 'error' },
  },
  {
    ...host,
    // What VS Code loads with its window; see there.
    entryPoints: { activation: 'src/activation.ts' },
    format: 'cjs',
    plugins: [vscodeOnce(), asideFrom('./extension')],
  },
  {
    ...host,
    // What opens protected files runs in a process of its own, and is loaded only then.
    entryPoints: { unlockWorker: 'src/app/sources/unlockWorker.ts' },
    format: 'cjs',
  },
  {
    ...shared,
    entryPoints: { webview: 'webview/main.ts', timeline: 'webview/timeline/main.ts' },
    // The browser platform is a lock: a Node import in the page fails the build.
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    plugins: [codicons()],
  },
];

// Nothing of an earlier build ships with this one.
if (production) rmSync(outdir, { recursive: true, force: true });
if (watch) {
  const contexts = await Promise.all(bundles.map((options) => context(options)));
  await Promise.all(contexts.map((each) => each.watch()));
  writeFindings(join(outdir, 'findings.json'));
} else {
  const metafiles = (await Promise.all(bundles.map((options) => build(options)))).map(({ metafile }) => metafile);
  writeFindings(join(outdir, 'findings.json'));
  if (production) writeNotices({ file: join(outdir, 'THIRD_PARTY_NOTICES.txt'), metafiles });
  const [extension] = metafiles;
  if (start !== undefined && extension)
    writeFileSync(start, JSON.stringify(startInputs(extension, entry), undefined, 2));
}
