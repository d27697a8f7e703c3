import { copyFileSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolderOnce } from '../test/host/once.mjs';
import { cacheFolder } from '../test/host/paths.mjs';
import { lastLines, runNpm } from '../test/host/processes.mjs';
import { Need, say } from '../test/host/say.mjs';

/**
 * VS Code's own packager, and 7-Zip beside it, as `build/vsce/package-lock.json` names them, in the cache folder. Not
 * among the project's packages: vsce brings 250 others (140 MB, most of it for publishing), one of which downloads a
 * program when it is installed. Here no package runs anything then, and who makes no package waits for none of it.
 * @returns {Promise<string>} its program, for Node
 */
export const obtainVsce = async () => {
  const from = join(dirname(fileURLToPath(import.meta.url)), 'vsce');
  const lock = readFileSync(join(from, 'package-lock.json'), 'utf8');
  const folder = join(cacheFolder, 'vsce');
  await makeFolderOnce({ folder, recipe: lock, build: (unfinished) => install(from, unfinished) });
  return join(folder, 'node_modules', '@vscode', 'vsce', 'vsce');
};

/** @param {string} from @param {string} folder */
const install = async (from, folder) => {
  say('Getting vsce and 7-Zip from npm (150 MB, kept in .vscode-test)…');
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(from, name), join(folder, name));
  const { code, output } = await runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
  });
  if (code !== 0) throw new Need(`vsce and 7-Zip could not be installed from the npm registry.\n${lastLines(output)}`);
};
