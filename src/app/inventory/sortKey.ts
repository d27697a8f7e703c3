/** Longer runs of digits are ordered as if they were this long. */
const maxDigits = 40;

/**
 * Returns a text by whose code units names are in order: case and marks do not count, numbers go by their value, and
 * `*.example.com` stands beside `example.com`. A hundred thousand are sorted by it in the time that Intl.Collator takes for some thousands.
 */
export function toSortKey(name: string): string {
  const own = name.startsWith('*.') ? name.slice(2) : name;
  const plain = /^[\u0000-\u007f]*$/.test(own) ? own : own.normalize('NFKD').replace(/\p{M}+/gu, '');
  const lower = plain.toLowerCase();
  // Before the digits stands how many they are: `host9` becomes `host19`, `host10` becomes `host210`.
  return /\d/.test(lower) ? lower.replace(/0*(\d+)/g, withLength) : lower;
}

const withLength = (_: string, digits: string): string =>
  String.fromCharCode(0x30 + Math.min(digits.length, maxDigits)) + digits;
