// Stands in the place of dist/activation.js while it is measured, which is beside it under another name then: VS Code
// activates the extension before any test runs.
const { join } = require('node:path');

/** @template T @param {() => T} work @returns {{ result: T, took: number }} milliseconds by the clock */
const measured = (work) => {
  const start = performance.now();
  const result = work();
  return { result, took: performance.now() - start };
};

/** @type {{ result: { activate: (context: unknown) => unknown }, took: number }} */
const load = measured(() => require(join(__dirname, 'activation.measured.js')));

/** @param {unknown} context */
exports.activate = (context) => {
  const { result, took } = measured(() => load.result.activate(context));
  Reflect.set(globalThis, 'api7CertificatesStart', { load: load.took, activate: took });
  return result;
};
