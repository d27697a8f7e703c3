// Mocha's spec reporter, which also writes what it counted where the test runner looks for it. A run that does not end
// of its own accord has failed: some test leaves a connection or a timer behind, which others would wait for.
const { writeFileSync } = require('node:fs');
const Mocha = require('mocha');

/** Milliseconds from the last test to the end of the process, on the busiest machine. */
const longestEnd = 60_000;

module.exports = class extends Mocha.reporters.Spec {
  /** @param {Mocha.Runner} runner @param {Mocha.MochaOptions} options */
  constructor(runner, options) {
    super(runner, options);
    const file = process.env['API7_CERTIFICATES_COUNTS'];
    if (!file) return;
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      const write = (/** @type {number} */ failed) =>
        writeFileSync(file, JSON.stringify({ passed: passes, failed, skipped: pending }));
      write(failures);
      setTimeout(() => {
        write(failures + 1);
        console.log(`  Still alive long after the last test: ${process.getActiveResourcesInfo().join(', ')}`);
        process.exit(1);
      }, longestEnd).unref();
    });
  }
};
