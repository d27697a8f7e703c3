import { chmodSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { lastLines, run } from '../test/host/processes.mjs';
import { Need } from '../test/host/say.mjs';

/** Deflate at its strongest: the longest matches, and fifteen looks at each block. */
const strongest = ['-tzip', '-mm=Deflate', '-mx=9', '-mfb=258', '-mpass=15', '-mtc=off'];

/**
 * Packs a .vsix anew: the same files, about 4 % smaller than vsce leaves them, in two seconds.
 * @param {string} file @param {string} vsce where its packages are, 7-Zip among them
 */
export const repack = async (file, vsce) => {
  const { path7za } = createRequire(vsce)('7zip-bin');
  // npm keeps no right to run what a package names nowhere as a program.
  if (process.platform !== 'win32') chmodSync(path7za, 0o755);
  const folder = mkdtempSync(join(dirname(file), '.repack-'));
  try {
    const unpacked = join(folder, 'files');
    await sevenZip(path7za, ['x', '-y', `-o${unpacked}`, file]);
    // A list, since folders by themselves would get entries too.
    const entries = readdirSync(unpacked, { recursive: true, withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(unpacked, join(parentPath, name)));
    const list = join(folder, 'list.txt');
    writeFileSync(list, names.sort().join('\n'));
    const packed = join(folder, 'packed.zip');
    await sevenZip(path7za, ['a', ...strongest, '-scsUTF-8', packed, `@${list}`], unpacked);
    renameSync(packed, file);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};

/** @param {string} program @param {readonly string[]} args @param {string} [cwd] */
const sevenZip = async (program, args, cwd = '.') => {
  const { code, output } = await run(program, args, { cwd });
  if (code !== 0) throw new Need(`7-Zip could not pack the .vsix anew:\n${lastLines(output)}`);
};
