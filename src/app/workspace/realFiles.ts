/**
 * Writes files of a folder that strangers may have filled: through no link, nowhere outside of the folder, over nothing
 * that exists. Node knows no `openat`, so each check is made again after a file was opened and before anything is
 * written into it.
 */
import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { lstat, open, realpath, unlink } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { hasCode } from '../connections/localFile';

export type PlaceFault =
  /** The file, or a folder on the way to it, is a link. */
  | 'link'
  /** The place is not inside the folder that it should be in. */
  | 'outside'
  | 'exists'
  | 'notAFile'
  /** A hard link: what is written shows under another name too. */
  | 'severalNames'
  | 'tooLarge'
  /** Somebody replaced it while it was written. */
  | 'replaced';

/** The reason why nothing is written at a place. */
export class PlaceError extends Error {
  override readonly name = 'PlaceError';

  constructor(
    readonly fault: PlaceFault,
    readonly path: string,
  ) {
    super(`Not written (${fault}): ${path}`);
  }
}

/** Larger files are none that a person wrote. */
const maxBytes = 1024 * 1024;

// Windows has no such flag; a link that is put there meanwhile is noticed by the checks that follow.
const noFollow: number = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;

/**
 * Checks the folders from `root` down to a file. `root` itself may be reached through links: the person chose it.
 *
 * @throws PlaceError where one of them is a link, or the file's folder is really elsewhere
 */
async function checkFolders(path: string, root: string): Promise<void> {
  const inner = relative(root, dirname(path));
  if (isOutside(inner)) throw new PlaceError('outside', path);
  let folder = root;
  for (const name of inner === '' ? [] : inner.split(sep)) {
    folder = join(folder, name);
    if (!(await lstat(folder)).isDirectory()) throw new PlaceError('link', folder);
  }
  const [realRoot, realFolder] = await Promise.all([realpath(root), realpath(dirname(path))]);
  if (isOutside(relative(realRoot, realFolder))) throw new PlaceError('outside', path);
}

/**
 * Returns whether a file is in the folder wherever links lead, of the folder itself too. False for one that is not
 * there.
 */
export async function isReallyInside(path: string, root: string): Promise<boolean> {
  try {
    const [realRoot, realPath] = await Promise.all([realpath(root), realpath(path)]);
    return !isOutside(relative(realRoot, realPath));
  } catch {
    return false;
  }
}

/** Returns whether a path that is relative to a folder leads out of it. */
export const isOutside = (path: string): boolean => path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);

/**
 * Checks a file that is there.
 *
 * @throws PlaceError where it is no regular file, or is reached through a link
 */
export async function checkRegularFile(path: string, root: string): Promise<BigIntStats> {
  await checkFolders(path, root);
  const stats = await lstat(path, { bigint: true });
  if (stats.isSymbolicLink()) throw new PlaceError('link', path);
  if (!stats.isFile()) throw new PlaceError('notAFile', path);
  return stats;
}

const isSame = (one: BigIntStats, other: BigIntStats): boolean => one.dev === other.dev && one.ino === other.ino;

/** Returns the text of a regular file; undefined where there is none, or it is reached through a link. */
export async function readRegularFile(path: string, root: string): Promise<string | undefined> {
  try {
    const file = await openChecked(path, { root, flags: constants.O_RDONLY });
    try {
      return await readAll(file);
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

async function openChecked(
  path: string,
  { root, flags }: { readonly root: string; readonly flags: number },
): Promise<FileHandle> {
  const before = await checkRegularFile(path, root);
  const file = await open(path, flags | noFollow);
  try {
    const [opened, after] = [await file.stat({ bigint: true }), await checkRegularFile(path, root)];
    if (!isSame(before, opened) || !isSame(opened, after)) throw new PlaceError('replaced', path);
    if (opened.size > maxBytes) throw new PlaceError('tooLarge', path);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readAll(file: FileHandle): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(maxBytes + 1), 0, maxBytes + 1, 0);
  return buffer.toString('utf8', 0, bytesRead);
}

export interface Addition {
  /** Takes it out again, unless the file was changed since. */
  undo(): Promise<void>;
}

/**
 * Adds to the end of a regular file that has one name, or makes the file.
 *
 * @param toText what to add to a file that reads so; '' for one that is made
 * @throws PlaceError where there is something else
 */
export async function addToFile(
  path: string,
  { root, toText }: { readonly root: string; readonly toText: (text: string) => string },
): Promise<Addition> {
  if (!(await isThere(path))) {
    const made = await NewFile.create(path, { root, mode: 0o666 });
    try {
      await made.write(toText(''));
    } catch (error) {
      await made.remove();
      throw error;
    } finally {
      await made.close();
    }
    return { undo: () => made.remove() };
  }
  const file = await openChecked(path, { root, flags: constants.O_RDWR | constants.O_APPEND });
  try {
    const { size, nlink } = await file.stat();
    if (nlink > 1) throw new PlaceError('severalNames', path);
    const added = toText(await readAll(file));
    await file.appendFile(added);
    await file.sync();
    return { undo: () => cutOff(path, { root, size, added: Buffer.byteLength(added) }) };
  } finally {
    await file.close();
  }
}

async function cutOff(
  path: string,
  { root, size, added }: { readonly root: string; readonly size: number; readonly added: number },
): Promise<void> {
  const file = await openChecked(path, { root, flags: constants.O_RDWR });
  try {
    if ((await file.stat()).size === size + added) await file.truncate(size);
  } finally {
    await file.close();
  }
}

/** Returns whether anything has this name: a file, a folder, or a link, wherever it leads. */
async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** A file that this made, where nothing was. To be closed. */
export class NewFile {
  private constructor(
    readonly path: string,
    private readonly file: FileHandle,
    private readonly stats: BigIntStats,
    private readonly root: string,
  ) {}

  /** @throws PlaceError where something is there, or the way to it leads through a link */
  static async create(
    path: string,
    { root, mode }: { readonly root: string; readonly mode: number },
  ): Promise<NewFile> {
    await checkFolders(path, root);
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | noFollow;
    const file = await open(path, flags, mode).catch((error: unknown) => {
      throw hasCode(error, 'EEXIST', 'ELOOP') ? new PlaceError('exists', path) : error;
    });
    const made = new NewFile(path, file, await file.stat({ bigint: true }), root);
    try {
      await made.check();
      return made;
    } catch (error) {
      await made.remove();
      await made.close();
      throw error;
    }
  }

  /** @throws PlaceError where its name is no longer that of the file that was made */
  async check(): Promise<void> {
    if (!isSame(await checkRegularFile(this.path, this.root), this.stats)) throw new PlaceError('replaced', this.path);
  }

  /** Writes into the file that was made, whatever has its name by now. */
  async write(text: string): Promise<void> {
    await this.file.writeFile(text);
    await this.file.sync();
  }

  /** Returns whether the file that was made holds this, and still has its name. */
  async holds(text: string): Promise<boolean> {
    await this.check();
    const expected = Buffer.from(text);
    const { size } = await this.file.stat();
    if (size !== expected.length) return false;
    const { buffer } = await this.file.read(Buffer.alloc(expected.length), 0, expected.length, 0);
    return buffer.equals(expected);
  }

  /** Removes it, unless another file has its name by now. */
  async remove(): Promise<void> {
    const stats = await lstat(this.path, { bigint: true }).catch(() => undefined);
    if (stats && isSame(stats, this.stats)) await unlink(this.path);
  }

  /** Removes it, unless something was written into it: false then. */
  async removeEmpty(): Promise<boolean> {
    if ((await this.file.stat()).size > 0) return false;
    await this.remove();
    return true;
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

/** Lets only its owner read a regular file. What is a link by now is left as it is. */
export async function keepPrivate(path: string): Promise<void> {
  if (!(await lstat(path)).isFile()) return;
  const file = await open(path, constants.O_RDONLY | noFollow);
  try {
    if ((await file.stat()).isFile()) await file.chmod(0o600);
  } finally {
    await file.close();
  }
}
