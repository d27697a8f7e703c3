/** Longest text of a gateway that is shown, in UTF-16 units. */
const longest = 500;
/** Only the beginning of a text is looked at: more is never shown. */
const looked = 16_384;

/**
 * What a gateway says, fit to be shown and logged: one line, at most 500 characters, HTML reduced to its title, control
 * and direction characters escaped, and everything that looks like a key, a certificate or a token removed.
 * `secrets` are texts that must not appear whatever they look like. Undefined where nothing is left to say.
 */
export function toGatewayText(text: string, secrets: readonly string[] = []): string | undefined {
  const start = text.slice(0, looked);
  const line = oneLine(withoutSecrets(isHtml(start) ? titleOf(start) : start, secrets));
  if (line === '') return undefined;
  return line.length <= longest ? line : `${line.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

export function isHtml(text: string): boolean {
  return /^\s*<(?:!doctype|html|head|body|\?xml)\b/i.test(text.slice(0, 1_000));
}

function titleOf(html: string): string {
  const title = /<title[^>]{0,200}>([^<]{0,1000})/i.exec(html)?.[1] ?? '';
  return title.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"');
}

/** Removes what looks like a secret, and the given secrets as they stand, JSON-escaped or URL-encoded. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    // A shorter one would be found inside ordinary words, and show by its absence what it is.
    if (secret.length < 4) continue;
    for (const form of new Set([secret, secret.replaceAll('/', '\\/'), encodeURIComponent(secret)])) {
      clean = clean.replaceAll(form, '[removed]');
    }
  }
  return clean
    .replace(/-----BEGIN [^]*?(?:-----END [A-Z0-9 ]{0,64}-----|$)/g, '[PEM removed]')
    .replace(/\beyJ[\w-]{5,}(?:\.[\w-]*){0,4}/g, '[token removed]')
    .replace(
      /\b(authorization|x-api-key|api_key|apikey|access_token)(["']?\s*[:=]\s*)["']?(?:bearer\s+)?[^\s"',;&}]+/gi,
      '$1$2[removed]',
    )
    .replace(/\bbearer\s+[^\s"',;]+/gi, 'Bearer [removed]')
    .replace(/(?:[A-Za-z0-9+_-]|\\?\/){40,}={0,2}/g, '[removed]');
}

/** The pieces of a PEM text that would give a part of the key away: its lines. */
export function secretLines(pem: string | undefined): readonly string[] {
  return (pem ?? '').split(/[\r\n]+/).filter((line) => line.length >= 8 && !line.startsWith('---'));
}

function oneLine(text: string): string {
  return text
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .trim()
    .replace(/[\p{Cc}\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu, escape);
}

const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
