// What the scripts tell the person, and the one error they show without a stack.

/** A missing piece, said so that the person can get it. */
export class Need extends Error {}

/** @param {string} line */
export const say = (line) => {
  process.stdout.write(`${line}\n`);
};

/** Seconds between two signs of life where a line cannot be written over. */
const quiet = 10;

/**
 * Says what is being done, and for how long it has been, until it is done: in one line that counts where a person looks
 * on, else with a line now and then.
 * @template T
 * @param {string} line @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export const sayWhile = async (line, work) => {
  const begin = Date.now();
  const { stdout } = process;
  const seconds = () => Math.round((Date.now() - begin) / 1000);
  stdout.write(stdout.isTTY ? line : `${line}\n`);
  const timer = setInterval(() => {
    if (stdout.isTTY) stdout.write(`\r${line} ${seconds()} s`);
    else if (seconds() % quiet === 0) say(`  ${seconds()} s`);
  }, 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (stdout.isTTY) stdout.write(`\r${line} ${seconds()} s\n`);
  }
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
