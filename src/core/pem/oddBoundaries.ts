/** Finds BEGIN and END lines that lost their dashes, or have something else in their place. */
import type { Cooperative } from '../../shared/cooperative';
import type { Span } from '../model';
import { readMeantLine } from './boundaryText';
import { looksLikeArmour } from './edges';
import type { Boundary } from './lines';
import { scanLines } from './lines';

/** A line that says BEGIN or END, with whatever is no letter around. */
const oddLine = /(?<![^\r\n])[^\w\r\n]{0,24}_{0,12}(?:BEGIN|END)[ _](?=[^\r\n]{0,60}(?:CERT|KEY|REQUEST|CRL|PKCS))/gi;

/** Characters that are searched at once. */
const windowLength = 64 * 1024;
/** Characters of the longest match. */
const overlap = 128;

/** Returns the parts of a text that are of no intact block. Most gaps are a line end, or a comment. */
export function gapsOf(
  blocks: readonly { readonly span: Span; readonly isIntact: boolean }[],
  end: number,
): readonly Span[] {
  const gaps: Span[] = [];
  let from = 0;
  for (const { span, isIntact } of blocks) {
    if (!isIntact) continue;
    if (span.start - from >= minGap) gaps.push({ start: from, end: span.start });
    from = span.end;
  }
  return end - from >= minGap ? [...gaps, { start: from, end }] : gaps;
}

/** Shorter ones have no line with a label in it, and no base64. */
const minGap = 32;

/**
 * Finds them in gaps between blocks, and in blocks without END, in the order of the text. Each has base64 beside it: a
 * sentence that mentions a boundary is none.
 */
export function* findOddBoundariesSteps(text: string, gaps: readonly Span[]): Cooperative<readonly Boundary[]> {
  const boundaries: Boundary[] = [];
  for (const { start, end } of gaps) {
    for (let from = start; from < end; from += windowLength) {
      yield;
      for (const { index } of text.slice(from, Math.min(end, from + windowLength + overlap)).matchAll(oddLine)) {
        const boundary =
          from + index > (boundaries.at(-1)?.span.start ?? -1) ? readOddLine(text, from + index) : undefined;
        if (boundary) boundaries.push(boundary);
      }
    }
  }
  return boundaries;
}

function readOddLine(text: string, at: number): Boundary | undefined {
  const [line] = scanLines(text, { start: at, end: Math.min(text.length, at + overlap) });
  if (!line) return undefined;
  const { start, end, lineStart, next } = line;
  const meant = readMeantLine(text.slice(start, end).replace(/^[\W_]+|[\W_]+$/g, ''));
  if (!meant || !isBesideBase64(text, meant.side === 'begin' ? next : lineStart, meant.side)) return undefined;
  return {
    ...meant,
    span: { start, end },
    before: { start, end: start },
    behind: { start: end, end },
    lineStart,
    next,
    isMisspelt: true,
  };
}

/** Returns whether base64 follows BEGIN, or stands before END, in a line of its own. */
function isBesideBase64(text: string, at: number, side: Boundary['side']): boolean {
  if (side === 'begin') return looksLikeArmour(text.slice(at, at + 80).trimStart(), 0);
  const before = text.slice(Math.max(0, at - 160), at);
  return /(?:^|[\r\n])[^\S\r\n]*[A-Za-z0-9+/]+={0,2}[^\S\r\n]*\r?\n?$/.test(before) && /[A-Za-z0-9+/]{16}/.test(before);
}

/** Puts them among the others, where they are not the same. */
export function* withOddBoundaries(
  boundaries: Iterable<Boundary | undefined>,
  odd: readonly Boundary[],
): Generator<Boundary | undefined> {
  let next = 0;
  for (const boundary of boundaries) {
    for (let each = odd[next]; boundary && each && each.lineStart <= boundary.lineStart; each = odd[++next])
      if (each.lineStart < boundary.lineStart) yield each;
    yield boundary;
  }
  yield* odd.slice(next);
}
