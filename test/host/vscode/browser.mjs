import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findOnPath, installDebianPackages, run } from '../processes.mjs';
import { Need } from '../say.mjs';

/**
 * A Chromium, Chrome or Edge to drive the workbench with.
 * @returns {Promise<string>} its path
 */
export const obtainBrowser = async () => {
  const asked = process.env['CHROME_PATH'];
  if (asked && !existsSync(asked)) throw new Need(`CHROME_PATH is ${asked}, and there is no such file.`);
  const found = asked || findBrowser();
  // Chromium alone brings no font, and pages of boxes make useless screenshots.
  const fonts = (await hasFonts()) ? [] : ['fonts-liberation', 'fonts-dejavu-core'];
  if (found && fonts.length === 0) return found;
  const installed = await installDebianPackages([...(found ? [] : ['chromium-headless-shell']), ...fonts]);
  const browser = found || findBrowser();
  if (browser) return browser;
  throw new Need(
    'The workbench tests need Chrome, Chromium or Edge, and none is at its usual place. Install one (Debian: apt-get install chromium-headless-shell), ' +
      `or set CHROME_PATH to its program.${installed.ok ? '' : ` It could not be installed from here: ${installed.why}.`}`,
  );
};

const findBrowser = () => places().find((path) => path !== undefined && existsSync(path));

/** @returns {readonly (string | undefined)[]} */
const places = () => {
  switch (process.platform) {
    case 'darwin':
      return ['', homedir()].flatMap((root) =>
        ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
          (name) => `${root}/Applications/${name}.app/Contents/MacOS/${name}`,
        ),
      );
    case 'win32':
      return ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((root) => {
        const folder = process.env[root];
        return folder
          ? [
              join(folder, 'Google/Chrome/Application/chrome.exe'),
              join(folder, 'Chromium/Application/chrome.exe'),
              join(folder, 'Microsoft/Edge/Application/msedge.exe'),
            ]
          : [];
      });
    default:
      // First what draws no window of its own: it takes an eighth less of the processor.
      return [
        'chromium-headless-shell',
        'chromium',
        'chromium-browser',
        'google-chrome',
        'google-chrome-stable',
        'microsoft-edge',
      ].map(findOnPath);
  }
};

const hasFonts = async () => {
  if (process.platform !== 'linux') return true;
  const { code, output } = await run('fc-list', [':', 'family']);
  return code === 0 && output.trim() !== '';
};

/** Quiet, offline, and allowed to run as root in a container. */
export const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
];

/**
 * Adds styles to a page or frame: runs in each, before anything else does.
 * @param {string} css
 */
export const addStyles = (css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
};

/**
 * Has nothing move, for which there is no setting. Each step of a spinning icon or of a shadow that fades is drawn and
 * styled anew; nothing that we look at waits for the end of one.
 */
export const stillStyles = '*, *::before, *::after { animation: none !important; transition: none !important; }';

/** Has nothing drawn, and nothing laid out until a script asks where it is. */
export const unseenStyles = 'body { content-visibility: hidden !important; }';
