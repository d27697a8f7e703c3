import type { PemDocument, PemPart } from '../document/document';
import type { Span } from '../model';
import { lineStart, lineStop } from './lines';

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
