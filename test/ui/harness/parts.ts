import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe } from 'mocha';
import type { Workbench } from './workbench';

type Part = (workbench: () => Workbench) => unknown;

/**
 * Describes parts, each after the other in one window: to open one costs as much as a few tests. Each makes its
 * connections, files and settings, and finds none of an earlier one's connections, files, settings, messages or
 * editors: their order does not matter.
 */
export const describeParts = (workbench: () => Workbench, parts: readonly Part[]): void => {
  for (const part of parts)
    describe('with nothing in it', () => {
      after(() => empty(workbench()));
      part(workbench);
    });
};

/** Leaves a window as it was opened. */
const empty = async (workbench: Workbench): Promise<void> => {
  const { folder, page } = workbench;
  await workbench.resetSettings();
  await workbench.tidy();
  await workbench.showFirstView();
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  await page.evaluate(() => navigator.clipboard.writeText(''));
};
