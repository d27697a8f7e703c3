/** Compares distinguished names as certificates do that name their issuer (RFC 5280 §7.1). */
import type { Name } from '../model';

/** The degrees to which two names are the same. */
export type NameMatch =
  /** Equal DER. */
  | 'bytes'
  /** Equal text but for string types, ASCII case and white space, as OpenSSL compares; Go and Java want bytes. */
  | 'text'
  /** Equal only with the case and the forms of all of Unicode folded, which §7.1 asks for and OpenSSL does not do. */
  | 'unicode'
  | 'different';

type Comparable = Pick<Name, 'rdns' | 'der'>;

export function matchNames(a: Comparable, b: Comparable): NameMatch {
  if (a.der === b.der) return 'bytes';
  if (a.rdns.length !== b.rdns.length) return 'different';
  let match: NameMatch = 'text';
  for (const [i, rdn] of a.rdns.entries()) {
    const found = matchRdns(rdn, b.rdns[i] ?? []);
    if (found === 'different') return found;
    if (found === 'unicode') match = found;
  }
  return match;
}

type Rdn = Name['rdns'][number];

/**
 * Compares two RDNs. Nearly all have one attribute, and most that differ do so in the first: only then are texts
 * folded.
 */
function matchRdns(a: Rdn, b: Rdn): 'text' | 'unicode' | 'different' {
  const [[one], [other]] = [a, b];
  if (a.length !== b.length) return 'different';
  if (a.length === 1 && one && other) {
    if (one.oid !== other.oid) return 'different';
    if (one.value === other.value || foldAscii(one.value) === foldAscii(other.value)) return 'text';
    return foldUnicode(one.value) === foldUnicode(other.value) ? 'unicode' : 'different';
  }
  if (toKey({ rdns: [a] }, foldAscii) === toKey({ rdns: [b] }, foldAscii)) return 'text';
  return toKey({ rdns: [a] }, foldUnicode) === toKey({ rdns: [b] }, foldUnicode) ? 'unicode' : 'different';
}

export const isSameName = (a: Comparable, b: Comparable): boolean => matchNames(a, b) !== 'different';

/** Returns the same text for names that are the same, to look them up by. */
export function nameKey(name: Pick<Name, 'rdns'>): string {
  const key = keys.get(name) ?? toKey(name, foldUnicode);
  keys.set(name, key);
  return key;
}

/** Names stay as they are, and are looked up again with each change of the text around them. */
const keys = new WeakMap<Pick<Name, 'rdns'>, string>();

/** Returns whether `name` is `base`, or stands below it in the directory, as OpenSSL compares (RFC 5280 §4.2.1.10). */
export const isBelowName = (name: Pick<Name, 'rdns'>, base: Pick<Name, 'rdns'>): boolean =>
  name.rdns.length >= base.rdns.length &&
  toKey({ rdns: name.rdns.slice(0, base.rdns.length) }, foldAscii) === toKey(base, foldAscii);

/** Returns a key of a name. The attributes of one RDN are a set: their order says nothing. */
const toKey = ({ rdns }: Pick<Name, 'rdns'>, fold: (value: string) => string): string =>
  JSON.stringify(rdns.map((rdn) => rdnKey(rdn, fold)));

const rdnKey = (rdn: Rdn, fold: (value: string) => string): readonly string[] =>
  rdn.map(({ oid, value }) => `${oid}=${fold(value)}`).sort();

const foldAscii = (value: string): string =>
  value
    .replace(/^[ \t-\r]+|(?<![ \t-\r])[ \t-\r]+$/g, '')
    .replace(/[ \t-\r]+/g, ' ')
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

const foldUnicode = (value: string): string => value.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');
