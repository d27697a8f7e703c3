import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { DetailIntent, DetailNotice, DetailState } from '../../../src/shared/protocol';
import type { RenewalIntent, RenewalState } from '../../../src/shared/renewalProtocol';
import type { TimelineIntent, TimelineState } from '../../../src/shared/timelineProtocol';
import { toPageHtml } from '../../../src/ui/details/pageHtml';
import { pictureFile, picturesAreWanted } from '../harness/pictures';
import type { Theme } from '../harness/themes';
import { themeColors } from './themeColors';

const origin = 'http://page.test';
const mediaTypes: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', ttf: 'font/ttf' };

type PageIntent = DetailIntent | RenewalIntent | TimelineIntent;
type PageMessage = DetailState | DetailNotice | RenewalState | TimelineState;

/** The messages of the page to its host, as the page under test keeps them. */
declare global {
  interface Window {
    heard: { intents: PageIntent[]; kept: unknown; violations: string[] };
  }
}

export const openBrowser = async (): Promise<Browser> => {
  const { obtainBrowser, browserArguments } = await import('../../host/vscode/browser.mjs');
  return chromium.launch({ executablePath: await obtainBrowser(), args: [...browserArguments] });
};

/**
 * A built page in a bare browser: the real HTML, content security policy, script and style; a host that only listens,
 * and gives back what was kept. It is dark until another theme is chosen.
 */
export async function openPage(
  browser: Browser,
  {
    width = 1000,
    kept,
    page: kind,
    name = 'webview',
  }: {
    readonly width?: number;
    readonly kept?: unknown;
    readonly page?: 'renewal';
    /** Of the page's script and style. */
    readonly name?: 'webview' | 'timeline';
  } = {},
): Promise<DetailPageDriver> {
  const { projectFolder } = await import('../../host/paths.mjs');
  const dist = join(projectFolder, 'dist');
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const html = toPageHtml({
    cspSource: origin,
    nonce: 'testnonce',
    scriptAddress: `${origin}/${name}.js`,
    styleAddresses: [...new Set(['webview', name])].map((each) => `${origin}/${each}.css`),
    language: 'en',
    title: 'Certificate',
    page: kind,
  });
  await page.route(`${origin}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname.slice(1);
    const file = join(dist, path);
    if (path === '') return route.fulfill({ contentType: 'text/html', body: html });
    if (!existsSync(file)) return route.fulfill({ status: 404, body: '' });
    return route.fulfill({
      contentType: mediaTypes[path.split('.').at(-1) ?? ''] ?? 'text/plain',
      body: readFileSync(file),
    });
  });
  await page.addInitScript(
    ({ colors, kind, keptBefore }) => {
      window.heard = { intents: [], kept: undefined, violations: [] };
      Object.assign(window, {
        acquireVsCodeApi: () => ({
          postMessage: (intent: PageIntent) => window.heard.intents.push(intent),
          setState: (kept: unknown) => (window.heard.kept = kept),
          getState: () => keptBefore,
        }),
      });
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        window.heard.violations.push(`${violatedDirective} ${blockedURI}`),
      );
      document.addEventListener('DOMContentLoaded', () => {
        for (const [name, value] of Object.entries(colors)) document.documentElement.style.setProperty(name, value);
        document.body.className = kind;
      });
    },
    {
      colors: themeColors.dark,
      kind: kinds.dark,
      keptBefore: kept,
    },
  );
  await page.goto(`${origin}/`);
  await page.waitForFunction(() => window.heard.intents.length > 0);
  return new DetailPageDriver(page);
}

/** The classes by which VS Code says the kind of its theme. */
const kinds: Readonly<Record<Theme, string>> = {
  light: 'vscode-light',
  dark: 'vscode-dark',
  hc: 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast-light vscode-high-contrast',
};

/** Plays the host of one page. */
export class DetailPageDriver {
  constructor(readonly page: Page) {}

  async show(message: PageMessage): Promise<void> {
    await this.page.evaluate((data) => window.postMessage(data, '*'), message);
    if (message.kind !== 'notice') await this.page.locator('h1').waitFor();
    // Until the toolkit's elements have drawn themselves.
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
  }

  heard(): Promise<Window['heard']> {
    return this.page.evaluate(() => window.heard);
  }

  /** Changes the theme as VS Code does: other variables and another class, and the page stays. */
  async useTheme(theme: Theme): Promise<void> {
    await this.page.evaluate(
      ({ colors, kind }) => {
        const { style } = document.documentElement;
        for (const name of [...style].filter((each) => each.startsWith('--vscode-'))) style.removeProperty(name);
        for (const [name, value] of Object.entries(colors)) style.setProperty(name, value);
        document.body.className = kind;
      },
      { colors: themeColors[theme], kind: kinds[theme] },
    );
    // The toolkit, where a page has it, takes them over in a later frame.
    await this.page.waitForFunction(() => {
      const style = getComputedStyle(document.body);
      const valueOf = (name: string) => style.getPropertyValue(name).trim();
      return (
        valueOf('--font-family') === '' ||
        [
          ['--foreground', '--vscode-foreground'],
          ['--button-secondary-foreground', '--vscode-button-secondaryForeground'],
          ['--button-secondary-background', '--vscode-button-secondaryBackground'],
        ].every(([own = '', theirs = '']) => valueOf(theirs) === '' || valueOf(own) === valueOf(theirs))
      );
    });
  }

  async screenshot(name: string, theme: Theme): Promise<void> {
    if (picturesAreWanted())
      await this.page.screenshot({ path: await pictureFile(theme, name), fullPage: true, animations: 'disabled' });
  }

  close(): Promise<void> {
    return this.page.close();
  }
}
