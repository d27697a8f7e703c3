/** Mends what keeps blocks from being found. Each repair is kept only if it leaves less broken than there was. */
import { scanPem } from '../pem';
import type { Breakage, PemScan } from '../pem';
import { lineEndOf, lineStart, lineStop, withEdits } from './lines';
import type { TextEdit } from './lines';

/** BEGIN and END lines as RFC 7468 §2 has them: spelt so, a line of their own each, both there, with one label. */
export function mendBoundaries(text: string): string {
  const scan = scanPem(text);
  const edits = scan.breakages.flatMap((breakage) => mendingEdit(text, scan, breakage));
  return better(text, withEdits(text, edits));
}

const better = (before: string, after: string): string => (scanPem(after).breakages.length < scanPem(before).breakages.length ? after : before);

function mendingEdit(text: string, { blocks }: PemScan, { code, span, label, facts }: Breakage): readonly TextEdit[] {
  const lineEnd = lineEndOf(text);
  switch (code) {
    case 'misspeltBoundary': {
      const side = /^\W*end/i.test(text.slice(span.start, span.end)) ? 'END' : 'BEGIN';
      return [{ span, text: `-----${side} ${label}-----` }];
    }
    case 'mismatchedEnd':
      return [{ span, text: `-----END ${String(facts['begin'])}-----` }];
    case 'missingEnd': {
      const end = blocks.find(({ begin }) => begin.start === span.start)?.span.end ?? span.end;
      return [{ span: { start: end, end }, text: `${lineEnd}-----END ${label}-----${/^[^\S\r\n]*(?:[\r\n]|$)/.test(text.slice(end, end + 100)) ? '' : lineEnd}` }];
    }
    case 'missingLineBreak': {
      const isFirst = text.slice(lineStart(text, span.start), span.start).trim() === '';
      const isLast = text.slice(span.end, lineStop(text, span.end)).trim() === '';
      const boundary = text.slice(span.start, span.end);
      return [{ span, text: `${isFirst ? '' : lineEnd}${boundary}${isLast ? '' : lineEnd}` }];
    }
    case 'missingBlankLine':
      return [{ span: { start: span.start, end: span.start }, text: lineEnd }];
    default:
      return [];
  }
}

/** Line breaks that are written as `\n`, with the quotes and slashes that strings of JSON and of shells bring along. */
export function unescapeLineBreaks(text: string): string {
  const regions: { start: number; end: number }[] = [];
  for (const { code, span } of scanPem(text).breakages) {
    if (code !== 'escapedLineBreaks') continue;
    const region = { start: lineStart(text, span.start), end: lineStop(text, span.end) };
    if (regions.at(-1)?.end !== region.end) regions.push(region);
  }
  const lineEnd = lineEndOf(text);
  return better(text, withEdits(text, regions.map((span) => ({ span, text: unescapeLine(text.slice(span.start, span.end)).replaceAll('\n', lineEnd) }))));
}

/** LF throughout. Text beside the blocks gets a line of its own, unless it is quoting alone. */
function unescapeLine(line: string): string {
  return line
    .replace(/(?:\\r)?\\n|\\r/g, '\n')
    .replaceAll('\\/', '/')
    .replace(/^([^\n]*?)["'`]*(?=-----BEGIN )/, (_, before: string) => (before.trim() === '' ? '' : `${before.trimEnd()}\n`))
    .split('\n')
    .map((each) => each.replace(/^(\s*-----END [^\n-]*-----)\s*["'`]+\s*[,;]?\s*$/, '$1'))
    .filter((each) => !/^\s*["'`]+\s*[,;]?\s*$/.test(each))
    .join('\n')
    .replace(/\n+$/, '');
}
