/** `npm run check -- --help`: says without VS Code what the product finds in files. */
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { isCertificatePath } from '../../src/app/sources/certificateNames';
import { toFileContent } from '../../src/app/sources/fileContent';
import type { FileReading, OpenText } from '../../src/app/sources/fileReadings';
import { FileReadings } from '../../src/app/sources/fileReadings';
import { isForeignPath } from '../../src/app/sources/foreignNames';
import { isNamedAlike } from '../../src/app/sources/nameStem';
import { decryptContainer } from '../../src/core/encrypted/decryptContainer';
import { runSync } from '../../src/shared/cooperative';
import { toVisibleJson, toVisibleText } from '../../src/shared/visibleText';
import { toCheckedFile } from './checkedFile';

const usage = `Usage: npm run --silent check -- [--now TIME] [--host NAME]... FILE...

Prints one JSON document: an array with an object for each file, of what it holds, what the rules find in it, its chain,
and what an upload would send. The same functions answer as in the editor. Nothing is sent, and no key is printed.

  --now TIME    the time to judge by, e.g. 2026-11-28T12:00:00Z (default: now)
  --host NAME   a host that the certificates have to cover; may be given more than once
  --help        print this

Files given together that are named alike (shop.crt, shop.key) are held against each other. PKCS#12 files are opened
where they have no password. The exit code is 0 unless a file cannot be read.
`;

/** Files as Node has them; a PKCS#12 file is opened in this process, for nobody waits at a screen. */
const toReadings = (open: ReadonlyMap<string, OpenText>): FileReadings =>
  new FileReadings({
    access: {
      open: (path) => open.get(path),
      async stat(path) {
        const { mtimeMs, size } = await stat(path);
        return { isFile: (await stat(path)).isFile(), mtime: mtimeMs, size };
      },
      readFile: (path) => readFile(path),
      openStore: (der, { trigger }) => Promise.resolve(decryptContainer({ form: 'pkcs12', der }, '', { trigger })),
    },
    inSlices: (work) => Promise.resolve(runSync(work)),
  });

/**
 * Returns the files that the editor takes for a text about something else, by name and first line: Markdown, logs,
 * patches. Certificates are looked for inside of them.
 */
async function openForeign(files: readonly string[]): Promise<ReadonlyMap<string, OpenText>> {
  const open = new Map<string, OpenText>();
  for (const file of files) {
    if (isCertificatePath(file) || isForeignPath(file) || !(await isReadable(file))) continue;
    const content = toFileContent(await readFile(file));
    if (content.kind === 'binary' || pemFirstLine.test(content.text.slice(0, 200))) continue;
    const { text } = content;
    open.set(file, { version: 1, length: text.length, text: () => text, isForeign: true });
  }
  return open;
}

/** By which VS Code takes a text of any name for PEM: `contributes.languages` of package.json. */
const pemFirstLine = /^\ufeff?-----BEGIN (?!PGP )[A-Z0-9 .#]+-----/;

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      now: { type: 'string' },
      host: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  const now = values.now === undefined ? Date.now() : Date.parse(values.now);
  if (Number.isNaN(now)) throw new Error('--now wants a time such as 2026-11-28T12:00:00Z');
  if (positionals.length === 0 && !values.help) throw new Error('No file is named.');
  return { now, hosts: values.host, help: values.help, files: positionals };
}

/** Returns one object a file, in the order given. */
export async function checkFiles(
  files: readonly string[],
  { now, hosts }: { readonly now: number; readonly hosts: readonly string[] },
) {
  const readings = toReadings(await openForeign(files));
  const all: readonly FileReading[] = await Promise.all(files.map((file) => readings.read(file, { trigger: 'asked' })));
  const siblingsOf = (file: string) =>
    all
      .filter(
        ({ uri }) => uri !== file && dirname(uri) === dirname(file) && isNamedAlike(basename(uri), basename(file)),
      )
      .map(({ uri, document }) => ({ id: uri, name: basename(uri), document }));
  return Promise.all(
    all.map(async (read) =>
      read.fault === 'unreadable' && !(await isReadable(read.uri))
        ? { file: read.uri, fault: read.fault }
        : toCheckedFile(read.uri, await readFile(read.uri), read, { now, hosts, siblings: siblingsOf(read.uri) }),
    ),
  );
}

async function isReadable(path: string): Promise<boolean> {
  try {
    await readFile(path);
    return true;
  } catch {
    return false;
  }
}

async function main(): Promise<void> {
  const given = readArguments(process.argv.slice(2));
  if (given.help) return void process.stdout.write(usage);
  const checked = await checkFiles(given.files, given);
  process.stdout.write(`${toVisibleJson(checked)}\n`);
  if (checked.some((each) => !('upload' in each))) process.exitCode = 1;
}

if (require.main === module)
  main().catch((error: unknown) => {
    console.error(toVisibleText(error instanceof Error ? error.message : String(error)));
    console.error('Try --help.');
    process.exit(2);
  });
