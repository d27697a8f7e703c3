import { toVisibleText } from '../../shared/visibleText';

/**
 * VS Code makes a link of `[text](command:…)` in messages, progress and prompts, and runs what it names; it makes an
 * icon of `$(name)` in rows, lenses and the status bar. Either needs its round bracket right there: written out, it is
 * text.
 */
const openings = /(?<=[\]$])\(/g;

/**
 * Makes a finished sentence one that VS Code may show anywhere: one line that reads as it is stored and in which
 * nothing is a link or an icon. Escape the whole, never its parts: `[Fix]` and `(command:x)` are harmless until they
 * are joined.
 */
export function toInertText(text: string): string {
  return toVisibleText(text).replace(openings, '\\u{28}');
}

/** Does the same as {@link toInertText} for lines of a dialog or a tooltip. */
export const toInertLines = (lines: readonly string[]): string => lines.map(toInertText).join('\n');
