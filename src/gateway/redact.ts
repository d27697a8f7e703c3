import { redactForeign } from '../shared/redact';
import { toVisibleText } from '../shared/visibleText';

/** Longest text of a gateway that is shown, in UTF-16 units. */
const maxLength = 500;
/** The characters at the beginning of a text that are looked at: more is never shown. */
const looked = 16_384;

/**
 * Makes what a gateway says fit to be shown and logged: one line, at most 500 characters, HTML reduced to its title,
 * control and direction characters escaped, and everything that looks like a key, a certificate or a token removed.
 * `secrets` are texts that must not appear whatever they look like. Undefined where nothing is left to say.
 */
export function toGatewayText(text: string, secrets: readonly string[] = []): string | undefined {
  const start = text.slice(0, looked);
  const clean = redactForeign(isHtml(start) ? titleOf(start) : start, secrets);
  const line = toVisibleText(clean.replace(/[\s\u2028\u2029]+/g, ' ').trim());
  if (line === '') return undefined;
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

export function isHtml(text: string): boolean {
  return /^\s*<(?:!doctype|html|head|body|\?xml)\b/i.test(text.slice(0, 1_000));
}

function titleOf(html: string): string {
  const title = /<title[^>]{0,200}>([^<]{0,1000})/i.exec(html)?.[1] ?? '';
  return title.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"');
}

/** Returns the lines of a PEM text, each of which would give a part of the key away. */
export function secretLines(pem: string | undefined): readonly string[] {
  return (pem ?? '').split(/[\r\n]+/).filter((line) => line.length >= 8 && !line.startsWith('---'));
}
