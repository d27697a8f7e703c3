/**
 * Lists the first of any number, and where there are more, how many there are: `a, b, … (12)`.
 *
 * @param length characters of those that are listed, of which there is one at least: what cuts the text off behind
 *   them would take the count
 */
export function briefList(
  texts: readonly (string | number)[],
  {
    most,
    count = texts.length,
    length = Infinity,
  }: { readonly most: number; readonly count?: number; readonly length?: number },
): string {
  let room = length;
  const shown = texts
    .slice(0, most)
    .filter((text, index) => (room -= String(text).length + separator.length) >= 0 || index === 0);
  return (count > shown.length ? [...shown, `… (${count})`] : shown).join(separator);
}

const separator = ', ';
