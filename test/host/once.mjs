import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Makes a folder in one step: built beside its place and renamed into it, so that an interrupted build is done again
 * and never taken for a whole one. The stamp says by which recipe; another recipe builds anew.
 * @param {{ folder: string, recipe: string, build: (unfinished: string) => Promise<void> }} job
 */
export const makeFolderOnce = async ({ folder, recipe, build }) => {
  if (readText(join(folder, 'stamp')) === recipe) return;
  const parent = dirname(folder);
  mkdirSync(parent, { recursive: true });
  const prefix = `${basename(folder)}.unfinished-`;
  for (const name of readdirSync(parent)) {
    if (name.startsWith(prefix) && !isRunning(Number(name.slice(prefix.length)))) remove(join(parent, name));
  }
  const unfinished = join(parent, `${prefix}${process.pid}`);
  remove(unfinished);
  mkdirSync(unfinished);
  try {
    await build(unfinished);
    writeFileSync(join(unfinished, 'stamp'), recipe);
    remove(folder);
    renameSync(unfinished, folder);
  } finally {
    remove(unfinished);
  }
};

/** @param {string} path @returns {string | undefined} undefined: no such file */
export const readText = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** @param {string} path */
const remove = (path) => rmSync(path, { recursive: true, force: true, maxRetries: 3 });

/** @param {number} pid */
const isRunning = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
