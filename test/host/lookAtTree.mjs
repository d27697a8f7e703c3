import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { chromium } from 'playwright-core';
import { browserArguments, obtainBrowser } from './vscode/browser.mjs';

/**
 * Opens a workbench and waits until our tree shows a certificate of each of two connections.
 * @param {string} address @param {string} picture where to put a screenshot
 * @returns {Promise<{ rows: readonly string[] }>} what a screen reader says of the rows in sight
 */
export const lookAtTree = async (address, picture) => {
  const browser = await chromium.launch({ executablePath: await obtainBrowser(), args: browserArguments });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    // The first start of VS Code takes minutes on a machine that is busy with other work.
    page.setDefaultTimeout(240_000);
    await page.goto(address);
    const rows = page.locator('[id="workbench.view.extension.api7Certificates"]').getByRole('treeitem');
    const connections = rows.and(page.locator('[aria-level="1"]'));
    await connections.nth(1).waitFor();
    const certificates = rows.and(page.locator('[aria-level="2"]')).filter({ hasText: /\d d\b/ });
    await certificates.first().waitFor();
    mkdirSync(dirname(picture), { recursive: true });
    await page.screenshot({ path: picture });
    return {
      rows: await rows.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? '')),
    };
  } finally {
    await browser.close();
  }
};
