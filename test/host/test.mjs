// npm test: sets everything up and runs every tier, all of them even when one fails.
//   npm test -- unit ui            these tiers only
//   npm test -- --grep "expired"   these tests only
//   npm test -- ui --pictures      with every screenshot, in three themes; otherwise failures alone leave one
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { prepare } from './prepare.mjs';
import { Need, runMain, say } from './say.mjs';
import { tiers } from './tiers.mjs';

const noTests = { passed: 0, failed: 0, skipped: 0 };
/** One more than there are cores: a tier waits a third of its time for processes and answers. */
const lanes = availableParallelism() + 1;

await runMain(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { grep: { type: 'string' }, pictures: { type: 'boolean', default: false } },
  });
  const unknown = positionals.find((name) => !tiers.some((tier) => tier.name === name));
  if (unknown !== undefined)
    throw new Need(
      `There is no tier ${unknown}: ${tiers.map(({ name, what }) => `\n  ${name.padEnd(12)} ${what}`).join('')}`,
    );
  const chosen = tiers.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

  const began = Date.now();
  await prepare();
  // Needs what was just installed.
  await (await import('./transpile.cjs')).default.transpileAll();
  say(`Prepared in ${seconds(began)}.`);
  // VS Code and a browser arrive while the first tiers run; one after the other, since npm and apt each want to be
  // alone.
  const obtained = obtainAll(chosen);

  /** @param {import('./tiers.mjs').Tier} tier @param {'show' | 'keep'} output */
  const run = async (tier, output) => {
    const lacking = await obtained.get(tier.name);
    const heading = `\n— ${tier.name}: ${tier.what}`;
    if (output === 'show') say(heading);
    const start = Date.now();
    const outcome = lacking
      ? { counts: { ...noTests, failed: 1 }, output: lacking }
      : await tier.run({ ...values, output });
    if (output === 'keep') say(heading);
    if (outcome.output) say(outcome.output);
    return { name: tier.name, counts: judge(outcome.counts, values.grep), time: seconds(start) };
  };
  const together = chosen.filter(({ alone }) => !alone);
  const results = await inLanes(together, (tier) => run(tier, together.length > 1 ? 'keep' : 'show'));
  for (const tier of chosen) if (tier.alone) results.push(await run(tier, 'show'));
  return report(results, began);
});

/**
 * Some at a time, each begun in its turn.
 * @template Job, Result
 * @param {readonly Job[]} jobs @param {(job: Job) => Promise<Result>} run
 * @returns {Promise<Result[]>} in the order of the jobs
 */
async function inLanes(jobs, run) {
  /** @type {Result[]} */
  const results = [];
  const waiting = jobs.entries();
  const lane = async () => {
    for (const [index, job] of waiting) results[index] = await run(job);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

/**
 * @param {readonly import('./tiers.mjs').Tier[]} chosen
 * @returns {ReadonlyMap<string, Promise<string | undefined>>} tier -> what it lacks, in a sentence
 */
function obtainAll(chosen) {
  /** @type {Map<string, Promise<string | undefined>>} */
  const lacking = new Map();
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  for (const { name, needs } of chosen) {
    if (!needs) continue;
    const obtained = last.then(needs).then(
      () => undefined,
      (error) => (error instanceof Need ? error.message : String(error)),
    );
    lacking.set(name, obtained);
    last = obtained;
  }
  return lacking;
}

/**
 * A tier that ran nothing has failed, unless it was asked for tests that it may not have.
 * @param {import('./tiers.mjs').Counts} counts @param {string | undefined} grep
 */
function judge(counts, grep) {
  return counts.passed + counts.failed === 0 && grep === undefined ? { ...counts, failed: 1 } : counts;
}

/**
 * @param {readonly { name: string, counts: import('./tiers.mjs').Counts, time: string }[]} results @param {number}
 * began
 */
function report(results, began) {
  const sum = { ...noTests };
  say('\nTier          Passed  Failed  Skipped    Time');
  for (const { name, counts, time } of results) {
    say(
      `${name.padEnd(12)}${String(counts.passed).padStart(8)}${String(counts.failed).padStart(8)}${String(counts.skipped).padStart(9)}${time.padStart(8)}`,
    );
    sum.passed += counts.passed;
    sum.failed += counts.failed;
  }
  say(`In ${seconds(began)}.\n`);
  say(`${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}

/** @param {number} since */
function seconds(since) {
  return `${Math.round((Date.now() - since) / 1000)} s`;
}
