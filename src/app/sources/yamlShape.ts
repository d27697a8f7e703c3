import type { CST } from 'yaml';
import { Lexer } from 'yaml';
import type { Cooperative } from '../../shared/cooperative';

/** The limits, far beyond every manifest that people write: 200 Secrets of 30 lines have some 40,000 tokens. */
const most = { tokens: 50_000, depth: 100, properties: 1_000 } as const;

/** The lexer's sign that the next token is the text of a scalar, whatever it looks like. */
const scalarFollows = '\x1f';

/**
 * Returns whether a YAML text is so deeply nested, or has so many tokens, that parsing it would take the square of its
 * length: made to cost time. The lexer alone is linear.
 */
export function* isTangledYaml(text: string): Cooperative<boolean> {
  let [tokens, depth, nested, properties] = [0, 0, 0, 0];
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
    if (++tokens % 500 === 0) yield;
    if (isScalar) {
      isScalar = false;
      continue;
    }
    switch (token.charAt(0)) {
      case scalarFollows:
        isScalar = true;
        break;
      case '[':
      case '{':
        depth++;
        break;
      case ']':
      case '}':
        depth--;
        break;
      case '\n':
        nested = 0;
        break;
      // Several of these on one line nest, too.
      case '-':
      case '?':
      case ':':
        nested++;
        break;
      case '!':
      case '&':
      case '*':
        properties++;
        break;
    }
    if (
      tokens > most.tokens ||
      depth > most.depth ||
      (depth === 0 && nested > most.depth) ||
      properties > most.properties
    )
      return true;
  }
  return false;
}

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
