import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, projectFolder } from './paths.mjs';
import { findOnPath, run } from './processes.mjs';
import { Need, say } from './say.mjs';
import { obtainBrowser } from './vscode/browser.mjs';
import { chooseHost, hasDisplay } from './vscode/desktop.mjs';
import { obtainServerBuild } from './vscode/serverBuild.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ grep: string | undefined }} Choice
 * @typedef {{ name: string, what: string, run: (choice: Choice) => Promise<Counts>, needs?: () => Promise<unknown> }} Tier
 */

/** @param {string} path */
const inProject = (path) => join(projectFolder, ...path.split('/'));

/** Each a program whose exit code is one check. @type {readonly (readonly [name: string, program: string, ...args: string[]])[]} */
const checks = [
  ['eslint', 'node_modules/eslint/bin/eslint.js', '.', '--max-warnings=0'],
  ...['tsconfig.json', 'src/shared/tsconfig.json', 'webview/tsconfig.json', 'test/tsconfig.json'].map(
    (project) => /** @type {const} */ ([`tsc ${project}`, 'node_modules/typescript/bin/tsc', '-p', project]),
  ),
];

const runChecks = async () => {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, program, ...args] of checks) {
    const { code, output } = await run(process.execPath, [inProject(program), ...args], { cwd: projectFolder });
    say(`  ${code === 0 ? '✔' : '✘'} ${name}${code === 0 ? '' : `\n${output}`}`);
    counts[code === 0 ? 'passed' : 'failed'] += 1;
  }
  return counts;
};

/**
 * Runs something that ends with our reporter's counts. One that dies before its end counts as a failure.
 * @param {string} program @param {readonly string[]} args @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Counts>}
 */
const countTests = async (program, args, env = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'api7-counts-'));
  const file = join(folder, 'counts.json');
  const { code } = await run(program, args, { cwd: projectFolder, output: 'show', env: { ...env, API7_CERTIFICATES_COUNTS: file } });
  const counts = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: 1, skipped: 0 };
  rmSync(folder, { recursive: true });
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
};

/**
 * Mocha in Node over every *.test.ts of a folder.
 * @param {string} folder @param {readonly string[]} [options]
 * @returns {(choice: Choice) => Promise<Counts>}
 */
const mocha = (folder, options = []) => async ({ grep }) => {
  const files = readdirSync(inProject(folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(folder, name))
    .sort();
  return countTests(process.execPath, [inProject('node_modules/mocha/bin/mocha.js'), '--reporter', 'test/host/reporter.cjs', ...options, ...(grep ? ['--grep', grep] : []), ...files]);
};

/** @param {Choice} choice */
const runIntegration = async ({ grep }) => {
  const chosen = await chooseHost();
  const [program, ...before] = chosen.host === 'desktop' && !hasDisplay() ? [findOnPath('xvfb-run') ?? 'xvfb-run', '-a', process.execPath] : [process.execPath];
  if (program === undefined) throw new Need('No program');
  return countTests(program, [...before, inProject('test/host/extensionTests.mjs')], {
    ...(chosen.host === 'desktop' ? { API7_CERTIFICATES_DESKTOP: chosen.executable } : {}),
    ...(grep ? { API7_CERTIFICATES_GREP: grep } : {}),
  });
};

const uiTests = mocha('test/ui', ['--timeout', '90000', '--retries', '1', '--parallel', '--jobs', '2']);

/** @param {Choice} choice */
const runUi = (choice) => {
  // Pictures of an earlier run would pass for this one's.
  if (!choice.grep) rmSync(join(cacheFolder, 'screenshots'), { recursive: true, force: true });
  return uiTests(choice);
};

const obtainWorkbench = async () => {
  await obtainServerBuild();
  await obtainBrowser();
};

const obtainExtensionHost = async () => {
  if ((await chooseHost()).host === 'server') await obtainWorkbench();
};

/** From the cheapest to the dearest. `needs` is fetched beforehand, while cheaper tiers run. @type {readonly Tier[]} */
export const tiers = [
  { name: 'checks', what: 'eslint and the four tsc projects', run: runChecks },
  { name: 'unit', what: 'src in bare Node', run: mocha('test/unit') },
  { name: 'gateway', what: 'the local gateway against what real ones answered', run: mocha('test/gateway') },
  { name: 'contract', what: 'every dialect against the local gateway', run: mocha('test/contract') },
  { name: 'integration', what: 'in VS Code’s extension host', run: runIntegration, needs: obtainExtensionHost },
  // Once more where a real window was late: a whole VS Code and a browser share two cores. Twice in a row is a failure.
  { name: 'ui', what: 'the workbench in a browser, as a person uses it', run: runUi, needs: obtainWorkbench },
];
