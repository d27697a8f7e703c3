#!/usr/bin/env node
// Stands in for desktop VS Code's program where only the server build is to be had: takes the arguments that
// @vscode/test-electron gives, opens the folder in a headless browser, and exits with the code of the extension's
// tests.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { runMain } from '../say.mjs';
import { addStyles, browserArguments, obtainBrowser, stillStyles, unseenStyles } from './browser.mjs';
import { quietSettings } from './quietSettings.mjs';
import { startServer } from './server.mjs';
import { obtainServerBuild } from './serverBuild.mjs';

/** For what hangs: a busy machine takes its time, and `npm run soak` as long as it takes. */
const longestRun = (process.argv.some((each) => each.includes('soak')) ? 60 : 15) * 60_000;

/** @param {string} name */
const argument = (name) => {
  const start = `--${name}=`;
  const found = process.argv.find((each) => each.startsWith(start));
  if (found === undefined) throw new Error(`${start}… is missing`);
  return found.slice(start.length);
};

/**
 * @param {string} folder @returns {readonly string[]} ids of processes that have to do with a profile, where the system
 * shows them
 */
const processesOf = (folder) =>
  process.platform !== 'linux'
    ? []
    : readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .filter((pid) => {
          try {
            return ['cmdline', 'environ'].some((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(folder));
          } catch {
            return false;
          }
        });

/**
 * Nothing outlives the window: neither the server, its extension host, nor what that started.
 * @param {string} folder @param {ReadonlySet<string>} before
 */
const checkNoneLeft = async (folder, before) => {
  const left = () => processesOf(folder).filter((pid) => !before.has(pid));
  for (let tries = 0; left().length > 0; tries += 1) {
    if (tries === 100) throw new Error(`Processes outlive the window: ${left().join(', ')}`);
    await delay(100);
  }
};

await runMain(async () => {
  const folder = process.argv.slice(2).find((each) => !each.startsWith('--'));
  if (folder === undefined) throw new Error('The folder to open is missing');
  const dataFolder = argument('user-data-dir');
  mkdirSync(dataFolder, { recursive: true });
  const before = new Set(processesOf(dataFolder));
  const server = await startServer({
    build: await obtainServerBuild(),
    dataFolder,
    settings: quietSettings,
    env: { API7_CERTIFICATES_DATA: dataFolder },
    extension: argument('extensionDevelopmentPath'),
    builtIn: ['theme-defaults', 'git', 'git-base', 'json', 'markdown-basics', 'yaml'],
  });
  const browser = await chromium.launch({ executablePath: await obtainBrowser(), args: browserArguments });
  try {
    const page = await browser.newPage();
    // Nobody looks at it, and to draw it in software takes a quarter of the processor that the tests take.
    await page.addInitScript(addStyles, `${stillStyles} ${unseenStyles}`);
    const code = new Promise((resolve, reject) => {
      // The workbench calls these two: each line of the extension host's console, and the end of the tests.
      void page.exposeFunction('codeAutomationLog', (/** @type {string} */ _type, /** @type {unknown[]} */ words) =>
        console.log(...words),
      );
      void page.exposeFunction('codeAutomationExit', resolve);
      page.once('crash', () => reject(new Error('The browser page crashed')));
      setTimeout(
        () => reject(new Error(`The tests did not end within ${longestRun / 60_000} minutes`)),
        longestRun,
      ).unref();
    });
    await page.goto(server.address({ folder, tests: argument('extensionTestsPath') }));
    return Number(await code);
  } finally {
    await browser.close();
    await server.close();
    await checkNoneLeft(dataFolder, before);
  }
});
