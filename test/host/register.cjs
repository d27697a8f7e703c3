// Lets Node load the TypeScript of src and test as it stands: mocha, the local gateway and the extension host's tests
// all require this first. Types are `npm run typecheck`'s business.
const { transpile } = require('./transpile.cjs');

process.setSourceMapsEnabled(true);
/** @param {any} module @param {string} filename */
require.extensions['.ts'] = (module, filename) => module._compile(transpile(filename), filename);
