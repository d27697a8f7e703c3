import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * Imports VS Code's API once for all files of a build. Bundled as CommonJS, each `import * as vscode` would copy the
 * whole
 * namespace at start. Names are taken from the types that we compile against, so one that is missing is an error of
 * the build.
 * @returns {import('esbuild').Plugin}
 */
export const vscodeOnce = () => ({
  name: 'vscode once',
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === 'vscode-once' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'vscode-once' },
    );
    build.onLoad({ filter: /.*/, namespace: 'vscode-once' }, () => ({ contents: toModule(valueNames()) }));
  },
});

/** @returns {readonly string[]} what the API has at run time: no types, no interfaces */
const valueNames = () => {
  const types = readFileSync(createRequire(import.meta.url).resolve('@types/vscode/index.d.ts'), 'utf8');
  const names = types.matchAll(/^(?:\t| {4})export (?:abstract )?(?:class|enum|namespace|function|const|let) (\w+)/gm);
  return [...new Set([...names].map(([, name]) => name ?? ''))].sort();
};

/** Marked as pure, so that names which nothing uses are left out. @param {readonly string[]} names */
const toModule = (names) =>
  [
    'const api = require("vscode");',
    ...names.map((name) => `export const ${name} = /* @__PURE__ */ (() => api.${name})();`),
  ].join('\n');
