/** `npm run check-host`: says which certificate a gateway serves for a host, from a file with the gateway's objects. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { dialects } from '../../src/gateway/registry';
import { toVisibleJson, toVisibleText } from '../../src/shared/visibleText';
import { checkHosts } from './checkHosts';

const usage = `Usage: npm run check-host -- [--dialect apisix|enterprise|cloud] [--version 3.18.0] [--now TIME] OBJECTS.json HOST…

Prints an array with an answer for each HOST: which object of OBJECTS.json is served for it, and why.
HOST           a name; of an address with a port or path, its host is asked for
OBJECTS.json   what the gateway returned: a listing (either version of the envelope), one object, the ssls of a whole
               configuration, or an array of objects, each in its envelope or not; - reads it from stdin. Private keys
               in it are dropped unread.
--dialect      the kind of gateway, also by its whole name (api7enterprise, api7cloud); apisix unless said
--version      the version of APISIX, as 3.18.0 or the gateway's Server header; without it, or where it is unknown, the
               gateway counts as one that hides its version. The other kinds have no use for it: which certificate
               they serve is not known to differ between versions
--now          when to judge dates: a time as 2026-11-28T12:00:00Z, or milliseconds since 1970; now unless said
Objects that cannot be read are named on stderr. Exit code 1: the file cannot be read; 2: wrong usage.`;

class UsageError extends Error {}

function toTime(text: string): number {
  const time = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (!Number.isFinite(time)) throw new UsageError('--now is not a time.');
  return time;
}

function read() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        dialect: { type: 'string', default: 'apisix' },
        version: { type: 'string' },
        now: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function run(): number {
  const { values, positionals } = read();
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [file, ...hosts] = positionals;
  const named = values.dialect.toLowerCase().replace(/[\s_-]/g, '');
  // adc calls it api7ee.
  const whole = named === 'api7ee' || named === 'ee' ? 'api7enterprise' : named;
  const dialect = [...dialects.keys()].find((id) => id === whole || id === `api7${whole}`);
  if (file === undefined || hosts.length === 0) throw new UsageError('A file and a host are needed.');
  if (dialect === undefined) throw new UsageError(`There is no dialect ${values.dialect}.`);
  // As a header of the gateway has it, too; one that hides its version says `APISIX`.
  const said = values.version?.trim().replace(/^(?:APISIX(?:\/|$)|v(?=\d))/i, '');
  const version = said === '' || said === 'unknown' ? undefined : said;
  if (dialect === 'apisix' && version !== undefined && !/^\d{1,4}\.\d{1,4}(?!\d)/.test(version))
    throw new UsageError('--version is not a version.');
  const now = values.now === undefined ? Date.now() : toTime(values.now);
  let bytes: Buffer;
  try {
    bytes = readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    console.error(toVisibleText(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`));
    return 1;
  }
  const checked = checkHosts(bytes, { dialect, version, hosts, now });
  if (!checked.ok) {
    console.error(toVisibleText(checked.reason));
    return 1;
  }
  for (const sentence of checked.unreadable) console.error(toVisibleText(sentence));
  console.log(toVisibleJson(checked.answers));
  return 0;
}

try {
  process.exitCode = run();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${toVisibleText(error.message)}\n\n${usage}`);
  process.exitCode = 2;
}
