import { existsSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './paths.mjs';
import { lastLines, run, runNpm } from './processes.mjs';
import { Need, sayWhile } from './say.mjs';

/**
 * Everything a fresh clone lacks: packages as package-lock.json names them, and the bundles. Needs nothing but Node.
 * Once in a run: what npm test starts must not build the bundles anew under the tests that load them.
 */
export const prepare = async () => {
  if (process.env['API7_CERTIFICATES_PREPARED']) return;
  checkNode();
  await installPackages();
  await buildBundles();
};

const checkNode = () => {
  if (Number(process.versions.node.split('.')[0]) >= 20) return;
  throw new Need(`This needs Node 20 or later, and ${process.execPath} is ${process.versions.node}.`);
};

/**
 * npm writes node_modules/.package-lock.json last: missing or older than ours means not installed, half installed, or
 * out of date.
 */
export const installPackages = async () => {
  const wanted = join(projectFolder, 'package-lock.json');
  const installed = join(projectFolder, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return;
  const { code, output } = await sayWhile('Installing packages (npm ci)…', () =>
    runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: projectFolder }),
  );
  if (code !== 0) throw new Need(`npm ci failed:\n${lastLines(output)}`);
  const now = new Date();
  utimesSync(installed, now, now);
};

const buildBundles = async () => {
  const { code, output } = await sayWhile('Building the extension…', () =>
    run(process.execPath, ['esbuild.mjs'], { cwd: projectFolder }),
  );
  if (code !== 0) throw new Need(`The bundles could not be built:\n${output}`);
};
