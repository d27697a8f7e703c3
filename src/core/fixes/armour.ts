/** Fixes what keeps blocks from being found. Each fix is kept only if less is broken afterwards. */
import type { Cooperative } from '../../shared/cooperative';
import type { Span } from '../model';
import { meantSide } from '../pem/labels';
import { unescapeLineEnds } from '../pem/lines';
import type { PemBlock, PemError } from '../pem/scan';
import { scanPemSteps } from '../pem/scan';
import type { ReadText, TextEdit } from './lines';
import { isFirstOfLine, isLastOfLine, lineEndOf, lineStart, lineStop, withEdits, withText } from './lines';
import { restoreBlocks } from './rewrap';

/**
 * Writes BEGIN and END lines as RFC 7468 §2 has them: spelt so, on a line of their own, both present, with one label.
 */
export function* fixBoundaries(source: ReadText): Cooperative<string> {
  const hasOtherText =
    source.document.errors.some(({ code }) => code === 'textBesideBoundary') || hasLettersOfEscapes.test(source.text);
  // What stands beside a boundary may stand before every line of its block.
  const read = hasOtherText ? yield* withText(source, yield* restoreBlocks(source)) : source;
  const { text, document } = read;
  const blocks = new Map(document.parts.map(({ block }) => [block.begin.start, block]));
  const lineEnd = lineEndOf(text);
  const edits: TextEdit[] = [];
  for (const error of document.errors) {
    yield;
    edits.push(...boundaryEdits(error, { text, lineEnd, block: blocks.get(error.span.start) }));
  }
  return yield* better(read, edits);
}

/** A `\n` that became `n`, before the data. */
const hasLettersOfEscapes = /-----\r?\nr?nM[A-P][A-Za-z0-9+/]{14}/;

function* better({ text, document }: ReadText, edits: readonly TextEdit[]): Cooperative<string> {
  if (edits.length === 0) return text;
  yield;
  const after = withEdits(text, edits);
  return (yield* scanPemSteps(after)).errors.length < document.errors.length ? after : text;
}

interface Broken {
  readonly text: string;
  readonly lineEnd: string;
  /** The block whose BEGIN it is. */
  readonly block: PemBlock | undefined;
}

function boundaryEdits({ code, span, label, facts }: PemError, { text, lineEnd, block }: Broken): readonly TextEdit[] {
  switch (code) {
    case 'misspeltBoundary': {
      const written = text.slice(span.start, span.end);
      const isEnd = /^\W*end/i.test(written) || meantSide(/[a-z]+/i.exec(written)?.[0] ?? '') === 'end';
      const side = facts['meant'] ?? (isEnd ? 'END' : 'BEGIN');
      return [{ span, text: `-----${side} ${label}-----` }];
    }
    case 'mismatchedEnd':
      return [{ span, text: `-----END ${String(facts['begin'])}-----` }];
    case 'missingEnd': {
      // One more BEGIN than there are blocks.
      if (block && text.slice(block.body.start, block.body.end).trim() === '') return [lineOf(text, span)];
      const end = block?.span.end ?? span.end;
      return [
        {
          span: { start: end, end },
          text: `${lineEnd}-----END ${label}-----${isLastOfLine(text, end) ? '' : lineEnd}`,
        },
      ];
    }
    case 'missingLineBreak': {
      // Two of them may share their dashes.
      const boundary = text.slice(span.start, span.end).replace(/(?<!-)-*$/, '-----');
      const fixed = {
        span,
        text: `${isFirstOfLine(text, span.start) ? '' : lineEnd}${boundary}${isLastOfLine(text, span.end) ? '' : lineEnd}`,
      };
      // Of a block's BEGIN and END, both wanting, only the first is reported.
      return block && !isFirstOfLine(text, block.body.end) ? [fixed, insertion(block.body.end, lineEnd)] : [fixed];
    }
    case 'missingBlankLine':
      return [insertion(span.start, lineEnd)];
    case 'strayEnd': {
      const at = startOfBase64(text, lineStart(text, span.start));
      if (at !== undefined) return [insertion(at, `-----BEGIN ${label}-----${lineEnd}`)];
      return isBehindEnd(text, lineStart(text, span.start), label) ? [lineOf(text, span)] : [];
    }
    default:
      return [];
  }
}

/** Returns whether the line above is an END line of the same label: then this one ends nothing. */
const isBehindEnd = (text: string, at: number, label: string): boolean =>
  text
    .slice(Math.max(0, at - 200), at)
    .trimEnd()
    .endsWith(`-----END ${label}-----`);

/** Removes a boundary, and its line where nothing else is on it. */
function lineOf(text: string, { start, end }: Span): TextEdit {
  if (!isFirstOfLine(text, start) || !isLastOfLine(text, end)) return { span: { start, end }, text: '' };
  const stop = lineStop(text, end);
  const behind = text.startsWith('\r\n', stop) ? stop + 2 : text.startsWith('\n', stop) ? stop + 1 : stop;
  return { span: { start: lineStart(text, start), end: behind }, text: '' };
}

/** Returns where the lines of base64 straight above a place start. Undefined where there are none. */
function startOfBase64(text: string, at: number): number | undefined {
  let start = at;
  while (start > 0) {
    const above = lineStart(text, start - 1);
    if (start - above > maxBase64Line || !/^[A-Za-z0-9+/=]{4,}\s*$/.test(text.slice(above, start))) break;
    start = above;
  }
  return start < at ? start : undefined;
}

const maxBase64Line = 8192;

const insertion = (at: number, text: string): TextEdit => ({ span: { start: at, end: at }, text });

/** Turns `\n` into line breaks, and drops the quotes and slashes that strings of JSON and of shells bring along. */
export function* unescapeLineBreaks(source: ReadText): Cooperative<string> {
  const { text, document } = source;
  const lineEnd = lineEndOf(text);
  const edits: TextEdit[] = [];
  for (const { code, span } of document.errors) {
    yield;
    // A line may hold many blocks, and is turned as a whole.
    if (code !== 'escapedLineBreaks' || span.start < (edits.at(-1)?.span.end ?? 0)) continue;
    const line = { start: lineStart(text, span.start), end: lineStop(text, span.end) };
    edits.push({ span: line, text: yield* unescapeLine(text.slice(line.start, line.end), lineEnd) });
  }
  if (edits.length === 0) return text;
  const fixed = yield* withText(source, yield* better(source, edits));
  // Strings of programs, and of YAML, go on over many lines.
  return fixed.document.errors.some(({ code }) => code === 'escapedLineBreaks')
    ? yield* restoreBlocks(fixed)
    : fixed.text;
}

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
