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
