import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { readText } from '../once.mjs';
import { projectFolder } from '../paths.mjs';

/**
 * @typedef {{
 *   build: { node: string, main: string, extensions: string },
 *   dataFolder: string,
 *   settings?: Readonly<Record<string, unknown>>,
 *   env?: NodeJS.ProcessEnv,
 *   port?: number,
 *   companion?: string,
 *   extension?: string,
 *   builtIn?: readonly string[],
 *   trustsAll?: boolean,
 * }} ServerOptions
 * @typedef {{
 *   origin: string,
 *   address: (view: { folder: string, tests?: string }) => string,
 *   close: () => Promise<void>,
 * }} RunningServer
 */

/**
 * Starts the server build on loopback. `dataFolder` is its whole profile: user settings, logs, extensions. With
 * `companion`, the file that it reads, the companion extension is installed into the profile. With `builtIn`, VS Code
 * has these of its own extensions, and few more: reading all hundred of them takes a third of the time in which a
 * window opens.
 * @param {ServerOptions} options
 * @returns {Promise<RunningServer>}
 */
export const startServer = async ({
  build,
  dataFolder,
  settings = {},
  env = {},
  port: wanted,
  companion,
  extension: folder = projectFolder,
  builtIn,
  trustsAll = true,
}) => {
  const port = wanted ?? (await findFreePort());
  writeUserSettings(dataFolder, settings);
  const extension = linkExtension(folder, dataFolder);
  if (companion)
    cpSync(
      join(projectFolder, 'test', 'host', 'companion'),
      join(dataFolder, 'extensions', 'api7-certificates.companion-0.0.1'),
      { recursive: true },
    );
  const child = spawn(
    build.node,
    [
      build.main,
      ...['--host', '127.0.0.1', '--port', String(port), '--server-data-dir', dataFolder],
      '--without-connection-token',
      '--accept-server-license-terms',
      // Makes the workbench take the development payload from the address.
      '--enable-smoke-test-driver',
      '--disable-telemetry',
      // What goes to a browser on the same machine gains nothing by it.
      '--disable-websocket-compression',
      ...(builtIn ? ['--builtin-extensions-dir', linkBuiltIn(build.extensions, dataFolder, builtIn)] : []),
      ...(trustsAll ? ['--disable-workspace-trust'] : []),
    ],
    {
      env: { ...withoutEditor(process.env), ...env, ...(companion ? { API7_CERTIFICATES_COMPANION: companion } : {}) },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = new Promise((resolve) => child.once('close', resolve));
  const close = async () => {
    process.removeListener('exit', kill);
    child.kill();
    await ended;
  };
  const kill = () => child.kill();
  process.once('exit', kill);
  await new Promise((resolve, reject) => {
    let text = '';
    /** @param {unknown} chunk */
    const read = (chunk) => {
      text += String(chunk);
      if (text.includes('available at')) resolve(undefined);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('close', (code) =>
      reject(new Error(`VS Code's server ended with ${code} before it was ready:\n${text}`)),
    );
  });
  const origin = `http://127.0.0.1:${port}`;
  return { origin, address: (view) => workbenchAddress({ origin, extension, ...view }), close };
};

/**
 * Address of a workbench with our extension loaded from its folder.
 * @param {{ origin: string, extension: string, folder: string, tests?: string }} view
 */
const workbenchAddress = ({ origin, extension, folder, tests }) => {
  const authority = new URL(origin).host;
  /** @param {string} path */
  const remote = (path) => `vscode-remote://${authority}${toUriPath(path)}`;
  // VS Code reads one value a name.
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
    ['skipWelcome', 'true'],
  ];
  return `${origin}/?${new URLSearchParams({ folder: toUriPath(folder), payload: JSON.stringify(payload) })}`;
};

/**
 * The extension under another path. VS Code takes every theme under the folder of the extension in development for that
 * extension's own and no other can be chosen; the server build's themes lie under the project.
 * @param {string} folder @param {string} dataFolder
 */
const linkExtension = (folder, dataFolder) => {
  const link = join(dataFolder, 'extension');
  rmSync(link, { force: true });
  symlinkSync(folder, link, 'junction');
  return link;
};

/**
 * Beside those that are named, all that can run in a page: the workbench has a list of these, would look for them where
 * the server build has none, and say in a message that they are missing.
 * @param {string} from @param {string} dataFolder @param {readonly string[]} names @returns {string} their folder
 */
const linkBuiltIn = (from, dataFolder, names) => {
  const folder = join(dataFolder, 'built-in');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(from))
    if (names.includes(name) || readText(join(from, name, 'package.json'))?.includes('"browser":'))
      symlinkSync(join(from, name), join(folder, name), 'junction');
  return folder;
};

/** @param {string} path */
const toUriPath = (path) => (process.platform === 'win32' ? `/${path.replaceAll('\\', '/')}` : path);

/** @param {string} dataFolder @param {Readonly<Record<string, unknown>>} settings */
const writeUserSettings = (dataFolder, settings) => {
  const folder = join(dataFolder, 'data', 'User');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2));
};

/**
 * Started from a terminal inside VS Code, the variables of that one would lead this one astray. @param
 * {NodeJS.ProcessEnv} env
 */
const withoutEditor = (env) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(VSCODE_(?!TEST)|ELECTRON_)/.test(name)));

/** @returns {Promise<number>} */
const findFreePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No free port')),
      );
    });
  });
