// Runs test files again and again in one process, which has loaded its libraries by then: a third of the time of a new
// one.
const { join } = require('node:path');
const Mocha = require('mocha');
require('../host/register.cjs');

const project = join(__dirname, '..', '..');
const own = ['src', 'test'].map((folder) => join(project, folder));

/** @type {(error: unknown) => void} */
let fail = () => undefined;
process.on('unhandledRejection', (error) => fail(error));
process.on('uncaughtException', (error) => fail(error));

process.on('disconnect', () => process.exit());
process.on('message', (/** @type {readonly string[]} */ files) => {
  void runTests(files).then(
    (noticed) => process.send?.({ noticed }),
    (/** @type {unknown} */ error) => process.send?.({ noticed: String(error) }),
  );
});

/** @param {readonly string[]} files @returns {Promise<string | undefined>} the title of the first test that fails */
function runTests(files) {
  for (const name of Object.keys(require.cache))
    if (own.some((folder) => name.startsWith(folder)) && !name.endsWith('.cjs'))
      Reflect.deleteProperty(require.cache, name);
  const mocha = new Mocha({ bail: true, timeout: 60_000 }).reporter(Mocha.reporters.Base);
  for (const file of files) mocha.addFile(join(project, file));
  return new Promise((resolve, reject) => {
    fail = reject;
    /** @type {string | undefined} */
    let noticed;
    mocha
      .run(() => {
        resolve(noticed);
      })
      .on('fail', (test) => {
        noticed ??= test.fullTitle();
      });
  });
}
