/**
 * Characters that make a certificate's text look like something else: control characters, bidi overrides and marks (UAX
 * #9), all that Unicode lets programs leave out (zero-width and tag characters, selectors of variants but behind an
 * emoji), blanks that are none, line separators, lone surrogates.
 */
const unseen =
  /(?![\u{FE0E}\u{FE0F}])[\p{Cc}\p{DI}\u{2028}\u{2029}\u{2800}\u{FFF9}-\u{FFFB}]|(?<!\p{Extended_Pictographic})[\u{FE0E}\u{FE0F}]|\p{Cs}/gu;

/** Writes out every such character as `\u{202E}`, so that the text is one line and reads as it is stored. */
export function toVisibleText(text: string): string {
  return text.replace(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`);
}

/** Writes `value` as JSON over several lines, with every such character written out as JSON has it: `\u202e`. */
export function toVisibleJson(value: object): string {
  const escape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const lines = JSON.stringify(value, null, 2).split('\n');
  return lines.map((line) => line.replace(unseen, (character) => character.split('').map(escape).join(''))).join('\n');
}

/** Cuts a text to at most `limit` UTF-16 units, with an ellipsis, and makes it visible like {@link toVisibleText}. */
export function toShortText(text: string, limit: number): string {
  return toVisibleText(text.length <= limit ? text : `${text.slice(0, limit)}…`);
}
