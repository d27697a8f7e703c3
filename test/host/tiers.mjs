import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { obtainVsce } from '../../build/obtainVsce.mjs';
import { runChecks } from './checks.mjs';
import { cacheFolder, projectFolder } from './paths.mjs';
import { findOnPath, run } from './processes.mjs';
import { Need } from './say.mjs';
import { obtainBrowser } from './vscode/browser.mjs';
import { chooseHost, hasDisplay } from './vscode/desktop.mjs';
import { obtainServerBuild } from './vscode/serverBuild.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ counts: Counts, output: string }} Outcome
 * @typedef {{ grep?: string | undefined, pictures: boolean, output: 'show' | 'keep' }} Choice `keep`: what is printed
 * comes back with the outcome
 * @typedef {{ name: string, what: string, run: (choice: Choice) => Promise<Outcome>, needs?: () => Promise<unknown>,
 * alone?: true }} Tier
 */

/** @param {string} path */
const inProject = (path) => join(projectFolder, ...path.split('/'));

/**
 * Runs something that ends with our reporter's counts. One that dies before its end counts as a failure.
 * @param {{ program?: string, args: readonly string[], env?: NodeJS.ProcessEnv, output: 'show' | 'keep' }} job
 * @returns {Promise<Outcome>}
 */
const countTests = async ({ program = process.execPath, args, env = {}, output: shown }) => {
  const folder = mkdtempSync(join(tmpdir(), 'api7-counts-'));
  const file = join(folder, 'counts.json');
  const { code, output } = await run(program, args, {
    cwd: projectFolder,
    output: shown,
    env: { ...env, API7_CERTIFICATES_COUNTS: file },
  });
  const counts = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: 1, skipped: 0 };
  rmSync(folder, { recursive: true });
  return { counts: code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts, output };
};

/** @param {string} folder @returns {readonly string[]} its test files */
const testFilesOf = (folder) =>
  readdirSync(inProject(folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(folder, name))
    .sort();

/**
 * Mocha in Node.
 * @param {{ files: readonly string[], choice: Choice, options?: readonly string[], env?: NodeJS.ProcessEnv }} job
 */
const mocha = ({ files, choice: { grep, output }, options = [], env = {} }) => {
  const reporter = ['--reporter', 'test/host/reporter.cjs'];
  return countTests({
    args: [
      inProject('node_modules/mocha/bin/mocha.js'),
      ...reporter,
      ...options,
      ...(grep ? ['--grep', grep] : []),
      ...files,
    ],
    env,
    output,
  });
};

/** @param {string} folder @returns {Tier['run']} */
const mochaOver = (folder) => (choice) => mocha({ files: testFilesOf(folder), choice });

/** @type {Tier['run']} */
const runIntegration = async ({ grep, output }) => {
  const chosen = await chooseHost();
  const [program, ...before] =
    chosen.host === 'desktop' && !hasDisplay()
      ? [findOnPath('xvfb-run') ?? 'xvfb-run', '-a', process.execPath]
      : [process.execPath];
  if (program === undefined) throw new Need('No program');
  const env = {
    ...(chosen.host === 'desktop' ? { API7_CERTIFICATES_DESKTOP: chosen.executable } : {}),
    ...(grep ? { API7_CERTIFICATES_GREP: grep } : {}),
  };
  return countTests({ program, args: [...before, inProject('test/host/extensionTests.mjs')], env, output });
};

/** Three windows at a time: each waits for half of its time. @type {Tier['run']} */
const runUi = (choice) => {
  const { grep, pictures } = choice;
  // Pictures of an earlier run would pass for this one's.
  if (!grep) rmSync(join(cacheFolder, 'screenshots'), { recursive: true, force: true });
  // The longest first, so that none is left to run by itself at the end; one whose parts have a folder is that long,
  // too.
  const size = (/** @type {string} */ file) => {
    const parts = inProject(file).replace(/(?:Text)?\.test\.ts$/, '');
    const sizeOf = (/** @type {string} */ path) => statSync(path).size;
    return [inProject(file), ...(existsSync(parts) ? readdirSync(parts).map((name) => join(parts, name)) : [])].reduce(
      (sum, path) => sum + sizeOf(path),
      0,
    );
  };
  const files = [...testFilesOf('test/ui')].sort((one, other) => size(other) - size(one));
  return mocha({
    files,
    choice,
    options: ['--timeout', '180000', '--parallel', '--jobs', '3'],
    env: { API7_CERTIFICATES_PICTURES: pictures ? 'yes' : 'no' },
  });
};

const obtainWorkbench = async () => {
  await obtainServerBuild();
  await obtainBrowser();
};

const obtainExtensionHost = async () => {
  if ((await chooseHost()).host === 'server') await obtainWorkbench();
};

/**
 * In the order in which they begin, side by side but for one that wants the machine to itself. The longest come first,
 * and integration as soon as what it needs is there, since it waits for half of its time; the checks fill what is left.
 * `needs` is fetched while those run that need nothing.
 * @type {readonly Tier[]}
 */
export const tiers = [
  { name: 'unit', what: 'src in bare Node', run: mochaOver('test/unit') },
  { name: 'contract', what: 'every dialect against the local gateway', run: mochaOver('test/contract') },
  { name: 'gateway', what: 'the local gateway against what real ones answered', run: mochaOver('test/gateway') },
  { name: 'integration', what: 'in VS Code’s extension host', run: runIntegration, needs: obtainExtensionHost },
  { name: 'package', what: 'the .vsix that is published', run: mochaOver('test/package'), needs: obtainVsce },
  { name: 'checks', what: 'prettier, eslint, oxlint, knip and the four tsc projects', run: runChecks },
  {
    name: 'ui',
    what: 'the workbench in a browser, as a person uses it',
    run: runUi,
    needs: obtainWorkbench,
    alone: true,
  },
];
