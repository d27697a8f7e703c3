/**
 * Asks git itself. The repository is a stranger's: nothing that its configuration names may run, and git's own refusal
 * to work in somebody else's repository (`safe.directory`) is an answer.
 */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { hasCode } from '../connections/localFile';
import { isOutside, isReallyInside } from './realFiles';

export type IgnoreAnswer =
  | 'ignored'
  | 'notIgnored'
  /** No git program was found. */
  | 'noProgram'
  /** Git does not trust the owner of the repository. */
  | 'notTrusted'
  /** The files do not belong to the repository that git finds there. */
  | 'otherRepository'
  | 'timeout'
  | 'failed';

export interface IgnoreQuestion {
  /** The folder that the repository's `.git` is in. */
  readonly root: string;
  /** See {@link findGit}. */
  readonly program: string;
  /** Judges by the patterns alone, also where git tracks the file already. */
  readonly byPatterns?: boolean;
  /** Milliseconds for each run of git; 10,000 where nothing else is said. */
  readonly timeout?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** Asks whether git ignores files, which need not exist: 'ignored' only where it said so of each. */
export async function askIgnored(paths: readonly string[], question: IgnoreQuestion): Promise<IgnoreAnswer> {
  const { root, byPatterns } = question;
  const inner = paths.map((path) => relative(root, path));
  if (inner.some((path) => path === '' || isOutside(path) || path.includes('\0'))) return 'otherRepository';
  // So that no name begins with what git takes for more than a name: `:(top)`.
  const names = inner.map((path) => `./${path.split(sep).join('/')}`);
  const place = await run(['rev-parse', '--show-toplevel'], question);
  if (place.kind !== 'done') return place.kind;
  if (place.code !== 0) return toRefusal(place.stderr);
  // `core.worktree`, or a `.git` that is none inside of another repository: what git says then is not about these
  // files.
  if (!(await isSameFolder(place.stdout.replace(/\r?\n$/, ''), root))) return 'otherRepository';
  // By its input: no name can be an option there, nor too long. `-v` names the pattern: older versions list what a `!`
  // takes back as well.
  const args = ['check-ignore', '-v', '-n', '-z', '--stdin', ...(byPatterns ? ['--no-index'] : [])];
  const answer = await run(args, { ...question, input: names.map((name) => `${name}\0`).join('') });
  if (answer.kind !== 'done') return answer.kind;
  // 1: none is ignored.
  if (answer.code !== 0 && answer.code !== 1) return toRefusal(answer.stderr);
  const fields = answer.stdout.split('\0');
  if (fields.length !== names.length * 4 + 1) return 'failed';
  const isEach = names.every((name, index) => {
    const [pattern, path] = fields.slice(index * 4 + 2, index * 4 + 4);
    return path === name && pattern !== undefined && pattern !== '' && !pattern.startsWith('!');
  });
  return isEach ? 'ignored' : 'notIgnored';
}

/** Git's words are asked for in English, and matched only to say more of a refusal. */
const toRefusal = (stderr: string): IgnoreAnswer =>
  /dubious ownership|safe\.directory/.test(stderr) ? 'notTrusted' : 'failed';

async function isSameFolder(one: string, other: string): Promise<boolean> {
  try {
    const [first, second] = await Promise.all([realpath(resolve(one)), realpath(other)]);
    return relative(first, second) === '';
  } catch {
    return false;
  }
}

/** Whatever the repository configures, nothing of it is run. */
const safely = [
  '--no-pager',
  ...[
    'core.fsmonitor=false',
    'core.hooksPath=/dev/null',
    'core.sshCommand=false',
    'core.pager=cat',
    'safe.bareRepository=explicit',
    'protocol.allow=never',
  ].flatMap((entry) => ['-c', entry]),
];

/** Most of what git may answer, in bytes. */
const maxAnswer = 4 * 1024 * 1024;

type Run =
  | { readonly kind: 'done'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'noProgram' | 'timeout' | 'failed' };

function run(
  args: readonly string[],
  { root, program, input = '', timeout = 10_000, env = process.env }: IgnoreQuestion & { readonly input?: string },
): Promise<Run> {
  return new Promise((done) => {
    const options = {
      cwd: root,
      env: toEnvironment(env),
      timeout,
      killSignal: 'SIGKILL',
      maxBuffer: maxAnswer,
      windowsHide: true,
      shell: false,
    } as const;
    const child = execFile(program, [...safely, ...args], options, (error, stdout, stderr) => {
      if (!error) return done({ kind: 'done', code: 0, stdout, stderr });
      if (typeof error.code === 'number') return done({ kind: 'done', code: error.code, stdout, stderr });
      if (hasCode(error, 'ENOENT', 'EACCES')) return done({ kind: 'noProgram' });
      done({
        kind: error.killed === true && !hasCode(error, 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') ? 'timeout' : 'failed',
      });
    });
    // A program that ends before it has read everything.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/**
 * Returns an environment that leads git nowhere else: without `GIT_DIR`, `GIT_WORK_TREE`, `GIT_CONFIG_COUNT` … The
 * person's own configuration counts.
 */
function toEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^GIT_/i.test(name));
  return {
    ...Object.fromEntries(kept),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    LC_ALL: 'C',
  };
}

export interface GitSearch {
  /** The program that VS Code's own git extension found. */
  readonly known: string | undefined;
  /** Nothing in here is git. */
  readonly root: string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Finds the git program by its whole path: left to itself, Windows would start a `git.exe` of the folder it is asked
 * about. Undefined where there is none.
 */
export async function findGit({ known, root, env = process.env }: GitSearch): Promise<string | undefined> {
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  for (const program of [known, ...folders.map((folder) => join(folder, name))]) {
    if (program === undefined || !isAbsolute(program)) continue;
    if ((await isReallyInside(program, root)) || !(await isProgram(program))) continue;
    return program;
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
