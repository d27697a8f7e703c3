import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { say } from './say.mjs';

/**
 * @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, output?: 'show' | 'keep', signal?: AbortSignal, shell?: boolean }}
 * RunOptions
 */

/**
 * Runs a program to its end. `keep` collects what it prints; `show` passes it on.
 * @param {string} program @param {readonly string[]} args @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} code -1: it could not be started
 */
export const run = (program, args, { cwd, env, output = 'keep', signal, shell = false } = {}) =>
  new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      shell,
      env: { ...process.env, ...env },
      ...(signal ? { signal } : {}),
      stdio: output === 'show' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout?.on('data', (chunk) => (text += String(chunk)));
    child.stderr?.on('data', (chunk) => (text += String(chunk)));
    child.on('error', (error) => resolve({ code: -1, output: `${text}${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output: text }));
  });

/**
 * npm, by the npm that started us where there is one (npm itself is a script on Windows, which only a shell can start).
 * @param {readonly string[]} args @param {RunOptions} [options]
 */
export const runNpm = (args, options = {}) => {
  const cli = process.env['npm_execpath'];
  return cli?.endsWith('.js')
    ? run(process.execPath, [cli, ...args], options)
    : run('npm', args, { ...options, shell: process.platform === 'win32' });
};

/** @param {string} program @returns {string | undefined} where PATH has it */
export const findOnPath = (program) => {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => endings.map((ending) => join(folder, program + ending)))
    .find((path) => existsSync(path));
};

const canUseApt = () => process.platform === 'linux' && process.getuid?.() === 0 && findOnPath('apt-get') !== undefined;

/**
 * Debian packages, where we may install them: root on a Debian.
 * @param {readonly string[]} packages
 * @returns {Promise<{ ok: true } | { ok: false, why: string }>}
 */
export const installDebianPackages = async (packages) => {
  if (!canUseApt()) return { ok: false, why: 'not root on a Debian' };
  say(`Installing ${packages.join(', ')} with apt-get…`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const update = await run('apt-get', ['update', '-q'], { env });
  if (update.code !== 0) return { ok: false, why: lastLines(update.output) };
  const install = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
  return install.code === 0 ? { ok: true } : { ok: false, why: lastLines(install.output) };
};

/** @param {string} text */
export const lastLines = (text, count = 12) => text.trim().split('\n').slice(-count).join('\n');
