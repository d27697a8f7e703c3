import type { Span } from '../model';
import { scanPem } from '../pem';
import type { PemBlock, PemScan } from '../pem';
import { isForeignLabel } from '../pemLabels';
import { scanLines } from '../pemLines';
import { lineEndOf, lineStart, withEdits } from './lines';

/** RFC 7468 §2: exactly 64 characters a line but the last, and no blank line among them. Headers stay as they are. */
export function rewrap(text: string): string {
  const scan = scanPem(text);
  const edits = scan.blocks.filter((block) => isReadable(scan, block)).map((block) => ({ span: block.body, text: wrapped(text, block) }));
  return withEdits(text, edits.filter((edit) => edit.text !== text.slice(edit.span.start, edit.span.end)));
}

/** Whole, or split by blank lines and no more. */
const isReadable = ({ breakages }: PemScan, block: PemBlock): boolean =>
  !isForeignLabel(block.label) && (block.isIntact || breakages.some(({ code, span }) => code === 'blankLine' && isIn(block.body, span)));

const isIn = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

function wrapped(text: string, { span, body }: PemBlock): string {
  const lineEnd = lineEndOf(text);
  const indent = text.slice(lineStart(text, span.start), span.start);
  const headersEnd = endOfHeaders(text, body);
  const lines = text.slice(headersEnd, body.end).replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
  // The indent of the END line is the body's last one.
  return text.slice(body.start, headersEnd) + lines.map((line) => `${indent}${line}${lineEnd}`).join('');
}

/** Behind the blank line that ends RFC 1421 headers; where there are none, where the body starts. Headers without an end are all there is. */
function endOfHeaders(text: string, body: Span): number {
  let hasHeader = false;
  for (const line of scanLines(text, body)) {
    if (line.start === line.end) return hasHeader ? line.next : body.start;
    hasHeader ||= text.slice(line.start, line.end).includes(':');
    if (!hasHeader) return body.start;
  }
  return body.end;
}
