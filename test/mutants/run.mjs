// npm run mutants -- FILE…: changes these files of src in many small ways, one at a time (StrykerJS), runs the tests
// that reach them, and lists each change that no test noticed. Goals: what decides about writes, tokens and transport
// 97 %, the rest 92 %.
//   npm run mutants -- src/app/writes/update.ts              one file
//   npm run mutants -- src/gateway/transport.ts:90-110  some of its lines
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, sep } from 'node:path';
import { makeFolderOnce } from '../host/once.mjs';
import { cacheFolder, projectFolder } from '../host/paths.mjs';
import { lastLines, runNpm } from '../host/processes.mjs';
import { Need, runMain, say } from '../host/say.mjs';
import { distances, importGraph, testFiles } from './imports.mjs';

/** Runs on Node 20. In the cache, not among the packages of the project: 77 MB that only this script wants. */
const stryker = '9.6.1';
const tools = join(cacheFolder, 'stryker');

await runMain(async () => {
  const targets = process.argv.slice(2).map((each) => each.split(sep).join('/'));
  if (targets.length === 0) throw new Need('Which files? npm run mutants -- src/app/writes/update.ts');
  const files = targets.map((each) => each.replace(/:[\d:-]+$/, ''));
  for (const file of files)
    if (!/^src\/.*\.ts$/.test(file) || !existsSync(join(projectFolder, file)))
      throw new Need(`${file} is no file of src.`);
  await makeFolderOnce({ folder: tools, recipe: stryker, build: install });

  const graph = importGraph();
  const reached = files.map((file) => distances(graph, file));
  const spec = testFiles().filter((test) => reached.some((from) => from.has(test)));
  if (spec.length === 0) throw new Need(`No test in bare Node reaches ${files.join(', ')}.`);
  say(`${spec.length} test files reach ${files.join(', ')}.`);
  const config = join(cacheFolder, 'mutants.json');
  writeFileSync(config, JSON.stringify(configOf({ mutate: targets, spec })));
  const program = join(tools, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  return spawnSync(process.execPath, [program, 'run', config], { cwd: projectFolder, stdio: 'inherit' }).status ?? 1;
});

/** @param {string} folder */
async function install(folder) {
  say(`Installing StrykerJS ${stryker} into .vscode-test…`);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const wanted = ['core', 'mocha-runner'].map((name) => `@stryker-mutator/${name}@${stryker}`);
  const { code, output } = await runNpm(
    ['install', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', folder, ...wanted],
    { cwd: folder },
  );
  if (code !== 0) throw new Need(`StrykerJS could not be installed:\n${lastLines(output)}`);
}

/** @param {{ mutate: readonly string[], spec: readonly string[] }} choice */
function configOf({ mutate, spec }) {
  mkdirSync(cacheFolder, { recursive: true });
  return {
    mutate,
    testRunner: 'mocha',
    plugins: [join(tools, 'node_modules', '@stryker-mutator', 'mocha-runner', 'dist', 'src', 'index.js')],
    mochaOptions: { spec, require: ['./test/host/register.cjs'], 'no-config': true },
    // Only the tests that run through a change are run for it.
    coverageAnalysis: 'perTest',
    // Read by what is left out here: esbuild, not tsc, makes the tests run.
    tsconfigFile: 'none.json',
    disableTypeChecks: false,
    mutator: { excludedMutations: ['ObjectLiteral', 'StringLiteral', 'BlockStatement'] },
    // One of the processors is left to whoever waits.
    concurrency: Math.max(1, availableParallelism() - 1),
    timeoutMS: 5_000,
    reporters: ['clear-text'],
    clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
    tempDirName: '.vscode-test/mutants',
    ignorePatterns: ['.vscode-test', 'dist', 'media/screenshots'],
    thresholds: { high: 97, low: 92, break: null },
  };
}
