// npm start: a real VS Code with the extension, a local gateway with certificates in it and a folder of PEM files.
//   npm start -- --once   opens it, sees for itself that the tree is filled, and ends
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder, projectFolder } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { runMain, say, sayWhile } from './say.mjs';
import { chooseHost, hasDisplay } from './vscode/desktop.mjs';
import { startServer } from './vscode/server.mjs';
import { obtainServerBuild } from './vscode/serverBuild.mjs';

/** @typedef {import('./sampleSession').SampleSession} SampleSession */

/** A person's VS Code, but for what would cover the tree on a first start. */
const settings = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
};

await runMain(async () => {
  const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
  await prepare();
  // The check looks into a browser's window, so it wants the server build.
  const chosen = values.once ? /** @type {const} */ ({ host: 'server' }) : await chooseForPerson();

  const root = mkdtempSync(join(tmpdir(), 'api7-start-'));
  const session = await sayWhile('Starting gateways and filling them…', () => openSession(root));
  try {
    return chosen.host === 'desktop'
      ? await openDesktop(chosen.executable, session, root)
      : await openServer(session, root, values.once);
  } finally {
    await session.close();
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** A window needs a screen that somebody sees: without one, a browser on another machine can still open the address. */
async function chooseForPerson() {
  return hasDisplay() || process.env['VSCODE_TEST_HOST'] === 'desktop'
    ? chooseHost()
    : /** @type {const} */ ({ host: 'server' });
}

/** @param {string} root @returns {Promise<SampleSession>} */
async function openSession(root) {
  const load = createRequire(import.meta.url);
  load('./register.cjs');
  /** @type {typeof import('./sampleSession')} */
  const { openSampleSession } = load('./sampleSession.ts');
  return openSampleSession(root, Date.now());
}

/** @param {SampleSession} session @param {string} where */
function tell(session, where) {
  say(`\n${where}`);
  say(
    'The certificates of two connections are in the API7 Certificates view; the Explorer has PEM files to inspect and upload.',
  );
  for (const address of session.addresses) say(`  ${address}`);
}

/** @param {string} executable @param {SampleSession} session @param {string} root */
async function openDesktop(executable, session, root) {
  const data = join(root, 'data');
  const extensions = join(root, 'extensions');
  mkdirSync(join(data, 'User'), { recursive: true });
  writeFileSync(join(data, 'User', 'settings.json'), JSON.stringify(settings));
  const companion = join(projectFolder, 'test', 'host', 'companion');
  const child = spawn(
    executable,
    [
      session.folder,
      ...[
        '--new-window',
        '--disable-workspace-trust',
        '--skip-welcome',
        '--skip-release-notes',
        '--disable-updates',
        '--disable-extensions',
      ],
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...[
        `--user-data-dir=${data}`,
        `--extensions-dir=${extensions}`,
        `--extensionDevelopmentPath=${projectFolder}`,
        `--extensionDevelopmentPath=${companion}`,
      ],
    ],
    { stdio: 'ignore', env: { ...process.env, API7_CERTIFICATES_COMPANION: session.companionFile } },
  );
  tell(session, 'VS Code is opening in a window of its own. Close it, or press Ctrl-C here, to end.');
  const ended = new Promise((resolve) => child.once('close', resolve));
  await Promise.race([ended, interrupted()]);
  child.kill();
  await ended;
  return 0;
}

/** @param {SampleSession} session @param {string} root @param {boolean} once */
async function openServer(session, root, once) {
  const build = await obtainServerBuild();
  const server = await sayWhile('Starting VS Code…', () =>
    startServer({ build, dataFolder: join(root, 'data'), settings, companion: session.companionFile }),
  );
  try {
    const address = server.address({ folder: session.folder });
    if (once) return await look(address);
    tell(
      session,
      `VS Code is running. Open this in a browser on this machine (Ctrl-C here ends it):\n\n  ${address}\n`,
    );
    openInBrowser(address);
    await interrupted();
    return 0;
  } finally {
    await server.close();
  }
}

/** @param {string} address */
async function look(address) {
  const { lookAtTree } = await import('./lookAtTree.mjs');
  const picture = join(cacheFolder, 'screenshots', 'start.png');
  const { rows } = await lookAtTree(address, picture);
  say(
    `\nThe tree is filled, ${rows.length} rows in sight:\n${rows.map((row) => `  ${row}`).join('\n')}\nPicture: ${picture}`,
  );
  return 0;
}

/** @param {string} address */
function openInBrowser(address) {
  if (!hasDisplay()) return;
  const [program, ...args] =
    process.platform === 'darwin'
      ? ['open', address]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', address]
        : ['xdg-open', address];
  // The address is printed as well: where nothing opens it, the person does.
  if (program)
    spawn(program, args, { stdio: 'ignore', detached: true })
      .on('error', () => undefined)
      .unref();
}

function interrupted() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
  });
}
