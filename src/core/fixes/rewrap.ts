import type { Cooperative } from '../../shared/cooperative';
import type { PemDocument } from '../document/document';
import { contains } from '../document/document';
import type { Span } from '../model';
import { quotingBehindBlock } from '../pem/boundaryText';
import { hasOwnLayout } from '../pem/labels';
import { scanLines } from '../pem/lines';
import { scanLooseBlocksSteps } from '../pem/looseBlocks';
import type { PemBlock } from '../pem/scan';
import { scanPemSteps } from '../pem/scan';
import type { ReadText, TextEdit } from './lines';
import { lineEndOf, lineStart, lineStop, withEdits } from './lines';

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
    if (blank && contains(block.body, blank.span)) split.add(block);
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

/**
 * Restores each block that cannot be read as it stands; kept only where more blocks can be read then, and less is
 * broken.
 */
export function* restoreBlocks({ text, document }: ReadText): Cooperative<string> {
  const lineEnd = lineEndOf(text);
  const intact = document.parts.flatMap(({ block }) => (block.isIntact ? [block.span] : []));
  const edits: TextEdit[] = [];
  let [behind, next] = [0, 0];
  for (const { span, pem, isPlaceholder } of yield* scanLooseBlocksSteps(text)) {
    yield;
    while ((intact[next]?.end ?? Infinity) <= span.start) next++;
    if (isPlaceholder || (intact[next]?.start ?? Infinity) < span.end) continue;
    const place = widened(text, span, behind);
    behind = place.end;
    edits.push({
      span: place,
      text: `${place.start > lineStart(text, place.start) ? lineEnd : ''}${pem.trimEnd().replaceAll('\n', lineEnd)}${
        lineStop(text, place.end) > place.end ? lineEnd : ''
      }`,
    });
  }
  if (edits.length === 0) return text;
  const after = withEdits(text, edits);
  const { blocks, errors } = yield* scanPemSteps(after);
  const isBetter =
    blocks.filter(({ isIntact }) => isIntact).length > new Set(intact).size && errors.length <= document.errors.length;
  return isBetter ? after : text;
}

/** Returns the span of the block with what only quotes or prefixes it on its lines. */
function widened(text: string, { start, end }: Span, floor: number): Span {
  const first = Math.max(floor, lineStart(text, start));
  const before =
    /["'`>+|#;*/\s\ufeff\0]*$/.exec(text.slice(Math.max(first, start - maxQuoting), start))?.[0].length ?? 0;
  return { start: start - before, end: end + quotingBehind(text.slice(end, end + maxQuoting)) };
}

/** Returns the length of what ends a string, on the line of END and, if nothing else is there, on those below. */
function quotingBehind(behind: string): number {
  const quoting = quotingBehindBlock.exec(behind)?.[0] ?? '';
  const isWhole = quoting.length === behind.length || /[\r\n]\s*$/.test(quoting);
  const own = isWhole ? quoting : quoting.slice(0, Math.max(0, quoting.lastIndexOf('\n')) || quoting.length);
  return own.trimEnd().length;
}

const maxQuoting = 200;
