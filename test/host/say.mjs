// What the scripts tell the person, and the one error they show without a stack.

/** A missing piece, said so that the person can get it. */
export class Need extends Error {}

/** @param {string} line */
export const say = (line) => {
  process.stdout.write(`${line}\n`);
};

/**
 * Runs a script's main function: what it needs is said in its own words, anything else with its stack.
 * @param {() => Promise<number>} main resolves to the exit code
 */
export const runMain = async (main) => {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.stderr.write(
      `\n${error instanceof Need ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exitCode = 1;
  }
};
