// Loaded by VS Code's extension host, which calls run(): mocha over every *.test.ts beside this file.
const { readdirSync } = require('node:fs');
const { join } = require('node:path');
require('../host/register.cjs');
const Mocha = require('mocha');
/** @type {typeof import('./harness/recordedWindow')} */
const { recordedWindow } = require('./harness/recordedWindow.ts');

exports.run = async () => {
  // Before the extension is loaded, which takes its views from VS Code then.
  recordedWindow();
  const grep = process.env['API7_CERTIFICATES_GREP'];
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 30_000,
    forbidOnly: true,
    color: false,
    reporter: require('../host/reporter.cjs'),
    ...(grep ? { grep } : {}),
  });
  for (const name of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort()) {
    if (name.endsWith('.test.ts')) mocha.addFile(join(__dirname, name));
  }
  /** @type {number} */
  const failures = await new Promise((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
};
