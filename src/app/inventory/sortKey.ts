import { toNormalForm } from '../../shared/normalForm';

/** Longer runs of digits are ordered as if they were this long. */
const maxDigits = 40;

/**
 * Returns a text by whose code units names are in order: case and marks do not count, numbers go by their value, and
 * `*.example.com` stands beside `example.com`. A hundred thousand are sorted by it in the time that Intl.Collator takes
 * for some thousands.
 */
export function toSortKey(name: string): string {
  const own = name.startsWith('*.') ? name.slice(2) : name;
  const plain = /^[\u0000-\u007f]*$/.test(own) ? own : toNormalForm(own, 'NFKD').replace(/\p{M}+/gu, '');
  const lower = plain.toLowerCase();
  return withLengths(lower);
}

/** Writes the number of digits before digits: `host9` becomes `host19`, `host10` becomes `host210`. */
function withLengths(text: string): string {
  let key = '';
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (!isDigit(text, at)) continue;
    key += text.slice(from, at);
    let end = at + 1;
    while (isDigit(text, end)) end += 1;
    // Leading zeros do not count; the last digit does.
    while (at < end - 1 && text.charCodeAt(at) === zero) at += 1;
    key += String.fromCharCode(zero + Math.min(end - at, maxDigits));
    from = at;
    at = end;
  }
  return from === 0 && key === '' ? text : key + text.slice(from);
}

const zero = 0x30;

/** False behind the end. */
const isDigit = (text: string, at: number): boolean => text.charCodeAt(at) >= zero && text.charCodeAt(at) <= 0x39;
