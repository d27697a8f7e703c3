import { toShortText } from '../../shared/visibleText';

/**
 * Text of a stranger as a Markdown code span: nothing in it becomes a link, an image, an icon, HTML or a table.
 * Whatever would hide is written out, and only the first `limit` units are shown.
 */
export function toCodeSpan(text: string, limit = 200): string {
  const visible = toShortText(text, limit);
  if (visible.trim() === '') return '—';
  const longest = Math.max(0, ...Array.from(visible.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // One space at each end is dropped again by the renderer (CommonMark §6.1) and keeps inner backticks off the fence.
  const padding =
    visible.startsWith('`') || visible.endsWith('`') || (visible.startsWith(' ') && visible.endsWith(' ')) ? ' ' : '';
  return `${fence}${padding}${visible}${padding}${fence}`;
}
