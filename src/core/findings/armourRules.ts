import { toShortText } from '../../shared/visibleText';
import type { PemErrorCode } from '../pem/scan';
import type { Rule } from './rule';

/** The scanner finds these errors; here is the sentence of each. */
const sentences: Readonly<Record<PemErrorCode, string>> = {
  missingEnd: 'The END line of this block is missing.',
  mismatchedEnd: 'This block starts as “{begin}” and ends as “{end}”.',
  strayEnd: 'This END line has no BEGIN line before it.',
  misspeltBoundary:
    'This line has to be five hyphens, BEGIN or END in capital letters, one space, the label, and five hyphens.',
  missingLineBreak: 'A line break is missing here: BEGIN and END each need a line of their own.',
  textBesideBoundary: 'There is other text on the BEGIN or END line: most programs do not find the block then.',
  escapedLineBreaks: 'The line breaks of this block are written as \\n; they have to be real ones.',
  badCharacter: 'The character {character} does not belong in base64.',
  dataAfterPadding: 'There is data after the closing “=”: two blocks may have run together.',
  incompleteBase64: 'The base64 of this block is incomplete: characters are missing or too many.',
  emptyBody: 'There is nothing between BEGIN and END.',
  blankLine: 'A blank line splits the base64 of this block; OpenSSL and gateways built on it refuse that.',
  missingBlankLine: 'A blank line is missing between the headers and the base64 of this block.',
  tooLarge: 'This block is larger than {limit} bytes and was not read.',
};

/** The sentence where BEGIN is written in place of END, or the other way round. */
const swapped = 'This line has to say {meant}: BEGIN and END are mixed up.';

/** OpenSSL takes any number of carriage returns before a line feed. */
const doubledReturns = {
  severity: 'info',
  sentence:
    'Lines of this file end with two carriage returns and a line feed. OpenSSL reads that; the editor shows blank lines, and once it saves them OpenSSL refuses the block.',
} as const;

const toRule = (code: PemErrorCode): Rule & { readonly code: PemErrorCode } => ({
  code,
  severity: 'error',
  sentence: sentences[code],
  find: ({ document, bytes }) =>
    document.errors
      .filter((error) => error.code === code)
      .map(({ span, label, facts }) => ({
        span,
        facts: { ...facts, label: toShortText(String(facts['label'] ?? label), 80) },
        ...(facts['meant'] !== undefined && { sentence: swapped }),
        ...(code === 'blankLine' && bytes.hasDoubledReturns && doubledReturns),
      })),
});

/** Finds what keeps a block from being read (RFC 7468 §2 and §3, RFC 4648 §4). */
export const armourRules = Object.keys(sentences)
  .filter((code): code is PemErrorCode => code in sentences)
  .map(toRule);
