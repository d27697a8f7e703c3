#!/usr/bin/env node
// Stands in for desktop VS Code's program where only the server build is to be had: takes the arguments that
// @vscode/test-electron gives, opens the folder in a headless browser, and exits with the code of the extension's tests.
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { runMain } from '../say.mjs';
import { browserArguments, obtainBrowser } from './browser.mjs';
import { quietSettings } from './quietSettings.mjs';
import { startServer } from './server.mjs';
import { obtainServerBuild } from './serverBuild.mjs';

const longestRun = 5 * 60_000;

/** @param {string} name */
const argument = (name) => {
  const start = `--${name}=`;
  const found = process.argv.find((each) => each.startsWith(start));
  if (found === undefined) throw new Error(`${start}… is missing`);
  return found.slice(start.length);
};

await runMain(async () => {
  const folder = process.argv.slice(2).find((each) => !each.startsWith('--'));
  if (folder === undefined) throw new Error('The folder to open is missing');
  const dataFolder = argument('user-data-dir');
  mkdirSync(dataFolder, { recursive: true });
  const server = await startServer({
    build: await obtainServerBuild(),
    dataFolder,
    settings: quietSettings,
    extension: argument('extensionDevelopmentPath'),
  });
  const browser = await chromium.launch({ executablePath: await obtainBrowser(), args: browserArguments });
  try {
    const page = await browser.newPage();
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
  }
});
