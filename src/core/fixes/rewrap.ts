import type { Cooperative } from '../../shared/cooperative';
import { holds } from '../document/blockSpans';
import type { PemDocument } from '../document/document';
import type { Span } from '../model';
import { hasOwnLayout } from '../pem/labels';
import { scanLines } from '../pem/lines';
import type { PemBlock } from '../pem/scan';
import type { TextEdit } from './lines';
import { lineEndOf, lineStart, withEdits } from './lines';
import type { ReadText } from './readText';

/**
 * Wraps blocks as RFC 7468 §2 has it: exactly 64 characters a line but the last, and no blank line among them. Headers
 * stay as they are.
 */
export function* rewrap({ text, document }: ReadText): Cooperative<string> {
  const lineEnd = lineEndOf(text);
  const split = splitBlocks(document);
  const edits: TextEdit[] = [];
  for (const { block } of document.parts) {
    yield;
    if (hasOwnLayout(block.label) || !(block.isIntact || split.has(block))) continue;
    const wrapped = yield* wrap(text, block, lineEnd);
    if (wrapped !== text.slice(block.body.start, block.body.end)) edits.push({ span: block.body, text: wrapped });
  }
  yield;
  return withEdits(text, edits);
}

/** Finds blocks that blank lines split and that are right otherwise. */
function splitBlocks({ parts, errors }: PemDocument): ReadonlySet<PemBlock> {
  const blanks = errors.filter(({ code }) => code === 'blankLine').values();
  let blank = blanks.next().value;
  const split = new Set<PemBlock>();
  for (const { block } of parts) {
    while (blank && blank.span.end <= block.body.start) blank = blanks.next().value;
    if (blank && holds(block.body, blank.span)) split.add(block);
  }
  return split;
}

function* wrap(text: string, { span, body }: PemBlock, lineEnd: string): Cooperative<string> {
  const indent = text.slice(lineStart(text, span.start), span.start).replace('\uFEFF', '');
  const headersEnd = endOfHeaders(text, body);
  const base64 = text.slice(headersEnd, body.end).replace(/\s+/g, '');
  yield;
  const lines = base64.match(/.{1,64}/g) ?? [];
  yield;
  // The indent of the END line is the body's last one.
  return text.slice(body.start, headersEnd) + lines.map((line) => `${indent}${line}${lineEnd}`).join('');
}

/**
 * Returns the offset behind the blank line that ends RFC 1421 headers; where there are none, the start of the body.
 * Headers without an end are all there is.
 */
export function endOfHeaders(text: string, body: Span): number {
  let hasHeader = false;
  for (const line of scanLines(text, body)) {
    if (line.start === line.end) return hasHeader ? line.next : body.start;
    hasHeader ||= text.slice(line.start, line.end).includes(':');
    if (!hasHeader) return body.start;
  }
  return body.end;
}
