/** Finds base64 inside of other text: data of manifests, members of JSON, elements of XML. */
import type { Span } from '../model';

export interface Base64Run {
  readonly span: Span;
  /** Without the line breaks and slashes that were between. */
  readonly base64: string;
}

const first = /(?:[A-Za-z0-9+/]|\\\/){16,}={0,2}/g;
/** One more line of it: nothing else stands on that line. */
const following = /(?:\\[nr]|\\?\s)+((?:[A-Za-z0-9+/]|\\\/)+={0,2})(?=\s*(?:\\[nr]|$|["'`<,\]}]|[\r\n]))/y;

/**
 * Gives what `decode` makes of each run: one over several lines comes whole first and then, where it is nothing, its first
 * line alone. From the front to the back; undefined now and then, where a long text may be left for a while.
 */
export function* findBase64Runs<T>(
  text: string,
  decode: (run: Base64Run) => T | undefined,
): Generator<{ readonly span: Span; readonly found: T } | undefined> {
  first.lastIndex = 0;
  for (let found = first.exec(text); found; found = first.exec(text)) {
    const start = found.index;
    const ends = [first.lastIndex];
    const lines = [found[0]];
    while (lines.at(-1)?.endsWith('=') === false) {
      following.lastIndex = ends.at(-1) ?? 0;
      const next = following.exec(text);
      if (!next) break;
      lines.push(next[1] ?? '');
      ends.push(following.lastIndex);
    }
    const run = (count: number): Base64Run => ({
      span: { start, end: ends[count - 1] ?? start },
      base64: lines.slice(0, count).join('').replaceAll('\\/', '/'),
    });
    const attempts = lines.length === 1 ? [1] : [lines.length, 1];
    let end = ends.at(-1) ?? first.lastIndex;
    for (const each of attempts.map(run)) {
      const decoded = each.base64.length < shortest ? undefined : decode(each);
      if (decoded === undefined) continue;
      end = each.span.end;
      yield { span: each.span, found: decoded };
      break;
    }
    first.lastIndex = end;
    yield undefined;
  }
}

/** The smallest key, Ed25519 in PKCS#8, has 64 characters. */
const shortest = 48;
