import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const folder = join(import.meta.dirname ?? '.', '../docs/findings');

/**
 * Writes the pages of `docs/findings` into one file, by name: eighty files by themselves would take twice the room in
 * the .vsix.
 * @param {string} file
 */
export const writeFindings = (file) => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
  const pages = Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(pages));
};
