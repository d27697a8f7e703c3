import type { Reading } from '../core/model';

/**
 * Reads JSON whose integers may be larger than a Number holds: an integer that would lose digits becomes a string of
 * exactly its digits. Everything else is as `JSON.parse` has it. The reason never quotes the text.
 */
export function parseJson(text: string): Reading<unknown> {
  try {
    return { ok: true, value: JSON.parse(quoteLargeIntegers(text)) as unknown };
  } catch {
    return { ok: false, reason: 'The text is not JSON, or not all of it.' };
  }
}

/** Sixteen digits are the first that can exceed 2^53. */
const longDigits = /\d{16}/;
/** Only ever applied between strings, so that a match is a whole number as JSON writes them. */
const number = /-?\d[\d.eE+-]*/g;

function quoteLargeIntegers(text: string): string {
  if (!longDigits.test(text)) return text;
  let quoted = '';
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('"', at);
    const end = open < 0 ? text.length : open;
    quoted += text.slice(at, end).replace(number, quoteIfInexact);
    if (open < 0) break;
    at = endOfString(text, open);
    quoted += text.slice(open, at);
  }
  return quoted;
}

/** Fractions and exponents stay numbers: no id is written so. */
function quoteIfInexact(digits: string): string {
  return /^-?\d{16,}$/.test(digits) && !Number.isSafeInteger(Number(digits)) ? `"${digits}"` : digits;
}

/** The offset behind the closing quote of the string that opens at `open`, or the end of the text. */
function endOfString(text: string, open: number): number {
  for (let quote = text.indexOf('"', open + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text.charAt(quote - 1 - backslashes) === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return text.length;
}
