// Lets Node load the TypeScript of src and test as it stands: mocha, the local gateway and the extension host's tests
// all require this first. Types are `npm run typecheck`'s business.
const { readFileSync } = require('node:fs');
const { transformSync } = require('esbuild');

process.setSourceMapsEnabled(true);
/** @param {any} module @param {string} filename */
require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    loader: 'ts',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    sourcefile: filename,
  });
  module._compile(code, filename);
};
