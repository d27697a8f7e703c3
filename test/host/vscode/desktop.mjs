import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, projectFolder } from '../paths.mjs';
import { findOnPath, installDebianPackages, lastLines, run } from '../processes.mjs';
import { Need, say } from '../say.mjs';

/** The address of VS Code's own release list, asked to learn if it can be reached at all. */
const releases = 'https://update.code.visualstudio.com/api/releases/stable';

/**
 * The version of desktop VS Code to run: VSCODE_TEST_VERSION, where `oldest` is the one that package.json promises.
 * @returns {string} `stable`, `insiders` or a number
 */
export const desktopVersion = () => {
  const asked = process.env['VSCODE_TEST_VERSION'] || 'stable';
  if (asked === 'oldest')
    return JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')).engines.vscode.replace(/^\D+/, '');
  if (!/^(stable|insiders|\d+\.\d+\.\d+)$/.test(asked))
    throw new Need(`VSCODE_TEST_VERSION is "${asked}"; it can be stable, oldest, insiders or a number like 1.100.0.`);
  return asked;
};

/**
 * Desktop VS Code: the one in .vscode-test, or downloaded into it.
 * @returns {Promise<{ ok: true, executable: string } | { ok: false, why: string }>}
 */
export const obtainDesktop = async () => {
  const version = desktopVersion();
  const isCached = existsSync(cacheFolder) && readdirSync(cacheFolder).some((name) => name.startsWith('vscode-'));
  if (!isCached && !(await canDownload())) return { ok: false, why: 'its download site cannot be reached' };
  const display = await findDisplay();
  if (!display.ok) return display;
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  try {
    const executable = await downloadAndUnzipVSCode({ version, cachePath: cacheFolder });
    // Says its version without a window, unless a library that it is linked to is missing.
    const { code, output } = await run(executable, ['--version'], { env: { ELECTRON_RUN_AS_NODE: '1' } });
    return code === 0 ? { ok: true, executable } : { ok: false, why: `it does not start: ${lastLines(output, 2)}` };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
};

const canDownload = () =>
  fetch(releases, { signal: AbortSignal.timeout(5000) }).then(
    (response) => response.ok,
    () => false,
  );

export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

/** @returns {Promise<{ ok: true } | { ok: false, why: string }>} */
const findDisplay = async () => {
  if (hasDisplay() || findOnPath('xvfb-run')) return { ok: true };
  const installed = await installDebianPackages(['xvfb', 'xauth']);
  return installed.ok
    ? { ok: true }
    : {
        ok: false,
        why: 'there is no display, and no xvfb-run (Debian: apt-get install xvfb xauth) to stand in for one',
      };
};

/**
 * The VS Code that extension tests run in and `npm start` opens. VSCODE_TEST_HOST=desktop or server forces one;
 * VSCODE_TEST_VERSION says which desktop.
 * @returns {Promise<{ host: 'desktop', executable: string } | { host: 'server' }>}
 */
export const chooseHost = async () => {
  const asked = process.env['VSCODE_TEST_HOST'] || 'any';
  if (!['any', 'desktop', 'server'].includes(asked))
    throw new Need(`VSCODE_TEST_HOST is "${asked}"; it can be desktop or server.`);
  if (asked === 'server') return { host: 'server' };
  const desktop = await obtainDesktop();
  if (desktop.ok) return { host: 'desktop', executable: desktop.executable };
  if (asked === 'desktop')
    throw new Need(`Desktop VS Code was asked for (VSCODE_TEST_HOST) and cannot be used: ${desktop.why}.`);
  say(`Using the server build of VS Code: the desktop cannot be used, ${desktop.why}.`);
  return { host: 'server' };
};
