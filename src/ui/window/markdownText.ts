import type { Sentence, Translate } from '../../shared/translate';
import { translateSentence } from '../../shared/translate';
import { toShortText, toVisibleText } from '../../shared/visibleText';

/**
 * Makes a stranger's text a Markdown code span: nothing in it becomes a link, an image, an icon, HTML or a table.
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

/**
 * Makes a sentence of ours Markdown that says the same, in one line: values, which strangers may have chosen, are code
 * spans in it.
 */
export function toSentenceMarkdown(sentence: Sentence, translate: Translate): string {
  const spans: string[] = [];
  const hold = (value: string | number): string => `\uE000${spans.push(toCodeSpan(String(value))) - 1}\uE001`;
  const quoted = withValues(sentence, hold);
  return toVisibleText(translateSentence(quoted, translate))
    .replace(/`?(\uE000\d+\uE001)`?/g, '$1')
    .replace(/[!#$&()*+\-/:<>@[\\\]_`{|}~]|\.(?=\S)/g, '\\$&')
    .replace(/\uE000(\d+)\uE001/g, (_, at: string) => spans[Number(at)] ?? '');
}

function withValues(sentence: Sentence, change: (value: string | number) => string): Sentence {
  if (typeof sentence === 'string') return sentence;
  const { text, values = {}, words = {} } = sentence;
  return {
    text,
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)])),
    words: Object.fromEntries(Object.entries(words).map(([name, word]) => [name, withValues(word, change)])),
  };
}
