import type { Span } from '../model';
import { dashes, readMeantLine } from './boundaryText';

/** A line that begins or ends a block (RFC 7468 §2), or what was meant as one. */
export interface Boundary {
  readonly side: 'begin' | 'end';
  readonly label: string;
  /** From its first dash to its last. */
  readonly span: Span;
  /** Text on the same line before and behind it, up to the next boundary. White space is no text. */
  readonly before: Span;
  readonly behind: Span;
  /** The start of its line, white space included, and that of the next one. */
  readonly lineStart: number;
  readonly next: number;
  /** Other dashes, other case or other spaces than RFC 7468 wants, so that readers do not see it. */
  readonly isMisspelt: boolean;
}

/** A line without its line end and without white space around. It starts at `lineStart`, the next one at `next`. */
export interface Line extends Span {
  readonly lineStart: number;
  readonly next: number;
}

export const isLineEnd = (code: number): boolean => code === 0x0a || code === 0x0d;
const isBlank = (code: number): boolean =>
  code === 0x20 || code === 0x09 || code === 0x0b || code === 0x0c || code === 0xfeff;

/**
 * Yields the lines of `text[start, end)`: LF, CRLF or CR ends them. Of carriage returns before LF, OpenSSL takes any
 * number.
 */
export function* scanLines(text: string, { start, end }: Span): Generator<Line> {
  while (start < end) {
    let stop = start;
    while (stop < end && !isLineEnd(text.charCodeAt(stop))) stop++;
    const line = lineAround(text, { at: start, from: start, stop, end });
    yield line;
    start = line.next;
  }
}

/** Trims white space from the ends of a span. A byte order mark counts as white space. */
function trim(text: string, span: Span): Span {
  let { start, end } = span;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return { start, end };
}

/**
 * Returns the text with LF for every line end written as `\n`, and slashes without the backslash JSON may give them.
 */
export const unescapeLineEnds = (text: string): string => text.replace(/\\r\\n|\\[nr]/g, '\n').replaceAll('\\/', '/');

/**
 * Yields every boundary of `text[0, end)` in order; undefined now and then, so that a long text can be scanned in
 * steps.
 */
export function* scanBoundaries(text: string, end: number): Generator<Boundary | undefined> {
  const dash = new RegExp(`[${dashes}]`, 'g');
  const stops = new LineStops(text, end);
  let lineStart = 0;
  for (let match = dash.exec(text); match && match.index < end; match = dash.exec(text)) {
    const line = lineAround(text, { at: match.index, from: lineStart, stop: stops.from(match.index), end });
    const usual = usualBoundary(text, line);
    const misspelt = usual ?? readMisspelt(text, line);
    if (misspelt) yield misspelt;
    else yield* exactBoundaries(text, line);
    yield undefined;
    lineStart = line.next;
    dash.lastIndex = line.next;
  }
}

/** Finds where lines end, asked from front to back: lines of many megabytes are passed over quickly. */
class LineStops {
  private feed = -1;
  private carriageReturn = -1;

  constructor(
    private readonly text: string,
    private readonly end: number,
  ) {}

  /** Returns the first line end that is not before `at`, or the end of it all. */
  from(at: number): number {
    if (this.feed < at) this.feed = this.find('\n', at);
    if (this.carriageReturn < at) this.carriageReturn = this.find('\r', at);
    return Math.min(this.feed, this.carriageReturn);
  }

  private find(lineEnd: string, at: number): number {
    const index = this.text.indexOf(lineEnd, at);
    return index < 0 ? this.end : Math.min(index, this.end);
  }
}

interface Around {
  readonly at: number;
  /** No line starts before this offset. */
  readonly from: number;
  /** The offset where the line's end begins. */
  readonly stop: number;
  readonly end: number;
}

/** Returns the line that `at` is on. */
function lineAround(text: string, { at, from, stop, end }: Around): Line {
  let lineStart = at;
  while (lineStart > from && !isLineEnd(text.charCodeAt(lineStart - 1))) lineStart--;
  let start = lineStart;
  while (start < stop && isBlank(text.charCodeAt(start))) start++;
  let last = stop;
  while (last > start && isBlank(text.charCodeAt(last - 1))) last--;
  return { start, end: last, lineStart, next: Math.min(nextLine(text, stop), end) };
}

/** More before one line feed are made to cost time. */
const maxReturns = 4;

function nextLine(text: string, stop: number): number {
  let feed = stop;
  while (feed - stop < maxReturns && text.charCodeAt(feed) === 0x0d) feed++;
  return text.charCodeAt(feed) === 0x0a ? feed + 1 : stop + 1;
}

/** Returns the boundary of a certificate that has its line for itself, as nearly all have. */
function usualBoundary(text: string, line: Line): Boundary | undefined {
  const { start, end, lineStart, next } = line;
  const side = end - start === beginCertificate.length ? 'begin' : 'end';
  const expected = side === 'begin' ? beginCertificate : endCertificate;
  if (end - start !== expected.length || !text.startsWith(expected, start)) return undefined;
  return {
    ...{ side, label: 'CERTIFICATE', span: { start, end }, lineStart, next, isMisspelt: false },
    ...{ before: { start, end: start }, behind: { start: end, end } },
  };
}

const beginCertificate = '-----BEGIN CERTIFICATE-----';
const endCertificate = '-----END CERTIFICATE-----';

/** Finds `-----BEGIN x-----` and `-----END x-----` anywhere on a line. */
function* exactBoundaries(text: string, line: Line): Generator<Boundary> {
  if (line.end - line.start < minBoundaryLength) return;
  const matches = text
    .slice(line.start, line.end)
    // The dashes behind one may be those before the next.
    .matchAll(/-----(BEGIN|END) ([^\r\n-]{1,80}(?:-[^\r\n-]{1,80}){0,4})(?=-----)/g);
  const next = (): RegExpExecArray | undefined => matches.next().value;
  let previous: RegExpExecArray | undefined;
  for (let match = next(); match;) {
    const following = next();
    const start = line.start + match.index;
    const end = Math.min(start + match[0].length + minDashes, line.start + (following?.index ?? Infinity));
    const isExtended =
      text.charCodeAt(start - 1) === 0x2d || (text.charCodeAt(end) === 0x2d && following?.index !== end - line.start);
    if (!isExtended || previous || following) {
      yield {
        side: match[1] === 'BEGIN' ? 'begin' : 'end',
        label: (match[2] ?? '').trim(),
        span: { start, end },
        before: trim(text, {
          start: previous ? Math.min(line.start + previous.index + previous[0].length + minDashes, start) : line.start,
          end: start,
        }),
        behind: trim(text, { start: end, end: following ? line.start + following.index : line.end }),
        lineStart: line.lineStart,
        next: line.next,
        isMisspelt: (match[2] ?? '').trim() !== match[2],
      };
    }
    previous = match;
    match = following;
  }
}

const minDashes = '-----'.length;
const exactly = /^-----(BEGIN|END) [^-]*-----$/;
const minBoundaryLength = '-----END X-----'.length;
const unseenAround = String.raw`[\s\u00ad\u200b-\u200f\u2060\ufffd]{0,5}`;
/** A longer line is no boundary, whatever it looks like. */
const maxBoundaryLength = 120;

/** Matches what has a dash at both ends, perhaps with something unseen around. */
const isDashed = new RegExp(String.raw`^UNSEEN[${dashes}].*[${dashes}]UNSEEN$`.replaceAll('UNSEEN', unseenAround));

/** Returns the line as a boundary, where it is meant as one and no reader would take it for one. */
function readMisspelt(text: string, line: Line): Boundary | undefined {
  if (line.end - line.start > maxBoundaryLength) return undefined;
  const content = text.slice(line.start, line.end);
  if (!isDashed.test(content)) return undefined;
  const meant = readMeantLine(content);
  // RFC 4716 wants four dashes around SSH2 keys, and is no PEM.
  if (!meant || exactly.test(content) || /^SSH2/i.test(meant.label)) return undefined;
  return {
    ...meant,
    span: { start: line.start, end: line.end },
    before: { start: line.start, end: line.start },
    behind: { start: line.end, end: line.end },
    lineStart: line.lineStart,
    next: line.next,
    isMisspelt: true,
  };
}
