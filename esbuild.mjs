// Builds the bundles that ship. `--watch` rebuilds on change, `--production` minifies, `--outdir` builds elsewhere than dist.
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build, context } from 'esbuild';
import { lazyChunks } from './build/lazyChunks.mjs';
import { vscodeOnce } from './build/vscodeOnce.mjs';

const { values } = parseArgs({ options: { watch: { type: 'boolean' }, production: { type: 'boolean', default: false }, outdir: { type: 'string', default: 'dist' } } });
const { watch, production, outdir } = values;

/** @satisfies {import('esbuild').BuildOptions} */
const shared = /** @type {const} */ ({
  bundle: true,
  outdir,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'info',
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
    entryPoints: { extension: 'src/extension.ts' },
    plugins: [vscodeOnce(), lazyChunks({ entry: 'extension' })],
    logOverride: { 'import-is-undefined': 'error' },
  },
  {
    ...host,
    // What opens protected files runs on a thread of its own, and is loaded only then.
    entryPoints: { unlockWorker: 'src/app/unlockWorker.ts' },
    format: 'cjs',
  },
  {
    ...shared,
    entryPoints: { webview: 'webview/main.ts' },
    // The browser platform is a lock: a Node import in the page fails the build.
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    loader: { '.ttf': 'file' },
  },
];

// Nothing of an earlier build ships with this one.
if (production) rmSync(outdir, { recursive: true, force: true });
if (watch) {
  const contexts = await Promise.all(bundles.map((options) => context(options)));
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  await Promise.all(bundles.map((options) => build(options)));
}
