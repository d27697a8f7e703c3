import type { Span } from '../model';
import { scanLines } from '../pem/lines';
import type { PemDocument, PemPart } from './document';

/** Finds the part that contains an offset of the text, both ends included. */
export function partAt({ parts }: PemDocument, offset: number): PemPart | undefined {
  return parts.find(({ block: { span } }) => span.start <= offset && offset <= span.end);
}

/**
 * Returns the spans around an offset, innermost first: its line, the body it is in, its block, the whole text. Each
 * contains the one before.
 */
export function spansAround(text: string, document: PemDocument, offset: number): readonly Span[] {
  const whole = { start: 0, end: text.length };
  const block = partAt(document, offset)?.block;
  const body = block && offset >= block.body.start && offset < block.body.end ? [trimLineEnd(text, block.body)] : [];
  const spans = [lineAt(text, offset), ...body, ...(block ? [block.span] : []), whole];
  return spans.filter((span, index) => spans.slice(index + 1).every((outer) => holds(outer, span)));
}

/** Returns whether the inner span is within the outer one. */
export const holds = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

function lineAt(text: string, offset: number): Span {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  for (const line of scanLines(text, { start, end: text.length }))
    return { start: Math.min(line.start, offset), end: Math.max(line.end, offset) };
  return { start: offset, end: offset };
}

function trimLineEnd(text: string, { start, end }: Span): Span {
  let last = end;
  while (last > start && (text.charCodeAt(last - 1) === 0x0a || text.charCodeAt(last - 1) === 0x0d)) last--;
  return { start, end: last };
}
