// Lets Node load the TypeScript of src and test as it stands: mocha, the local gateway and the extension host's tests
// all require this first. Types are `npm run typecheck`'s business.
const { readFileSync } = require('node:fs');
const { join, sep } = require('node:path');
const { transformSync } = require('esbuild');

const source = join(__dirname, '..', '..', 'src') + sep;

process.setSourceMapsEnabled(true);
/** @param {any} module @param {string} filename */
require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    loader: 'ts',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    sourcefile: filename,
    // What src loads later is .ts, which only require() loads; what tests load is .mjs.
    supported: filename.startsWith(source) ? { 'dynamic-import': false } : {},
  });
  module._compile(code, filename);
};
