import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Theme } from './themes';

/**
 * Pictures are for looking at things: a test file that is run by itself takes them all, `npm test` only with
 * `--pictures`. Those of failures are always taken.
 */
export const picturesAreWanted = (): boolean => process.env['API7_CERTIFICATES_PICTURES'] !== 'no';

/** Returns the file for a picture. */
export const pictureFile = async (theme: Theme, name: string): Promise<string> => {
  const { cacheFolder } = await import('../../host/paths.mjs');
  const folder = join(cacheFolder, 'screenshots', theme);
  mkdirSync(folder, { recursive: true });
  return join(folder, `${name}.png`);
};
