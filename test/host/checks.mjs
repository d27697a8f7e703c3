// What is checked without running anything of the project: its form, its types, and that nothing in it is unused.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readText } from './once.mjs';
import { cacheFolder, projectFolder } from './paths.mjs';
import { run } from './processes.mjs';

/**
 * Each a program whose exit code is one check. TypeScript 7 takes a sixth of the time of 6, whose API eslint and the
 * tests need.
 * @type {readonly (readonly [name: string, program: string, ...args: string[]])[]}
 */
const checks = [
  [
    'prettier',
    'node_modules/prettier/bin/prettier.cjs',
    ...['--check', '--log-level', 'warn', '--cache', '--cache-strategy', 'content', '.'],
  ],
  ['eslint', 'node_modules/eslint/bin/eslint.js', '.', '--max-warnings=0'],
  ['oxlint', 'node_modules/oxlint/bin/oxlint', '--deny-warnings'],
  ['knip', 'node_modules/knip/bin/knip.js'],
  ...['tsconfig.json', 'src/shared/tsconfig.json', 'webview/tsconfig.json', 'test/tsconfig.json'].map(
    (project) => /** @type {const} */ ([`tsc ${project}`, 'node_modules/typescript-7/bin/tsc', '-p', project]),
  ),
];

const passedFile = join(cacheFolder, 'passed-checks.json');

/**
 * Runs those that have not passed on exactly these files.
 * @returns {Promise<{ counts: { passed: number, failed: number, skipped: number }, output: string }>}
 */
export const runChecks = async () => {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  const state = await hashProject();
  /** @type {Record<string, string>} */
  const passed = JSON.parse(readText(passedFile) ?? '{}');
  for (const [name, program, ...args] of checks) {
    const recipe = JSON.stringify([state, program, ...args]);
    const isKnown = state !== undefined && passed[name] === recipe;
    const { code, output } = isKnown
      ? { code: 0, output: '' }
      : await run(process.execPath, [join(projectFolder, program), ...args], { cwd: projectFolder });
    if (code === 0) passed[name] = recipe;
    lines.push(
      `  ${code === 0 ? '✔' : '✘'} ${name}${isKnown ? ' (passed on the same files before)' : ''}${code === 0 ? '' : `\n${output}`}`,
    );
    counts[code === 0 ? 'passed' : 'failed'] += 1;
  }
  // What was changed meanwhile may have been checked or not.
  if (state !== undefined && (await hashProject()) === state) {
    mkdirSync(dirname(passedFile), { recursive: true });
    writeFileSync(passedFile, JSON.stringify(passed, undefined, 2));
  }
  return { counts, output: lines.join('\n') };
};

/**
 * Of every file of the project that git does not ignore, what is installed, and the Node that runs.
 * @returns {Promise<string | undefined>} undefined where git cannot say
 */
const hashProject = async () => {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { code, output } = await run('git', list, { cwd: projectFolder });
  if (code !== 0) return undefined;
  const names = [...new Set(output.split('\0'))].filter((name) => name !== '').sort();
  const hash = createHash('sha256').update(process.version);
  for (const name of [...names, 'node_modules/.package-lock.json']) hash.update(`\0${name}\0`).update(readBytes(name));
  return hash.digest('hex');
};

/** @param {string} name @returns {Uint8Array} empty where it is gone */
const readBytes = (name) => {
  try {
    return readFileSync(join(projectFolder, name));
  } catch {
    return new Uint8Array();
  }
};
