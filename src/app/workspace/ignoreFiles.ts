import { join, relative, sep } from 'node:path';
import ignore from 'ignore';
import type { IgnoreAnswer } from './gitProgram';
import { askIgnored } from './gitProgram';
import { addToFile, readRegularFile } from './realFiles';

/** A `.gitignore` file, as gitignore(5) has it. Paths are relative to the repository, with slashes. */
export interface IgnoreFile {
  /** The folder it is in: empty for the repository's own, else `certs/prod/`. */
  readonly folder: string;
  readonly text: string;
}

/** Lines that are missing in a `.gitignore`. */
interface IgnoreEntry {
  /** See {@link IgnoreFile.folder}. */
  readonly folder: string;
  /** The lines that ignore it, at least one. */
  readonly lines: readonly string[];
}

/**
 * Returns whether git would ignore the file. What the user's own excludes and `.git/info/exclude` say is not known
 * here, and does not count: others who clone the repository do not have them.
 */
export function isIgnored(path: string, files: readonly IgnoreFile[]): boolean {
  const names = path.split('/');
  // Git looks into no folder that is ignored, so that nothing in it can be taken back.
  return names.some((_, index) =>
    isMatched(names.slice(0, index + 1).join('/') + (index < names.length - 1 ? '/' : ''), files),
  );
}

/** Returns what the nearest file that says something about a path says. */
function isMatched(path: string, files: readonly IgnoreFile[]): boolean {
  for (const { folder, text } of nearestFirst(path, files)) {
    if (isCostly(text)) return false;
    // Git goes by the case of letters unless it is set otherwise; a line too many does no harm.
    const rules = ignore({ ignorecase: false, allowRelativePaths: true }).add(text.replace(/^\uFEFF/, ''));
    const { ignored, unignored } = rules.test(path.slice(folder.length));
    if (ignored || unignored) return ignored;
  }
  return false;
}

/**
 * Returns whether a file has a pattern that may cost too much: patterns become regular expressions, and a name can make
 * one of many stars try for hours. What such a file says is not known here: the path is named once more, and git is
 * asked afterwards.
 */
const isCostly = (text: string): boolean => text.length > maxText || text.split(/[\r\n]/).some(hasManyStars);

/** Characters. */
const maxText = 1024 * 1024;
const maxStars = 3;
const hasManyStars = (line: string): boolean =>
  line.split('/').some((part) => part.split('*').length > maxStars + 1) || line.split('**').length > 2 * maxStars;

const nearestFirst = (path: string, files: readonly IgnoreFile[]): readonly IgnoreFile[] =>
  files
    .filter(({ folder }) => path.startsWith(folder) && path !== folder)
    .sort((a, b) => b.folder.length - a.folder.length);

/**
 * Returns the lines to add, and where, to have git ignore files of one folder: in the nearest `.gitignore`, else in a
 * new one beside them. Undefined where git ignores them all.
 */
export function toIgnoreEntry(paths: readonly string[], files: readonly IgnoreFile[]): IgnoreEntry | undefined {
  const missing = paths.filter((path) => !isIgnored(path, files));
  const [first] = missing;
  if (first === undefined) return undefined;
  const folder = nearestFirst(first, files)[0]?.folder ?? first.slice(0, first.lastIndexOf('/') + 1);
  return { folder, lines: missing.map((path) => toPattern(path.slice(folder.length))) };
}

/** Writes a pattern for exactly this file: anchored, and nothing of its name a wildcard. */
const toPattern = (path: string): string =>
  `/${path
    .replace(/[\\*?[]/g, '\\$&')
    // A line cannot hold them; any one character stands for them.
    .replace(/\p{Cc}/gu, '?')
    .replace(/ +$/, (spaces) => '\\ '.repeat(spaces.length))}`;

/**
 * Returns the command that makes git keep a file but no longer track it, to be typed into a shell. Undefined for a name
 * that some shell reads as more than a name: in `sh`, PowerShell or `cmd.exe`, quoted or not.
 */
export function untrackingCommand(name: string): string | undefined {
  if (!/^[\p{L}\p{N}_+=:,.@/ -]+$/u.test(name)) return undefined;
  return `git rm --cached ${/^[A-Za-z0-9_.][A-Za-z0-9_./-]*$/.test(name) ? name : `-- "${name}"`}`;
}

/** Returns what to add at the end of a `.gitignore` that reads so. */
export function toAddition(text: string, lines: readonly string[]): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  return [text === '' || text.endsWith('\n') ? '' : lineEnd, ...lines.map((line) => line + lineEnd)].join('');
}

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
