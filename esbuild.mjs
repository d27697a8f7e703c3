// Builds the bundles that ship. `--watch` rebuilds on change, `--production` minifies.
import { build, context } from 'esbuild';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'info',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
};

/** @type {import('esbuild').BuildOptions[]} */
const bundles = [
  {
    ...shared,
    // What opens protected files runs on a thread of its own, and is loaded only then.
    entryPoints: { extension: 'src/extension.ts', unlockWorker: 'src/app/unlockWorker.ts' },
    outdir: 'dist',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    // Prefer ES modules: `yaml` then comes without what nothing uses.
    mainFields: ['module', 'main'],
  },
  {
    ...shared,
    entryPoints: { webview: 'webview/main.ts' },
    outdir: 'dist',
    // The browser platform is a lock: a Node import in the page fails the build.
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    loader: { '.ttf': 'file' },
  },
];

if (watch) {
  const contexts = await Promise.all(bundles.map((options) => context(options)));
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  await Promise.all(bundles.map((options) => build(options)));
}
