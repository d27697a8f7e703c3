/** Writes the wide letters of East Asian keyboards, `Ｍ` and `＋`, as those of ASCII. */
export const withoutWideLetters = (text: string): string =>
  text.replace(/[\uff01-\uff5e]+/g, (letters) => letters.normalize('NFKC'));
