/** Finds base64 inside of other text: data of manifests, members of JSON, elements of XML. */
import type { Cooperative } from '../../shared/cooperative';
import type { Span } from '../model';

export interface Base64Run {
  readonly span: Span;
  /** Without the line breaks and backslashes that were between. */
  readonly base64: string;
}

/** Sixteen characters of it or more. JSON may have `\/` and, as .NET and Gson write it, `\u002B` and `\u003d`. */
const beginning = /[A-Za-z0-9+/]{16}|(?:[A-Za-z0-9+/]|\\(?:\/|u002[BbFf])){16}/;
const whole = /(?:[A-Za-z0-9+/]+|\\(?:\/|u002[BbFf]))+(?:=|\\u003[Dd]){0,2}/y;
/** Matches one more line of a run: nothing else on that line, or more of it behind a blank. */
const following =
  /(?:\\[nr]|\\?\s)+((?:[A-Za-z0-9+/]|\\(?:\/|u002[BbFf]))+(?:=|\\u003[Dd]){0,2})(?=\s*(?:\\[nr]|$|["'`<,\]}]|[\r\n])|[\t ][A-Za-z0-9+/]{16})/y;

const withoutEscapes = (base64: string): string =>
  base64.replace(/\\(?:\/|u00([0-9A-Fa-f]{2}))/g, (_, code?: string) =>
    code === undefined ? '/' : String.fromCharCode(Number.parseInt(code, 16)),
  );

/**
 * Calls `decode` for each run, from the front to the back, until it says that it wants no more: for one over several
 * lines first with the whole and then, where that is nothing, with its first line alone.
 */
export function* findBase64RunsSteps(
  text: string,
  decode: (run: Base64Run) => Cooperative<RunVerdict>,
): Cooperative<void> {
  // Others search texts of their own while this one pauses.
  const [first, next] = [new RegExp(whole), new RegExp(following)];
  let [steps, from] = [0, 0];
  while (from < text.length) {
    const found = text.slice(from, from + windowLength).search(beginning);
    if (found < 0) {
      // What begins at the end of one window is found in the next one.
      from += windowLength - 2 * 16;
      yield;
      continue;
    }
    const start = from + found;
    first.lastIndex = start;
    const inLetters = urlRunAt(text, start, from);
    const isOfUrls = inLetters ? yield* decode(inLetters) : 'nothing';
    if (isOfUrls === 'enough') return;
    if (inLetters && isOfUrls === 'found') {
      from = inLetters.span.end;
      continue;
    }
    const lines = [first.exec(text)?.[0] ?? ''];
    const ends = [first.lastIndex];
    while (lines.at(-1) !== undefined && !/=$|\\u003[Dd]$/.test(lines.at(-1) ?? '')) {
      if (++steps % stride === 0) yield;
      next.lastIndex = ends.at(-1) ?? 0;
      const line = next.exec(text);
      if (!line) break;
      lines.push(line[1] ?? '');
      ends.push(next.lastIndex);
    }
    from = ends.at(-1) ?? start + 1;
    for (const count of lines.length === 1 ? [1] : [lines.length, 1]) {
      const span = { start, end: ends[count - 1] ?? start };
      const base64 = withoutEscapes(lines.slice(0, count).join(''));
      if (base64.length < shortest) continue;
      yield;
      const verdict = yield* decode({ span, base64 });
      if (verdict === 'enough') return;
      if (verdict === 'nothing') continue;
      from = span.end;
      break;
    }
    if (++steps % stride === 0) yield;
  }
}

/**
 * Returns the run in the letters of URLs (RFC 4648 §5) that a place is in, where it begins as DER does and has one of
 * them. Each run is looked at once: what begins behind a letter of it begins none.
 */
function urlRunAt(text: string, at: number, from: number): Base64Run | undefined {
  const before = /[\w-]{0,20}$/.exec(text.slice(Math.max(from, at - 20), at))?.[0] ?? '';
  const start = at - before.length;
  if (before.length === 20 || !/^M[A-P]/.test(text.slice(start, start + 2))) return undefined;
  const run = new RegExp(urlRun);
  run.lastIndex = start;
  const base64 = run.exec(text)?.[0] ?? '';
  return base64.length >= shortest && /[-_]/.test(base64)
    ? { span: { start, end: start + base64.length }, base64 }
    : undefined;
}

const urlRun = /[\w-]+={0,2}/y;

/** `found`: it is something, and the search goes on behind it. */
export type RunVerdict = 'found' | 'nothing' | 'enough';

/** Characters that are searched at once. */
const windowLength = 256 * 1024;

/** Lines that are read at once. */
const stride = 500;

/** The smallest key, Ed25519 in PKCS#8, has 64 characters. */
const shortest = 48;
