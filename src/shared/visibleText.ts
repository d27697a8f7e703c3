/**
 * Characters that make a certificate's text look like something else: control characters, bidi overrides and marks (UAX
 * #9), invisible and zero-width characters, line separators, tag characters, lone surrogates.
 */
const unseen =
  /[\p{Cc}\u{AD}\u{61C}\u{115F}\u{1160}\u{180E}\u{200B}-\u{200F}\u{2028}-\u{202E}\u{2060}-\u{206F}\u{3164}\u{FEFF}\u{FFA0}\u{FFF9}-\u{FFFB}\u{E0000}-\u{E0FFF}]|\p{Cs}/gu;

/** The text with every such character written out as `\u{202E}`, so that it is one line and reads as it is stored. */
export function toVisibleText(text: string): string {
  return text.replace(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`);
}

/** At most `limit` UTF-16 units, an ellipsis for the rest, visible as {@link toVisibleText} makes it. */
export function toShortText(text: string, limit: number): string {
  return toVisibleText(text.length <= limit ? text : `${text.slice(0, limit)}…`);
}
