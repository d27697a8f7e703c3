import type { Cooperative } from '../../shared/cooperative';
import { unescapeLineEnds } from '../pem/lines';

/**
 * Returns the lines that a line with `\n` in it stands for. Text beside the blocks gets a line of its own, unless it is
 * quoting alone.
 */
export function* unescapeLine(line: string, lineEnd: string): Cooperative<string> {
  const joined: string[] = [];
  const lines: string[] = [];
  const waiting: string[] = [];
  for (const each of splitAtFeeds(introduced(yield* unescape(line)))) {
    yield;
    const bare = each.replace(/^(\s*-----END [^\n-]*-----)\s*["'`]+\s*(?:[,;]\s*)?$/, '$1');
    if (/^\s*["'`]+\s*(?:[,;]\s*)?$/.test(bare)) continue;
    // Empty ones at the end are left out.
    waiting.push(bare);
    if (bare === '') continue;
    for (const next of waiting.splice(0)) lines.push(next);
    // Joined now and then: all at once takes long.
    if (lines.length >= 1000) joined.push(lines.splice(0).join(lineEnd));
  }
  if (lines.length > 0) joined.push(lines.join(lineEnd));
  yield;
  return joined.join(lineEnd);
}

/** Applies {@link unescapeLineEnds} to a line of any length. */
function* unescape(line: string): Cooperative<string> {
  const parts: string[] = [];
  for (let start = 0; start < line.length;) {
    yield;
    let end = start + stride;
    // An escape is four characters at most, and stays whole.
    while (end < line.length && line.slice(end - 3, end).includes('\\')) end++;
    parts.push(unescapeLineEnds(line.slice(start, end)));
    start = end;
  }
  return parts.join('');
}

/** Characters that are turned at once. */
const stride = 65_536;

/** Puts what stands before the first BEGIN on a line of its own, without the quotes that open a string. */
function introduced(text: string): string {
  const begin = text.indexOf('-----BEGIN ');
  if (begin < 0) return text;
  let end = begin;
  while (end > 0 && '"\'`'.includes(text.charAt(end - 1))) end--;
  const before = text.slice(0, end);
  if (before.includes('\n')) return text;
  return `${before.trim() === '' ? '' : `${before.trimEnd()}\n`}${text.slice(begin)}`;
}

function* splitAtFeeds(text: string): Generator<string> {
  let start = 0;
  for (let feed = text.indexOf('\n'); feed >= 0; feed = text.indexOf('\n', start)) {
    yield text.slice(start, feed);
    start = feed + 1;
  }
  yield text.slice(start);
}
