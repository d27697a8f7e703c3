/**
 * Decides what is meant as BEGIN or END, however it is written: as a line of its own, which is evidence by itself, and
 * anywhere in a text, where more has to be right.
 */
import type { Span } from '../model';
import { kindOfLabel, meantSide } from './labels';

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

/**
 * Boundaries as they are, or with dashes of another kind or number, in small letters, with no space or odd ones. Quoted
 * YAML may be folded at each space.
 */
const anywhere = new RegExp(
  inPattern(
    // Ten in a row are of two boundaries, and so are fewer before BEGIN.
    String.raw`DASH{2,8} ?((?:BEGIN|END)(?![A-Z][ _])|WORD)([ _\\\u00a0\u2000-\u200b\u202f\u3000\ufffd]{0,3}|FOLD)([A-Z0-9](?:[A-Z0-9 _.#]|FOLD){0,60}?) ?(?:(?=-{5,9}BEGIN )|-{5}(?=-{5}|[^-]|$)|DASH{2,8})`,
  )
    .replaceAll('FOLD', String.raw`\\?\r?\n[ \t]{1,200}(?![ \t])(?:\\ )?`)
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
    if (isExact || (space !== '' && !/[a-z]/.test(whole) && isDashed.test(whole)) || isKnown(label))
      yield { side, label, start: index, end: index + whole.length };
  }
}

/** Web pages have `—–` for five hyphens: fewer than three are evidence only together with a known label. */
const isDashed = new RegExp(inPattern('^DASH{3}'));

const isKnown = (label: string): boolean => kindOfLabel(label) !== 'other';

const toLabel = (written: string): string => written.replaceAll(/[\s\\_]+/g, ' ').toUpperCase();

/** Matches what ends a string behind a block, and line breaks however they are written. */
export const quotingBehindBlock =
  /^(?:\\+(?:u000[ad]|x0[ad]|01[25]|[nr])?|%0[AD]|&#(?:10|13|x0?[ad]);|<br *\/?>|`[nr]|["'`,;|^+)\]}\s])*/i;
