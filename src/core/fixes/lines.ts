import type { Span } from '../model';

/** The line end that a text has. */
export const lineEndOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

export const lineStart = (text: string, at: number): number => (at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1);

/** Where the line that `at` is on ends, before its line end. */
export function lineStop(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  const stop = feed < 0 ? text.length : feed;
  return stop > at && text.charCodeAt(stop - 1) === 0x0d ? stop - 1 : stop;
}

export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** The text with all edits made. They must not overlap. */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.span.start - b.span.start)) {
    parts.push(text.slice(at, edit.span.start), edit.text);
    at = edit.span.end;
  }
  return [...parts, text.slice(at)].join('');
}

/** The one edit that makes `after` of `before`, as small as equal ends let it be. Undefined where they are the same. */
export function toEdit(before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (same < shorter - start && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same++;
  return { span: { start, end: before.length - same }, text: after.slice(start, after.length - same) };
}
