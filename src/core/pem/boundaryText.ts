/**
 * Decides what is meant as BEGIN or END, however it is written: as a line of its own, which is evidence by itself, and
 * anywhere in a text, where more has to be right.
 */
import type { Span } from '../model';
import { kindOfLabel, meantSide } from './labels';
import type { Boundary } from './lines';
import { scanLines } from './lines';

/** A boundary as it was meant. */
export interface MeantBoundary {
  readonly side: 'begin' | 'end';
  readonly label: string;
}

/** The hyphen, and what word processors, input methods and terminals make of it: within a class of an expression. */
export const dashes = String.raw`-\u02d7\u2010-\u2015\u2043\u2212\u2500\u2501\u30fc\ufe58\ufe63\uff0d`;

const dash = `[${dashes}]`;

const inPattern = (source: string): string => source.replaceAll('DASH', dash);

/** Too many dashes or too few, on one side none; small letters; no space. */
const nearly = new RegExp(
  inPattern('^(DASH{1,12})? ?(BEGIN|END)( ?)([A-Z0-9][A-Z0-9 .#]{0,60}?) ?(DASH{1,12})?$'),
  'i',
);

/** A word in place of BEGIN or END, or underscores for spaces. */
const nearlyInWords = new RegExp(
  inPattern('^DASH{1,12} ?([A-Z]{2,6})[ _]+([A-Z0-9][A-Z0-9 _.#]{0,60}?) ?DASH{1,12}$'),
  'i',
);

/** Characters that look like a space, or like nothing: web pages and word processors leave them. */
const oddSpaces = /[\u0009\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff\ufffd]/g;

const unseen = /[\u00ad\u200c-\u200f\u202a-\u202e]/g;

/** Boundaries as they are, or with dashes of another kind or number, in small letters, with no space or odd ones. */
const anywhere = new RegExp(
  inPattern(
    // Ten in a row are of two boundaries, and so are fewer before BEGIN.
    String.raw`DASH{3,8} ?((?:BEGIN|END)(?![A-Z][ _])|WORD)([ _\u00a0\u2000-\u200b\u202f\u3000\ufffd]{0,3})([A-Z0-9][A-Z0-9 _.#]{0,60}?) ?(?:(?=-{5,9}BEGIN )|-{5}(?=-{5}|[^-]|$)|DASH{3,8})`,
  )
    // One that was meant as BEGIN or END, before a label that is known.
    .replace('WORD', '[BE][A-Z]{1,5}(?=[ _]+(?:[A-Z0-9.]{1,9}[ _]+){0,2}(?:CERTIFICATE|KEY|REQUEST|CRL)[^A-Z])'),
  'gi',
);

/** Returns what a whole line is meant as, white space around it left out. */
export function readMeantLine(line: string): MeantBoundary | undefined {
  const content = line.replaceAll(unseen, '').replaceAll(oddSpaces, ' ').trim();
  const [, opening, exact, space, written = '', closing] = nearly.exec(content) ?? [];
  const label = toLabel(written);
  // `BEGINNING` is a word; `BEGINCERTIFICATE` lacks its space.
  const isBetween = opening !== undefined && closing !== undefined;
  if (exact !== undefined && ((isBetween && space !== '') || isKnown(label)))
    return { side: exact.toUpperCase() === 'BEGIN' ? 'begin' : 'end', label };
  const [, word = '', behind = ''] = nearlyInWords.exec(content) ?? [];
  const side = meantSide(word);
  const known = toLabel(behind);
  return side !== undefined && isKnown(known) ? { side, label: known } : undefined;
}

/** Yields what is meant anywhere in a text, in its order. */
export function* scanMeant(text: string): Generator<MeantBoundary & Span> {
  for (const { 0: whole, 1: word = '', 2: space, 3: written = '', index } of text.matchAll(anywhere)) {
    const side = meantSide(word);
    const label = toLabel(written);
    if (!side) continue;
    const isExact = whole === `-----${side.toUpperCase()} ${label}-----`;
    if (isExact || (space !== '' && !/[a-z]/.test(whole)) || isKnown(label))
      yield { side, label, start: index, end: index + whole.length };
  }
}

const isKnown = (label: string): boolean => kindOfLabel(label) !== 'other';

const toLabel = (written: string): string => written.replaceAll(/[ _]+/g, ' ').toUpperCase();

/** Matches what ends a string behind a block, and line breaks however they are written. */
export const quotingBehindBlock =
  /^(?:\\+(?:u000[ad]|x0[ad]|01[25]|[nr])?|%0[AD]|&#(?:10|13|x0?[ad]);|<br *\/?>|`[nr]|["'`,;|^+)\]}\s])*/i;

/** Decides which boundaries open and close a block, and which are only mentioned or mixed up. */

/** A boundary; `isSwapped` where BEGIN is written in place of END, or END in place of BEGIN. */
export type Edge = Boundary & { readonly isSwapped?: boolean };

export const isEmpty = (span: Span): boolean => span.start >= span.end;

export const isAlone = (boundary: Boundary): boolean => isEmpty(boundary.before) && isEmpty(boundary.behind);

/** Returns false if a sentence merely mentions the boundary: some armour has to follow. */
export function isLikelyBoundary(text: string, boundary: Boundary): boolean {
  if (isEmpty(boundary.behind))
    return isEmpty(boundary.before) || followsArmour(text, boundary.next, quoteBefore(text, boundary));
  return looksLikeData(text, boundary.behind.start) || followsArmour(text, boundary.next);
}

/** Returns whether BEGIN closes the open block of its label: data is before it, and none behind. */
export const isEndMeant = (text: string, open: Edge, boundary: Boundary): boolean =>
  isAlone(boundary) &&
  boundary.label === open.label &&
  isEmpty(open.behind) &&
  followsArmour(text, open.next) &&
  !followsArmour(text, skipBlank(text, boundary.next));

/** Returns whether END opens a block: data is behind it, and none before. */
export const isBeginMeant = (text: string, boundary: Boundary): boolean =>
  isAlone(boundary) &&
  followsArmour(text, boundary.next) &&
  !/[A-Za-z0-9+/=]{4}\s*$/.test(text.slice(Math.max(0, boundary.lineStart - 80), boundary.lineStart));

/** Returns where a line starts that is not blank; a block is never that far away. */
function skipBlank(text: string, at: number): number {
  return at + (/^\s*/.exec(text.slice(at, at + 200))?.[0].length ?? 0);
}

export const looksLikeArmour = (text: string, at: number): boolean =>
  /^(?:\\[nr]|[A-Za-z0-9+/=]{16}|(?:Proc-Type|DEK-Info):)/.test(text.slice(at, at + 16));

/**
 * Returns whether data follows BEGIN, also where a comma, `\u000a`, `%0A` or the like is in place of the line break.
 */
export const looksLikeData = (text: string, at: number): boolean =>
  looksLikeArmour(text, at) || /^[^\r\n]{1,12}M[A-P][A-Za-z0-9+/]{14}/.test(text.slice(at, at + 28));

function followsArmour(text: string, at: number, quote = ''): boolean {
  for (const line of scanLines(text, { start: at, end: Math.min(at + 200, text.length) })) {
    const content = text.slice(line.start, line.end);
    return looksLikeArmour(withoutQuote(content, quote), 0);
  }
  return false;
}

function withoutQuote(content: string, quote: string): string {
  if (isNumber(quote)) return content.replace(/^\d{1,6}[:.)|\s]{1,3}/, '').trimStart();
  return content.startsWith(quote) ? content.slice(quote.length).trimStart() : content;
}

/** Returns whether it is the number of a line, as `cat -n` and `grep -n` write it. */
export const isNumber = (quote: string): boolean => /^\d{1,6}[:.)|]?$/.test(quote);

/**
 * Returns what a mail program or terminal puts before each line that it quotes. Comments are commented out on purpose.
 */
export function quoteBefore(text: string, { before: { start, end } }: Boundary): string {
  const before = text.slice(start, Math.min(end, start + 8));
  return /^[>|][>| ]*$/.test(before) || isNumber(before) ? before : '';
}
