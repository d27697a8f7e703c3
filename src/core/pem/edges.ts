/** Decides which boundaries open and close a block, and which are only mentioned or mixed up. */
import type { Span } from '../model';
import type { Boundary } from './lines';
import { scanLines } from './lines';

/** A boundary; `isSwapped` where BEGIN is written in place of END, or END in place of BEGIN. */
export type Edge = Boundary & { readonly isSwapped?: boolean };

export const isEmpty = (span: Span): boolean => span.start >= span.end;
export const isAlone = (boundary: Boundary): boolean => isEmpty(boundary.before) && isEmpty(boundary.behind);

/** Returns false if a sentence merely mentions the boundary: some armour has to follow. */
export function isLikelyBoundary(text: string, boundary: Boundary): boolean {
  if (isEmpty(boundary.behind))
    return isEmpty(boundary.before) || followsArmour(text, boundary.next, quoteBefore(text, boundary));
  return looksLikeData(text, boundary.behind.start) || followsArmour(text, boundary.next);
}

/** Returns whether BEGIN closes the open block of its label: data is before it, and none behind. */
export const isEndMeant = (text: string, open: Edge, boundary: Boundary): boolean =>
  isAlone(boundary) &&
  boundary.label === open.label &&
  isEmpty(open.behind) &&
  followsArmour(text, open.next) &&
  !followsArmour(text, skipBlank(text, boundary.next));

/** Returns whether END opens a block: data is behind it, and none before. */
export const isBeginMeant = (text: string, boundary: Boundary): boolean =>
  isAlone(boundary) &&
  followsArmour(text, boundary.next) &&
  !/[A-Za-z0-9+/=]{4}\s*$/.test(text.slice(Math.max(0, boundary.lineStart - 80), boundary.lineStart));

/** Returns where a line starts that is not blank; a block is never that far away. */
function skipBlank(text: string, at: number): number {
  return at + (/^\s*/.exec(text.slice(at, at + 200))?.[0].length ?? 0);
}

export const looksLikeArmour = (text: string, at: number): boolean =>
  /^(?:\\[nr]|[A-Za-z0-9+/=]{16}|(?:Proc-Type|DEK-Info):)/.test(text.slice(at, at + 16));

/**
 * Returns whether data follows BEGIN, also where a comma, `\u000a`, `%0A` or the like is in place of the line break.
 */
export const looksLikeData = (text: string, at: number): boolean =>
  looksLikeArmour(text, at) || /^[^\r\n]{1,12}M[A-P][A-Za-z0-9+/]{14}/.test(text.slice(at, at + 28));

function followsArmour(text: string, at: number, quote = ''): boolean {
  for (const line of scanLines(text, { start: at, end: Math.min(at + 200, text.length) })) {
    const content = text.slice(line.start, line.end);
    return looksLikeArmour(withoutQuote(content, quote), 0);
  }
  return false;
}

function withoutQuote(content: string, quote: string): string {
  if (isNumber(quote)) return content.replace(/^\d{1,6}[:.)|\s]{1,3}/, '').trimStart();
  return content.startsWith(quote) ? content.slice(quote.length).trimStart() : content;
}

/** Returns whether it is the number of a line, as `cat -n` and `grep -n` write it. */
export const isNumber = (quote: string): boolean => /^\d{1,6}[:.)|]?$/.test(quote);

/**
 * Returns what a mail program or terminal puts before each line that it quotes. Comments are commented out on purpose.
 */
export function quoteBefore(text: string, { before: { start, end } }: Boundary): string {
  const before = text.slice(start, Math.min(end, start + 8));
  return /^[>|][>| ]*$/.test(before) || isNumber(before) ? before : '';
}
