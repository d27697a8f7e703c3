/**
 * Characters that make a certificate's text look like something else: control characters, bidi overrides and marks (UAX
 * #9), all that Unicode lets programs leave out (zero-width and tag characters, selectors of variants but behind an emoji), blanks that
 * are none, line separators, lone surrogates.
 */
const unseen =
  /(?![\u{FE0E}\u{FE0F}])[\p{Cc}\p{DI}\u{2028}\u{2029}\u{2800}\u{FFF9}-\u{FFFB}]|(?<!\p{Extended_Pictographic})[\u{FE0E}\u{FE0F}]|\p{Cs}/gu;

/** The text with every such character written out as `\u{202E}`, so that it is one line and reads as it is stored. */
export function toVisibleText(text: string): string {
  return text.replace(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`);
}

/** At most `limit` UTF-16 units, an ellipsis for the rest, visible as {@link toVisibleText} makes it. */
export function toShortText(text: string, limit: number): string {
  return toVisibleText(text.length <= limit ? text : `${text.slice(0, limit)}…`);
}
