/** Reads the text form in which answers of real servers are written down. */

export interface RecordedAnswer {
  readonly status: number;
  /** The recorded headers: `Date`, `Server`, `Transfer-Encoding`, `Connection` and CORS are left out. */
  readonly headers: readonly (readonly [string, string])[];
  /** Shortened: see `compare.ts`. */
  readonly body: string;
  /** Every header, where all were written down. */
  readonly allHeaders: readonly (readonly [string, string])[];
}

interface Common {
  /** Section number, or 0 where there are no sections. */
  readonly section: number;
  /** The line above, what it is about. */
  readonly title: string;
}

export interface Exchange extends Common {
  readonly kind: 'exchange';
  readonly method: string;
  /** Behind `/apisix/admin`. */
  readonly target: string;
  /** The key that was sent, `$KEY` for the admin key. */
  readonly apiKey: string | undefined;
  readonly body: string | undefined;
  /** Absent where the recording ends before the answer. */
  readonly answer: RecordedAnswer | undefined;
}

/** A list of which only the ids were written down. */
interface Summary extends Common {
  readonly kind: 'summary';
  readonly target: string;
  readonly outcome: string;
}

/** A write of which only the status was written down. */
interface Quiet extends Common {
  readonly kind: 'quiet';
  readonly method: string;
  readonly target: string;
  readonly status: number;
}

/** Something asked of the data plane. */
interface Handshake extends Common {
  readonly kind: 'handshake';
  readonly command: string;
}

export type Entry = Exchange | Summary | Quiet | Handshake;

const toHeader = (line: string): readonly [string, string] => {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
};

const isMarker = (line: string): boolean => /^(--- |-- |######## |\$ |\(quiet\) |full headers:)/.test(line);

interface Cursor {
  readonly lines: readonly string[];
  at: number;
}

/** Takes lines up to an empty one or the next marker. */
function takeBlock(cursor: Cursor): readonly string[] {
  const start = cursor.at;
  for (;;) {
    const line = cursor.lines[cursor.at];
    if (line === undefined || line === '' || isMarker(line)) return cursor.lines.slice(start, cursor.at);
    cursor.at += 1;
  }
}

function takeAnswer(cursor: Cursor): RecordedAnswer | undefined {
  const [statusLine, ...headers] = takeBlock(cursor);
  const status = /^HTTP\/1\.1 (\d{3})/.exec(statusLine ?? '')?.[1];
  if (status === undefined) return undefined;
  cursor.at += 1;
  const body = takeBlock(cursor).join('\n');
  const saved = cursor.at;
  while (cursor.lines[cursor.at] === '') cursor.at += 1;
  const hasAll = cursor.lines[cursor.at] === 'full headers:';
  cursor.at = hasAll ? cursor.at + 1 : saved;
  const [, ...all] = hasAll ? takeBlock(cursor) : [];
  return { status: Number(status), headers: headers.map(toHeader), body, allHeaders: all.map(toHeader) };
}

function parseCommand(line: string): Omit<Exchange, 'answer' | 'kind' | keyof Common> | undefined {
  const [, method, target] = /^\$ curl -i -X ([A-Z]+) .*?"\$ADM(\/[^"]*)"/.exec(line) ?? [];
  if (method === undefined || target === undefined) return undefined;
  // A body that was too long to write down ends in an ellipsis instead of its quote.
  const body = /-d '(.*?)'(?= -H X-API-KEY|\s*$)/.exec(line)?.[1] ?? /-d '(.*…)$/.exec(line)?.[1];
  const apiKey = /-H 'X-API-KEY: (\$KEY)'/.exec(line)?.[1] ?? /-H X-API-KEY: (\S+)/.exec(line)?.[1];
  return { method, target, apiKey, body: body?.replace(/^RAW:/, '') };
}

export function parseRecording(text: string): readonly Entry[] {
  const cursor: Cursor = { lines: text.split(/\r?\n/), at: 0 };
  const entries: Entry[] = [];
  let common: Common = { section: 0, title: '' };
  for (;;) {
    const line = cursor.lines[cursor.at];
    if (line === undefined) return entries;
    cursor.at += 1;
    const section = /^######## (\d+)/.exec(line)?.[1];
    if (section !== undefined) common = { section: Number(section), title: '' };
    const title = /^--- (.+)/.exec(line)?.[1];
    if (title !== undefined) common = { ...common, title };
    const command = parseCommand(line);
    if (command) entries.push({ ...common, kind: 'exchange', ...command, answer: takeAnswer(cursor) });
    const summary = /^\$ curl "\$ADM(\/[^"]*)"/.exec(line)?.[1];
    if (summary !== undefined)
      entries.push({
        ...common,
        kind: 'summary',
        target: summary,
        outcome: takeBlock(cursor).join(' ').trim().replace(/^=> /, ''),
      });
    const [, method, target, status] = /^\(quiet\) ([A-Z]+) (\S+) -> (\d+)/.exec(line) ?? [];
    if (method !== undefined && target !== undefined)
      entries.push({ ...common, kind: 'quiet', method, target, status: Number(status) });
    if (line.startsWith('$ openssl')) entries.push({ ...common, kind: 'handshake', command: line.slice(2).trim() });
  }
}
