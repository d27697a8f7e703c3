import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolderOnce } from '../once.mjs';
import { cacheFolder } from '../paths.mjs';
import { findOnPath, installDebianPackages, lastLines, runNpm } from '../processes.mjs';
import { Need, say, sayWhile } from '../say.mjs';

// npm's code-server package carries a whole VS Code; its number less three is VS Code's own: 4.139.1 is 1.139.1.
const packageVersion = '4.139.1';
const nodeVersion = '24.21.0';
const recipe = `code-server ${packageVersion}, node ${nodeVersion}, ${process.platform}-${process.arch}, recipe 3`;

/**
 * VS Code as a server with its workbench in a browser, from the npm registry alone.
 * @returns {Promise<{ node: string, main: string, extensions: string, version: string }>} the Node to run it with, its
 * entry file, and the folder of the extensions that it brings
 */
export const obtainServerBuild = async () => {
  const folder = join(cacheFolder, `server-${packageVersion}`);
  await makeFolderOnce({ folder, recipe, build: install });
  const vscode = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  return {
    node: hasOwnNode
      ? process.execPath
      : join(folder, 'node_modules', nodePackage, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
    main: join(vscode, 'out', 'server-main.js'),
    extensions: join(vscode, 'extensions'),
    version: packageVersion.replace(/^4/, '1'),
  };
};

/** The server build wants Node 24; an older one that runs us gets it from npm, which has it as a plain file. */
const hasOwnNode = Number(process.versions.node.split('.')[0]) >= 24;
const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** @param {string} folder */
const install = async (folder) => {
  const version = packageVersion.replace(/^4/, '1');
  const vscode = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  // A package.json of its own, or npm would install into the project.
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  // Without install scripts: the package's own need system libraries that the server does not.
  const plain = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const parts = [`code-server@${packageVersion}`, ...(hasOwnNode ? [] : [`${nodePackage}@${nodeVersion}`])];
  await sayWhile(`Getting the server build of VS Code ${version} from npm (170 MB, kept in .vscode-test)…`, () =>
    npm([...plain, '--no-package-lock', ...parts], folder),
  );
  await sayWhile('Getting the packages that it needs…', () =>
    Promise.all([vscode, join(vscode, 'extensions')].map((each) => npm([...plain, '--omit=dev'], each))),
  );
  showNotifications(vscode);
  await sayWhile('Building its log writer…', () => buildLogWriter(vscode));
};

/**
 * Replacements in VS Code that let messages pop up. A person sees them, so `npm start` and the tests
 * have to.
 * @type {readonly (readonly [condition: string, instead: string])[]}
 */
const showing = [
  // The switch that lets the workbench load an extension under development also silences it.
  [
    '!this.isNotificationsCenterVisible&&!this.environmentService.enableSmokeTestDriver&&',
    '!this.isNotificationsCenterVisible&&',
  ],
  // The fourth message within 0.8 s goes into the notification center alone. A person who answers them is slower than
  // that; a test is not.
  ['SPAM_PROTECTION={interval:800,', 'SPAM_PROTECTION={interval:0,'],
];

/** @param {string} vscode */
const showNotifications = (vscode) => {
  const file = join(vscode, 'out', 'vs', 'code', 'browser', 'workbench', 'workbench.js');
  const text = showing.reduce(
    (before, [condition, instead]) => {
      if (!before.includes(condition))
        throw new Need('This server build of VS Code hides notifications in a way that is not known here.');
      return before.replace(condition, instead);
    },
    readFileSync(file, 'utf8'),
  );
  writeFileSync(file, text);
};

/** @param {readonly string[]} args @param {string} cwd */
const npm = async (args, cwd) => {
  const { code, output } = await runNpm(args, { cwd });
  if (code === 0) return;
  const ownNode = output.includes(nodePackage) ? ` If npm has no ${nodePackage}, run this with Node 24 or later.` : '';
  throw new Need(
    `VS Code's server build could not be installed from the npm registry.${ownNode}\n${lastLines(output)}`,
  );
};

/**
 * VS Code writes its log files through a native module; without it all runs but the logs and the Output panel.
 * @param {string} vscode
 */
const buildLogWriter = async (vscode) => {
  const missing = ['python3', 'make', 'g++'].filter((tool) => findOnPath(tool) === undefined);
  if (missing.length > 0 && process.platform === 'linux') await installDebianPackages(missing);
  const { code, output } = await runNpm(['rebuild', '@vscode/spdlog', '@vscode/native-watchdog', '--loglevel=error'], {
    cwd: vscode,
  });
  const isBuilt =
    code === 0 && existsSync(join(vscode, 'node_modules', '@vscode', 'spdlog', 'build', 'Release', 'spdlog.node'));
  if (!isBuilt)
    say(
      `VS Code's log writer could not be built (it wants python3, make and a C++ compiler), so the Output panel stays empty.\n${lastLines(output, 4)}`,
    );
};
