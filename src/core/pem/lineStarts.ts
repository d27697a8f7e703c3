import type { Cooperative } from '../../shared/cooperative';
import type { Span } from '../model';

/**
 * The starts of the lines of a text, in UTF-16 units. Only of the first lines, where there are more than {@link
 * maxLines}.
 */
export type LineStarts = Uint32Array;

/** A place as editors count: lines and UTF-16 units, both from 0. */
interface TextPlace {
  readonly line: number;
  readonly character: number;
}

export interface TextRange {
  readonly start: TextPlace;
  readonly end: TextPlace;
}

/** More would cost more memory than the text itself: places behind them have no line number. */
export const maxLines = 1 << 20;

/** The number of characters between two pauses. */
const stretch = 1 << 16;

const lineFeed = 10;
const carriageReturn = 13;

/** Finds the starts of lines. LF, CRLF and CR each end one, as in an editor. */
export function* findLineStartsSteps(text: string): Cooperative<LineStarts> {
  const starts = [0];
  for (let at = 0; at < text.length && starts.length < maxLines; at++) {
    if (at % stretch === stretch - 1) yield;
    const unit = text.charCodeAt(at);
    if (unit === lineFeed || (unit === carriageReturn && text.charCodeAt(at + 1) !== lineFeed)) starts.push(at + 1);
  }
  return Uint32Array.from(starts);
}

/**
 * Returns the place of a span once an editor has opened the text. Offsets would not do: an editor makes all line ends
 * alike.
 */
export function toTextRange(lines: LineStarts, { start, end }: Span): TextRange | undefined {
  const range = { start: toPlace(lines, start), end: toPlace(lines, end) };
  return lines.length >= maxLines && range.end.line === lines.length - 1 ? undefined : range;
}

function toPlace(lines: LineStarts, offset: number): TextPlace {
  let line = 0;
  let behind = lines.length;
  while (behind - line > 1) {
    const middle = (line + behind) >> 1;
    if ((lines[middle] ?? 0) <= offset) line = middle;
    else behind = middle;
  }
  return { line, character: offset - (lines[line] ?? 0) };
}
