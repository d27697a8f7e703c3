import type { Cooperative } from '../../shared/cooperative';
import type { Span } from '../model';
import { dashes, quotingBehindBlock } from './boundaryText';
import { hasOwnLayout, isForeignLabel, meantLabel } from './labels';
import type { Line } from './lines';
import { isLineEnd, scanLines } from './lines';
import type { PemBlock } from './scan';

export type LayoutIssueCode =
  /** A line of base64 that is not 64 characters long and not the last (RFC 7468 §2). */
  | 'lineWidth'
  /** Text behind the last block that is no comment, or base64 that no block holds. */
  | 'contentOutside'
  /** A carriage return without a line feed. */
  | 'bareCarriageReturns'
  /** White space before BEGIN or END. */
  | 'indentedBlock'
  /** In YAML: no white space before it, and so no part of the value that it is to be. */
  | 'unindentedBlock'
  /** U+FEFF before BEGIN, as files that were joined have it. The first one of a file is no part of its text. */
  | 'byteOrderMark'
  /** UTF-16 or UTF-32 in base64. */
  | 'wideEncoding'
  /** An RFC 1421 header in the block of a certificate. */
  | 'certificateHeader'
  /** A label that nobody reads, and that is nearly one. */
  | 'misspeltLabel';

/** Something unusual about a text that its readers here take all the same. At most one of a code for a block or gap. */
export interface LayoutIssue {
  readonly code: LayoutIssueCode;
  readonly span: Span;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** `# api7-certificates: ignore CODE …` before a block. */
export interface Ignore {
  readonly codes: readonly string[];
  /** From the comment to the end of the block that it is for. */
  readonly span: Span;
}

export interface Layout {
  readonly issues: readonly LayoutIssue[];
  readonly ignores: readonly Ignore[];
}

interface Scanned {
  readonly blocks: readonly PemBlock[];
  readonly isTruncated: boolean;
}

/** Looks at how a text is laid out, its blocks and the gaps between them, in steps. */
export function* readLayout(text: string, { blocks, isTruncated }: Scanned): Cooperative<Layout> {
  // What is behind the last block, nobody reads.
  const issues: LayoutIssue[] = [...(yield* bareCarriageReturn(text, blocks.at(-1)?.span.end ?? -1))];
  const ignores: Ignore[] = [];
  let gapStart = 0;
  for (const block of blocks) {
    const gap = { start: gapStart, end: block.span.start };
    // Between most blocks there is a line end and no more.
    if (gap.end - gap.start > 2) {
      const outside = yield* firstLine(text, gap, isLooseBase64);
      if (outside) issues.push(toOutside(outside));
      ignores.push(...ignoresBefore(text, gap, block.span));
    }
    issues.push(
      ...mark(text, block),
      ...indent(text, block),
      ...misspeltLabel(block),
      ...certificateHeader(text, block),
    );
    if (block.isIntact && !block.isRegular && !hasOwnLayout(block.label)) issues.push(...wrongWidth(text, block));
    gapStart = block.span.end;
    yield;
  }
  if (blocks.length === 0 || isTruncated) return { issues, ignores };
  const behind = yield* firstLine(
    text,
    { start: gapStart, end: text.length },
    (line) => !isComment(line) && !isQuoting(line),
  );
  if (behind) issues.push(toOutside(behind));
  return { issues, ignores };
}

function* bareCarriageReturn(text: string, last: number): Cooperative<readonly LayoutIssue[]> {
  // The first tells what the others are: mixed line ends are rare, and one finding a text is enough.
  for (let start = text.indexOf('\r'); start >= 0 && start <= last;) {
    yield;
    let end = start + 1;
    while (text.charCodeAt(end) === 0x0d) end++;
    if (text.charCodeAt(end) !== 0x0a)
      return [{ code: 'bareCarriageReturns', span: { start, end: start + 1 }, facts: {} }];
    start = text.indexOf('\r', end);
  }
  return [];
}

const toOutside = ({ start, end }: Line): LayoutIssue => ({ code: 'contentOutside', span: { start, end }, facts: {} });

/** Finds the first line of a gap for which `isWanted` is true; it is given no more of the line than it needs. */
function* firstLine(text: string, gap: Span, isWanted: (line: string) => boolean): Cooperative<Line | undefined> {
  for (const line of scanLines(text, gap)) {
    yield;
    if (line.start === line.end) continue;
    const content = text.slice(line.start, Math.min(line.end, line.start + maxLook));
    // A stray or misspelt boundary is reported as what it is.
    if (!isRule.test(content) && isWanted(content)) return line;
  }
  return undefined;
}

const maxLook = 200;
const isRule = new RegExp(`^[${dashes}]{3}`);

const isComment = (line: string): boolean => /^(#|;|\/\/)/.test(line);

/** Returns whether a line is what a string in JSON or a shell leaves behind a block. */
const isQuoting = (line: string): boolean => quotingBehindBlock.exec(line)?.[0].length === line.length;

/** Returns whether a line was cut off from a block: long, and neither a fingerprint in hex nor a rule of `=`. */
const isLooseBase64 = (line: string): boolean =>
  /^[A-Za-z0-9+/]{48,}={0,2}$/.test(line) &&
  !/^[0-9a-fA-F]+$/.test(line) &&
  /[a-z]/.test(line) &&
  /[A-Z]/.test(line) &&
  /[0-9+/]/.test(line);

const marker = 'api7-certificates:';

/** Finds comments in the gap before a block, or a value, that switch rules off for it. */
export function ignoresBefore(text: string, gap: Span, span: Span): readonly Ignore[] {
  const preamble = text.slice(gap.start, gap.end);
  if (!preamble.includes(marker)) return [];
  return [
    ...preamble.matchAll(/^[ \t]*(?:#|;|\/\/)[ \t]*api7-certificates:[ \t]*ignore[ \t]+([\w, \t]{1,1000})/gm),
  ].map((match) => ({
    codes: (match[1] ?? '').split(/[\s,]+/).filter(Boolean),
    span: { start: gap.start + match.index, end: span.end },
  }));
}

/** Characters a line of base64 has, but for the last one. */
const width = 64;

function wrongWidth(text: string, block: PemBlock): readonly LayoutIssue[] {
  // RFC 1421 headers end with a blank line; how wide they are is theirs.
  let isHeader = block.headers.length > 0;
  let shorter: Line | undefined;
  for (const line of scanLines(text, block.body)) {
    const length = line.end - line.start;
    if (isHeader) isHeader = length > 0;
    else if (length > width || (shorter && length > 0)) {
      const wrong = shorter ?? line;
      return [
        { code: 'lineWidth', span: { start: wrong.start, end: wrong.end }, facts: { width: wrong.end - wrong.start } },
      ];
    } else if (length > 0 && length < width) shorter = line;
  }
  return [];
}

/** Returns the place of white space before the BEGIN, else before the END of a block. Undefined where there is none. */
export function indentOf(
  text: string,
  { begin, span, body }: Pick<PemBlock, 'begin' | 'span' | 'body'>,
): Span | undefined {
  const before = spaceBefore(text, begin.start);
  if (before.start < before.end) return before;
  const end = text.lastIndexOf('-----END', span.end);
  const beforeEnd = spaceBefore(text, end);
  return end >= body.end && beforeEnd.start < beforeEnd.end ? beforeEnd : undefined;
}

/** Returns the white space between the start of the line and `at`; empty where something else is between them. */
function spaceBefore(text: string, at: number): Span {
  let start = at;
  while (start > 0 && isSpace(text.charCodeAt(start - 1))) start--;
  return start === 0 || isLineEnd(text.charCodeAt(start - 1)) ? { start, end: at } : { start: at, end: at };
}

/**
 * Returns whether a character is white space, including form feed and vertical tab, as printers and old editors leave
 * them.
 */
const isSpace = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0b || code === 0x0c;

function indent(text: string, block: PemBlock): readonly LayoutIssue[] {
  const span = isForeignLabel(block.label) && meantLabel(block.label) === undefined ? undefined : indentOf(text, block);
  return span ? [{ code: 'indentedBlock', span, facts: {} }] : [];
}

/** Reports a byte order mark together with BEGIN: by itself it has no width on a screen. */
const mark = (text: string, { begin: { start, end } }: PemBlock): readonly LayoutIssue[] =>
  text.charCodeAt(start - 1) === 0xfeff ? [{ code: 'byteOrderMark', span: { start: start - 1, end }, facts: {} }] : [];

function misspeltLabel({ label, begin }: PemBlock): readonly LayoutIssue[] {
  const meant = meantLabel(label);
  return meant === undefined ? [] : [{ code: 'misspeltLabel', span: begin, facts: { label, meant } }];
}

function certificateHeader(text: string, { kind, headers, body }: PemBlock): readonly LayoutIssue[] {
  if (kind !== 'certificate' || headers.length === 0) return [];
  for (const { start, end } of scanLines(text, body))
    return [{ code: 'certificateHeader', span: { start, end }, facts: {} }];
  return [];
}
