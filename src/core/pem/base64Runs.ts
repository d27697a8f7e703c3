/** Finds base64 inside of other text: data of manifests, members of JSON, elements of XML. */
import type { Cooperative } from '../../shared/cooperative';
import { limits } from '../limits';
import type { Span } from '../model';

export interface Base64Run {
  readonly span: Span;
  /** Without the line breaks and backslashes that were between. */
  readonly base64: string;
}

/**
 * Sixteen characters of it or more. JSON may have `\/` and, as .NET and Gson write it, `\u002B` and `\u003d`; XML
 * `&#43;`, and URLs `%2B`.
 */
const beginning = /[A-Za-z0-9+/]{16}|(?:[A-Za-z0-9+/]|\\(?:\/|u002[BbFf])|&#(?:4[37]|x2[BbFf]);|%2[BbFf]){16}/;

/** The letters that a run is written in. */
interface Letters {
  /**
   * Matches some more of them, not all: an expression keeps a place for each, and a file of one long line has more than
   * there is room for.
   */
  readonly some: RegExp;
  readonly padding: RegExp;
}

const usual: Letters = {
  some: /(?:[A-Za-z0-9+/]|\\(?:\/|u002[BbFf])|&#(?:4[37]|x2[BbFf]);|%2[BbFf]){1,8192}/y,
  padding: /(?:=|\\u003[Dd]|&#(?:61|x3[Dd]);|%3[Dd]){0,2}/y,
};

/** Those of URLs (RFC 4648 §5). */
const ofUrls: Letters = { some: /[\w-]{1,8192}/y, padding: /={0,2}/y };

/**
 * The breaks and blanks between two lines of a run: also as JSON in JSON has them, as XML, as URLs, and between strings
 * that a program joins.
 */
const lineBreak =
  /(?:\\{1,4}[nr]|\\?\s|&#(?:1[03]|x0?[ADad]);|%0[ADad]){1,1000}|(["'`])[^\S\r\n]{0,100}(?:[+.][^\S\r\n]{0,100})?\\?\r?\n\s{0,1000}(?:[+.]\s{0,100})?b?\1/y;
/** Matches where nothing else is on the line of a run, or more of it behind a blank. */
const lineEnd =
  /\s{0,1000}(?:\\{1,4}[nr]|&#(?:1[03]|x0?[ADad]);|%0[ADad]|$|\\{0,4}["'`<,\]}]|\\?[\r\n])|[\t ][A-Za-z0-9+/]{16}/y;

/** Returns where a match that begins just there ends; undefined where there is none. */
function endOfMatch(expression: RegExp, text: string, at: number): number | undefined {
  // Others search texts of their own while this search pauses.
  const here = new RegExp(expression);
  here.lastIndex = at;
  return here.test(text) ? here.lastIndex : undefined;
}

interface Line {
  /** The letters without escapes; empty where there are more than the largest object has. */
  readonly base64: string;
  readonly end: number;
}

/** Reads a line of a run, from its first letter to its padding; it ends where it starts where there is none. */
function* readLine(text: string, start: number, { some, padding }: Letters): Cooperative<Line> {
  const parts: string[] = [];
  let end = start;
  for (let next = endOfMatch(some, text, end); next !== undefined; next = endOfMatch(some, text, end)) {
    if (next - start <= maxRun) parts.push(withoutEscapes(text.slice(end, next)));
    end = next;
    if (parts.length > 1) yield;
  }
  if (end === start) return { base64: '', end };
  const last = endOfMatch(padding, text, end) ?? end;
  parts.push(withoutEscapes(text.slice(end, last)));
  return { base64: last - start <= maxRun ? parts.join('') : '', end: last };
}

const withoutEscapes = (base64: string): string =>
  /[\\&%]/.test(base64)
    ? base64
        .replace(/\\\/|&#47;/g, '/')
        .replace(/&#43;/g, '+')
        .replace(/&#61;/g, '=')
        .replace(/(?:\\u00|&#x|%)([0-9A-Fa-f]{2});?/g, (_, code: string) =>
          String.fromCharCode(Number.parseInt(code, 16)),
        )
    : base64;

/**
 * Calls `decode` for each run, from the front to the back, until it says that it wants no more: for one over several
 * lines first with the whole and then, where that is nothing, up to its first line that is shorter or has a blank one
 * behind it, as the last one of an object has, and with its first line alone.
 */
export function* findBase64RunsSteps(
  text: string,
  decode: (run: Base64Run) => Cooperative<RunVerdict>,
): Cooperative<void> {
  // Where a run ends that was nothing as a whole, or too long: each part of it is tried by itself, and not with all
  // that follow.
  let failedEnd = 0;
  let [steps, from] = [0, 0];
  while (from < text.length) {
    const offset = text.slice(from, from + windowLength).search(beginning);
    if (offset < 0) {
      // What begins at the end of one window is found in the next one.
      from += windowLength - 2 * 16;
      yield;
      continue;
    }
    const start = from + offset;
    const inLetters = yield* urlRunAt(text, start, from);
    const isOfUrls = inLetters ? yield* decode(inLetters) : 'nothing';
    if (isOfUrls === 'enough') return;
    if (inLetters && isOfUrls === 'found') {
      from = inLetters.span.end;
      continue;
    }
    const first = yield* readLine(text, start, usual);
    const lines = [first];
    let whole: number | undefined;
    for (let last = first; !last.base64.endsWith('='); lines.push(last)) {
      if (++steps % stride === 0) yield;
      const next = endOfMatch(lineBreak, text, last.end);
      if (next === undefined) break;
      const line = yield* readLine(text, next, usual);
      if (line.end === next || endOfMatch(lineEnd, text, line.end) === undefined) break;
      if (last.base64.length < first.base64.length || /\n\s*\n/.test(text.slice(last.end, next))) {
        if (start < failedEnd) break;
        whole ??= lines.length;
      }
      last = line;
    }
    from = Math.max(lines.at(-1)?.end ?? 0, start + 1);
    for (const count of new Set([lines.length, whole ?? 1, 1])) {
      const span = { start, end: lines[count - 1]?.end ?? start };
      if (span.end - start > maxRun) {
        failedEnd = Math.max(failedEnd, span.end);
        continue;
      }
      const base64 = lines
        .slice(0, count)
        .map((line) => line.base64)
        .join('');
      if (base64.length < shortest) continue;
      yield;
      const verdict = yield* decode({ span, base64 });
      if (verdict === 'enough') return;
      if (verdict === 'nothing') {
        failedEnd = Math.max(failedEnd, span.end);
        continue;
      }
      from = span.end;
      break;
    }
    if (++steps % stride === 0) yield;
  }
}

/**
 * Returns the run in the letters of URLs that a place is in, where it begins as DER does and has one of them. Each run
 * is looked at once: what begins behind a letter of it begins none.
 */
function* urlRunAt(text: string, at: number, from: number): Cooperative<Base64Run | undefined> {
  const before = /[\w-]{0,20}$/.exec(text.slice(Math.max(from, at - 20), at))?.[0] ?? '';
  const start = at - before.length;
  if (before.length === 20 || !/^M[A-P]/.test(text.slice(start, start + 2))) return undefined;
  const { base64, end } = yield* readLine(text, start, ofUrls);
  return base64.length >= shortest && /[-_]/.test(base64) ? { span: { start, end }, base64 } : undefined;
}

/** `found`: it is something, and the search goes on behind it. */
export type RunVerdict = 'found' | 'nothing' | 'enough';

/** Characters that are searched at once. */
const windowLength = 256 * 1024;

/** Lines that are read at once. */
const stride = 500;

/** The smallest key, Ed25519 in PKCS#8, has 64 characters. */
const shortest = 48;

/** Characters of the longest run that is decoded: an object of the largest size, with some of them escaped. */
const maxRun = 3 * limits.objectBytes;
