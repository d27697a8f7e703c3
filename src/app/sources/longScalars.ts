import type { CST } from 'yaml';
import type { Cooperative } from '../../shared/cooperative';

/** Longer than every name and host: nobody wants to know what such a scalar says, but only where it is. */
const longest = 300;
/** Shorter scalars hold no key and no certificate, and are all read. */
const short = 48;
/**
 * The parser unescapes quoted scalars one character after the other, those of a document at once: it gets no more than
 * these.
 */
const maxCharacters = 128 * 1024;

/**
 * Empties long double-quoted scalars of a document that was read, before its values are made, which is done at once.
 *
 * @returns the lengths of those scalars, quotes included, by their offset
 */
export function* emptyLongScalars(document: CST.Token): Cooperative<ReadonlyMap<number, number>> {
  const lengths = new Map<number, number>();
  let [characters, seen] = [0, 0];
  const open: (CST.Token | null | undefined)[] = [document];
  for (let token = open.pop(); open.length > 0 || token; token = open.pop()) {
    if (++seen % 1_000 === 0) yield;
    if (!token) continue;
    if (token.type === 'document') open.push(token.value);
    else if ('items' in token) for (const { key, value } of token.items) open.push(value, key);
    else if (token.type === 'double-quoted-scalar') {
      const { length } = token.source;
      characters += length > longest ? 0 : length;
      if (length <= (characters > maxCharacters ? short : longest) || !/^"[^]*"$/.test(token.source)) continue;
      lengths.set(token.offset, length);
      token.source = '""';
    }
  }
  return lengths;
}
