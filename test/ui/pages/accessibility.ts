import { readFileSync } from 'node:fs';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { pageThemes } from '../harness/themes';
import type { DetailPageDriver } from './openPage';

const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const everything: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
/** What a theme can change: the same elements in other colours, and in high contrast with borders that take room. */
const looks: RunOptions = {
  runOnly: {
    type: 'rule',
    values: ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size'],
  },
};

/**
 * Shows the page as it stands in each theme, one after the other.
 * @returns what axe-core finds fault with, a line each: `dark: color-contrast: .about`
 */
export async function findAccessibilityFaults(
  driver: DetailPageDriver,
  each: (theme: (typeof pageThemes)[number]) => Promise<void> = () => Promise.resolve(),
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const [index, theme] of pageThemes.entries()) {
    await driver.useTheme(theme);
    const found = await runAxe(driver.page, index === 0 ? everything : looks);
    faults.push(...found.map((fault) => `${theme}: ${fault}`));
    await each(theme);
  }
  return faults;
}

async function runAxe(page: Page, options: RunOptions): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const results = (await page.evaluate(
    `axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], ...options })})`,
  )) as AxeResults;
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}
