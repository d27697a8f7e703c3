/** Normalizes text of strangers in a time that grows with its length alone. */

/**
 * No language has as many marks in a row (UAX #15 §13, Stream-Safe Text Format), and putting them in order takes the
 * square of their number. The last two become marks.
 */
const manyMarks = /[\p{M}\uff9e\uff9f]{31}/u;

/** Returns the text in a normal form of Unicode, or as it is where it has more marks in a row than any language. */
export const toNormalForm = (text: string, form: 'NFC' | 'NFKC' | 'NFKD'): string =>
  manyMarks.test(text) ? text : text.normalize(form);
