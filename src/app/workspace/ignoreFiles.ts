import { join, relative, sep } from 'node:path';
import type { IgnoreFile } from './gitIgnore';
import { toAddition, toIgnoreEntry } from './gitIgnore';
import type { IgnoreAnswer } from './gitProgram';
import { askIgnored } from './gitProgram';
import { addToFile, readRegularFile } from './realFiles';

export type IgnoreResult =
  | {
      /** `unconfirmed`: the `.gitignore` says so, and there is no git here that could be asked. */
      readonly kind: 'ignored' | 'unconfirmed';
      /** The `.gitignore` that was changed or made. Undefined where nothing had to be said. */
      readonly changed: string | undefined;
      /** Takes back what was added. */
      undo(): Promise<void>;
    }
  /** Nothing was changed. */
  | { readonly kind: 'refused'; readonly reason: Exclude<IgnoreAnswer, 'ignored'> | 'unsaved' };

export interface Ignoring {
  /** The folder that the repository's `.git` is in. */
  readonly root: string;
  /** Undefined where there is none. */
  readonly program: string | undefined;
  /** The person knows that git cannot be asked, and wants it all the same. */
  readonly mayBeUnconfirmed: boolean;
  /** See `IgnoreQuestion`. */
  readonly byPatterns?: boolean;
  /** True if a file has changes in the editor that are not saved. */
  readonly isUnsaved: (path: string) => boolean;
}

/**
 * Makes git ignore files of one folder that need not exist yet, and asks git whether it does.
 *
 * @throws PlaceError where `.gitignore` is no file that may be written
 */
export async function ensureIgnored(paths: readonly string[], ignoring: Ignoring): Promise<IgnoreResult> {
  const { root, mayBeUnconfirmed, isUnsaved } = ignoring;
  const before = await ask(paths, ignoring);
  const isAskable = before === 'ignored' || before === 'notIgnored';
  if (!isAskable && !(before === 'noProgram' && mayBeUnconfirmed)) return { kind: 'refused', reason: before };
  const [first] = paths;
  // What only this machine's git ignores (`.git/info/exclude`) is named all the same, for others who clone the
  // repository.
  const entry =
    first === undefined
      ? undefined
      : toIgnoreEntry(
          paths.map((path) => pathIn(root, path)),
          await ignoreFilesFor(first, root),
        );
  if (!entry)
    return before === 'notIgnored'
      ? { kind: 'refused', reason: before }
      : { kind: isAskable ? 'ignored' : 'unconfirmed', changed: undefined, undo: nothing };
  const target = join(root, entry.folder, '.gitignore');
  if (isUnsaved(target)) return { kind: 'refused', reason: 'unsaved' };
  const addition = await addToFile(target, { root, toText: (text) => toAddition(text, entry.lines) });
  const after = isAskable ? await ask(paths, ignoring) : undefined;
  if (after === undefined || after === 'ignored')
    return { kind: after ?? 'unconfirmed', changed: target, undo: () => addition.undo() };
  await addition.undo();
  return { kind: 'refused', reason: after };
}

const nothing = (): Promise<void> => Promise.resolve();

async function ask(paths: readonly string[], { root, program, byPatterns = false }: Ignoring): Promise<IgnoreAnswer> {
  return program === undefined ? 'noProgram' : askIgnored(paths, { root, program, byPatterns });
}

/** Returns those that count for a file, as git sees them: on disk, and no links. */
async function ignoreFilesFor(path: string, root: string): Promise<readonly IgnoreFile[]> {
  const names = pathIn(root, path).split('/').slice(0, -1);
  const folders = ['', ...names.map((_, index) => `${names.slice(0, index + 1).join('/')}/`)];
  const files = await Promise.all(
    folders.map(async (folder) => ({ folder, text: await readRegularFile(join(root, folder, '.gitignore'), root) })),
  );
  return files.flatMap(({ folder, text }) => (text === undefined ? [] : [{ folder, text }]));
}

const pathIn = (root: string, path: string): string => relative(root, path).split(sep).join('/');
