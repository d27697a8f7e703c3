/** Lists the first of any number, and where there are more, how many there are: `a, b, … (12)`. */
export function briefList(
  texts: readonly (string | number)[],
  { most, count = texts.length }: { readonly most: number; readonly count?: number },
): string {
  const shown = texts.slice(0, most);
  return count > shown.length ? `${shown.join(', ')}, … (${count})` : shown.join(', ');
}
