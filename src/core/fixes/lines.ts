import type { Cooperative } from '../../shared/cooperative';
import type { LinkCache } from '../chain/links';
import type { PemDocument, PemPart } from '../document/document';
import { readPemDocumentSteps } from '../document/document';
import type { Span } from '../model';

/** A text and what was read of it: what a fix is given. */
export interface ReadText {
  readonly text: string;
  readonly document: PemDocument;
  /** See `orderChainSteps`. */
  readonly links?: LinkCache;
  /** Milliseconds since 1970: of several issuers of one name, the one that is valid now counts. */
  readonly now?: number;
}

/** Reads another text; the same text is not read again. */
export function* withText(source: ReadText, text: string): Cooperative<ReadText> {
  return text === source.text ? source : { ...source, text, document: yield* readPemDocumentSteps(text) };
}

/** Returns the line end that a text has. */
export const lineEndOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

export const lineStart = (text: string, at: number): number => (at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1);

/** Returns where the line that `at` is on ends, before its line end. */
export function lineStop(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  const stop = feed < 0 ? text.length : feed;
  return stop > at && text.charCodeAt(stop - 1) === 0x0d ? stop - 1 : stop;
}

/** Returns whether nothing but white space stands before (behind) `at` on its line. */
export function isFirstOfLine(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && isBlank(text.charCodeAt(before))) before--;
  return before < 0 || text.charCodeAt(before) === 0x0a;
}
export function isLastOfLine(text: string, at: number): boolean {
  let behind = at;
  while (behind < text.length && isBlank(text.charCodeAt(behind))) behind++;
  return behind === text.length || text.charCodeAt(behind) === 0x0a;
}

const isBlank = (code: number): boolean => code !== 0x0a && (code <= 0x20 || code === 0xfeff);

/** Turns carriage returns that no line feed follows, alone or several, into the line end that the text has. */
export function* endLinesWithFeeds({ text }: { readonly text: string }): Cooperative<string> {
  const lineEnd = lineEndOf(text);
  const edits: TextEdit[] = [];
  for (const { index, 0: written } of text.matchAll(/\r+\n?/g)) {
    if (edits.length % 1000 === 0) yield;
    if (written !== '\r\n') edits.push({ span: { start: index, end: index + written.length }, text: lineEnd });
  }
  return withEdits(text, edits);
}

export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** Applies all edits. They must not overlap. */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  if (edits.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.span.start - b.span.start)) {
    parts.push(text.slice(at, edit.span.start), edit.text);
    at = edit.span.end;
  }
  return [...parts, text.slice(at)].join('');
}

/**
 * Returns the one edit that turns `before` into `after`, as small as equal ends let it be. Undefined where they are the
 * same.
 */
export function* toEdit(before: string, after: string): Cooperative<TextEdit | undefined> {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  for (
    ;
    start + stride <= shorter && before.slice(start, start + stride) === after.slice(start, start + stride);
    start += stride
  )
    yield;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  const most = shorter - start;
  let same = 0;
  for (; same + stride <= most && tail(before, same) === tail(after, same); same += stride) yield;
  while (same < most && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same))
    same++;
  return { span: { start, end: before.length - same }, text: after.slice(start, after.length - same) };
}

/** Returns the next characters to compare, before the last `same` ones. */
const tail = (text: string, same: number): string => text.slice(text.length - same - stride, text.length - same);

/** Characters that are compared at once. */
const stride = 65_536;

/**
 * Returns the block's lines, and those straight above it up to a blank one or the block before, which introduce it. No
 * line end behind.
 */
export function segmentOf(text: string, { parts }: PemDocument, part: PemPart): Span {
  const before = parts[parts.indexOf(part) - 1];
  const floor = before ? nextLine(text, before.block.span.end) : 0;
  const own = lineStart(text, part.block.span.start);
  let start = own;
  while (start > floor) {
    const above = lineStart(text, start - 1);
    if (above < floor || text.slice(above, start).trim() === '') break;
    start = above;
    if (own - start <= maxIntroductionLength) continue;
    start = own;
    break;
  }
  // A byte order mark stays at the front.
  return { start: start === 0 && text.startsWith('\uFEFF') ? 1 : start, end: lineStop(text, part.block.span.end) };
}

/** Longer text, in UTF-16 units, is no introduction of a block. */
const maxIntroductionLength = 65_536;

/** Returns where the line after the one that `at` is on starts. */
export function nextLine(text: string, at: number): number {
  const stop = lineStop(text, at);
  return stop + (text.startsWith('\r\n', stop) ? 2 : text.startsWith('\n', stop) ? 1 : 0);
}
