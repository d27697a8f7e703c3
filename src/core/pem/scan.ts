import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import type { WorkLimits } from '../limits';
import { limits } from '../limits';
import type { Span } from '../model';
import { encodeBase64 } from './base64';
import type { BodyErrorCode, PemBody, PemHeader } from './body';
import { readBody } from './body';
import type { Edge } from './edges';
import {
  isAlone,
  isBeginMeant,
  isEmpty,
  isEndMeant,
  isLikelyBoundary,
  isNumber,
  looksLikeData,
  quoteBefore,
} from './edges';
import type { PemKind } from './labels';
import { isForeignLabel, kindOfLabel } from './labels';
import type { Boundary } from './lines';
import { scanBoundaries, scanLines } from './lines';
import { findOddBoundariesSteps, gapsOf, withOddBoundaries } from './oddBoundaries';

interface Armour {
  /** The label between the dashes of the BEGIN line, as written. */
  readonly label: string;
  /** From the first dash of BEGIN to the last dash of END; where END is missing, to the end of the body. */
  readonly span: Span;
  /** The BEGIN boundary alone. */
  readonly begin: Span;
  /** Everything between the boundaries, headers included. */
  readonly body: Span;
  readonly headers: readonly PemHeader[];
  /** Set where nothing of the armour is broken: exactly the blocks without a {@link PemError}. */
  readonly isIntact: boolean;
  /** See `PemBody.isRegular`. */
  readonly isRegular: boolean;
}

/** A block whose content may be kept. */
interface PublicBlock extends Armour {
  readonly kind: Exclude<PemKind, SecretKind>;
  /** The decoded body of an intact block. */
  readonly der: Uint8Array | undefined;
}

/**
 * A block that is, or may be, secret: only its place is kept. `readPrivateKey` and `blockPem` read it from the text
 * anew.
 */
interface SecretBlock extends Armour {
  readonly kind: SecretKind;
}

type SecretKind = 'privateKey' | 'encryptedPrivateKey' | 'other';

/** One armoured block (RFC 7468). Offsets are UTF-16 units of the scanned text. */
export type PemBlock = PublicBlock | SecretBlock;

export type PemErrorCode =
  | BodyErrorCode
  /** BEGIN without its END, because the text or another block starts before it. */
  | 'missingEnd'
  /** END of another label than BEGIN. */
  | 'mismatchedEnd'
  /** END without a BEGIN. */
  | 'strayEnd'
  /** A boundary that no reader takes for one: other dashes, small letters, spaces too many. */
  | 'misspeltBoundary'
  /** A boundary that has no line of its own: base64 or another boundary is beside it. */
  | 'missingLineBreak'
  /** Other text on the line of a boundary. */
  | 'textBesideBoundary'
  /** Line breaks written as `\n`, as JSON and environment variables have them. */
  | 'escapedLineBreaks';

/** Something that keeps a block from being read, at its exact place. */
export interface PemError {
  readonly code: PemErrorCode;
  readonly span: Span;
  /** Label of the block it is in. */
  readonly label: string;
  /**
   * The values that a sentence about it needs; never content of the block beyond one character that does not belong
   * there.
   */
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface PemScan {
  readonly blocks: readonly PemBlock[];
  readonly errors: readonly PemError[];
  /** Set where the text is longer, or has more blocks or errors, than is allowed: the rest was not looked at. */
  readonly isTruncated: boolean;
}

/**
 * Finds every PEM block of a text and everything that is broken about one. Never throws; reads the text a fixed number
 * of times. Text outside of blocks, white space around lines, a byte order mark and any kind of line end are no error.
 */
export const scanPem = (text: string): PemScan => runSync(scanPemSteps(text));

/**
 * Does the same in steps, with a pause after each line that may be a boundary.
 *
 * @param known returns a body of certificates that was read before, so that it is not decoded again
 */
export function* scanPemSteps(
  text: string,
  { blocks }: Pick<WorkLimits, 'blocks'> = limits,
  known: KnownBody = () => undefined,
): Cooperative<PemScan> {
  const end = Math.min(text.length, limits.fileBytes);
  const scanned = yield* scanOnceSteps(text, { blocks, known, boundaries: scanBoundaries(text, end) });
  const odd = scanned.isTruncated ? [] : yield* findOddBoundariesSteps(text, gapsOf(scanned.blocks, end));
  return odd.length === 0
    ? scanned
    : yield* scanOnceSteps(text, { blocks, known, boundaries: withOddBoundaries(scanBoundaries(text, end), odd) });
}

interface ScanOnce {
  readonly blocks: number;
  readonly known: KnownBody;
  readonly boundaries: Iterable<Boundary | undefined>;
}

function* scanOnceSteps(text: string, { blocks, known, boundaries }: ScanOnce): Cooperative<PemScan> {
  const end = Math.min(text.length, limits.fileBytes);
  const scan: ScanState = { text, known, blocks: [], errors: [] };
  let open: Edge | undefined;
  for (const boundary of boundaries) {
    yield;
    if (!boundary) continue;
    if (scan.blocks.length >= blocks || scan.errors.length >= blocks) return { ...finish(scan), isTruncated: true };
    if (boundary.side === 'end') {
      if (!open && isBeginMeant(text, boundary)) {
        open = { ...boundary, isSwapped: true };
        continue;
      }
      if (open) close(scan, open, boundary);
      else if (!isForeignLabel(boundary.label) && isAlone(boundary))
        report(scan, boundary.label, 'strayEnd', boundary.span);
      open = undefined;
    } else if (open && isEndMeant(text, open, boundary)) {
      close(scan, open, { ...boundary, isSwapped: true });
      open = undefined;
    } else if (isLikelyBoundary(text, boundary)) {
      if (open) abandon(scan, open, boundary);
      open = boundary;
    }
  }
  const isTruncated = end < text.length;
  // What the limit cut off is not broken.
  if (open && !isTruncated) abandon(scan, open, undefined, end);
  return { ...finish(scan), isTruncated };
}

/** Returns what stands at `body` of a text in a block labelled CERTIFICATE, if that is known. */
export type KnownBody = (body: Span) => PemBody | undefined;

interface ScanState {
  readonly text: string;
  readonly known: KnownBody;
  readonly blocks: PemBlock[];
  readonly errors: PemError[];
}

const finish = ({ blocks, errors }: ScanState): Omit<PemScan, 'isTruncated'> => ({ blocks, errors });

function report(scan: ScanState, label: string, code: PemErrorCode, span: Span, facts: PemError['facts'] = {}): void {
  scan.errors.push({ code, span, label, facts });
}

function close(scan: ScanState, begin: Edge, end: Edge): void {
  const { text, errors } = scan;
  const { label } = begin;
  const before = errors.length;
  const bodyEnd = isEmpty(end.before) && end.lineStart > begin.span.end ? end.lineStart : end.span.start;
  const bodyStart = isEmpty(begin.behind) && begin.next <= bodyEnd ? begin.next : begin.span.end;
  const body = { start: bodyStart, end: bodyEnd };
  if (isForeignLabel(label)) return add(scan, begin, { body, end: end.span.end });
  if (begin.isSwapped) report(scan, label, 'misspeltBoundary', begin.span, { meant: 'BEGIN' });
  else if (begin.isMisspelt) report(scan, label, 'misspeltBoundary', begin.span);
  if (end.isSwapped) report(scan, label, 'misspeltBoundary', end.span, { meant: 'END' });
  else if (end.isMisspelt) report(scan, label, 'misspeltBoundary', end.span);
  else if (end.label !== label) report(scan, label, 'mismatchedEnd', end.span, { begin: label, end: end.label });
  if (text.startsWith('\\', bodyStart))
    report(scan, label, 'escapedLineBreaks', { start: begin.span.start, end: end.span.end });
  else reportNeighbours(scan, begin, end);
  const isWhole = errors.length === before;
  const content = isWhole ? (label === 'CERTIFICATE' && scan.known(body)) || readBody(text, body) : undefined;
  if (content?.error) report(scan, label, content.error.code, content.error.span, content.error.facts);
  add(scan, begin, { body, end: end.span.end, content });
}

/** Reports boundaries that share their line with something. */
function reportNeighbours(scan: ScanState, begin: Boundary, end: Boundary): void {
  const { text } = scan;
  const isData = (span: Span): boolean => looksLikeData(text, span.start) || text.startsWith('-----', span.start);
  if (!isEmpty(begin.before)) report(scan, begin.label, 'textBesideBoundary', begin.before);
  if (!isEmpty(begin.behind)) {
    const code = isData(begin.behind) ? 'missingLineBreak' : 'textBesideBoundary';
    return report(scan, begin.label, code, code === 'missingLineBreak' ? begin.span : begin.behind);
  }
  // The mark of a quotation was reported at BEGIN.
  const quote = quoteBefore(text, begin);
  const isQuoted =
    quote !== '' && (isNumber(quote) ? isNumber : (other: string) => other === quote)(quoteBefore(text, end));
  if (!isEmpty(end.before) && !isQuoted) return report(scan, begin.label, 'missingLineBreak', end.span);
  if (!isEmpty(end.behind)) return report(scan, begin.label, 'textBesideBoundary', end.behind);
  if (/^[^\S\r\n]{0,100}-----BEGIN /.test(text.slice(end.span.end, end.span.end + 120)))
    report(scan, begin.label, 'missingLineBreak', end.span);
}

/** Ends a block that `next` (or the end of the text) cut short. */
function abandon(scan: ScanState, begin: Edge, next: Boundary | undefined, textEnd = 0): void {
  const end = next ? next.span.start : textEnd;
  const body = { start: Math.min(begin.next, end), end };
  if (!isForeignLabel(begin.label)) {
    if (begin.isSwapped) report(scan, begin.label, 'strayEnd', begin.span);
    else
      report(scan, begin.label, begin.isMisspelt ? 'misspeltBoundary' : 'missingEnd', begin.span, {
        label: begin.label,
        before: next ? next.label : '',
      });
  }
  add(scan, begin, { body, end: Math.max(begin.span.end, trimEnd(scan.text, body)) });
}

/** Returns where the last character of a span that is no white space ends. */
function trimEnd(text: string, { start, end }: Span): number {
  let last = end;
  while (last > start && text.charCodeAt(last - 1) <= 0x20) last--;
  return last;
}

interface Rest {
  readonly body: Span;
  readonly end: number;
  readonly content?: PemBody | undefined;
}

function add(scan: ScanState, begin: Boundary, { body, end, content }: Rest): void {
  const headers = content?.headers ?? [];
  const armour: Armour = {
    label: begin.label,
    span: { start: begin.span.start, end },
    begin: begin.span,
    body,
    headers,
    isIntact: content?.bytes !== undefined || isForeignLabel(begin.label),
    isRegular: content?.isRegular === true,
  };
  const kind = kindOfLabel(begin.label);
  if (kind === 'privateKey' && isEncrypted(headers)) scan.blocks.push({ ...armour, kind: 'encryptedPrivateKey' });
  else if (kind === 'privateKey' || kind === 'encryptedPrivateKey' || kind === 'other')
    scan.blocks.push({ ...armour, kind });
  else scan.blocks.push({ ...armour, kind, der: content?.bytes });
}

/** Returns whether the headers say that the body is encrypted (RFC 1421 §4.6.1.1). */
const isEncrypted = (headers: readonly PemHeader[]): boolean =>
  headers.some(({ name, value }) => name.toUpperCase() === 'PROC-TYPE' && /^4\s*,\s*ENCRYPTED$/i.test(value));

/** Writes DER as PEM the way RFC 7468 §2 wants it generated: 64 columns, a line break at the end. */
export function toPem(label: string, der: Uint8Array): string {
  const lines = encodeBase64(der).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** Returns certificates as PEM, one block after another. */
export const toCertificatesPem = (certificates: readonly { readonly der: Uint8Array }[]): string =>
  certificates.map(({ der }) => toPem('CERTIFICATE', der)).join('');

/**
 * Returns an intact block alone, as every reader takes it: no indent, no text around, LF. Undefined for a broken one.
 */
export function blockPem(text: string, block: PemBlock): string | undefined {
  if (!block.isIntact) return undefined;
  const lines = [...scanLines(text, block.body)].map((line) => text.slice(line.start, line.end));
  return [`-----BEGIN ${block.label}-----`, ...lines, `-----END ${block.label}-----`, ''].join('\n');
}
