import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';

const maxNamed = 3;

/** Lists the first few names, and how many more there are. */
export function namesText(names: readonly string[], translate: Translate): string {
  const shown = names.slice(0, maxNamed).map((name) => toShortText(name, 60));
  const more = names.length - shown.length;
  return [...shown, ...(more > 0 ? [translate('and {count} more', { count: more })] : [])].join(', ');
}
