/**
 * Takes secrets out of a text that is about to be logged or shown. The last of several nets: whoever makes a text
 * should not put one in. Linear in the length of the text; applying it twice changes nothing more.
 *
 * @param secrets known tokens and keys, removed wherever they stand, also in their JSON and URL spelling.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  const withoutKnown = secrets.reduce(redactKnown, text);
  return rules.reduce((kept, { pattern, to }) => kept.replace(pattern, to), redactPrivateKeys(withoutKnown));
}

const redacted = '[redacted]';

/** Shorter texts are no secrets, and would be found in the middle of words. */
const minSecretLength = 4;

function redactKnown(text: string, secret: string): string {
  if (secret.length < minSecretLength) return text;
  const inJson = JSON.stringify(secret).slice(1, -1);
  const spellings = new Set([secret, inJson, inJson.replaceAll('/', '\\/'), encodeSafely(secret)]);
  return [...spellings].reduce((kept, spelling) => kept.split(spelling).join(redacted), text);
}

function encodeSafely(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    // Half a surrogate pair: it could not have travelled in a URL either.
    return secret;
  }
}

const privateKeyMark = /(BEGIN|END)(?:[A-Z0-9]|[ +]|%20){0,60}PRIVATE(?:[ +]|%20)KEY/gi;

/** A character of a key block's body, also where its line breaks are written `\n`, `\\n` or `%0A`. */
const bodyCharacter = /[A-Za-z0-9+/=\s\\%]/;

// By hand, because a block may lack its end (to be cut to the end of the text) or its beginning (to be cut backwards).
function redactPrivateKeys(text: string): string {
  const parts: string[] = [];
  let kept = 0;
  let isOpen = false;
  for (const mark of text.matchAll(privateKeyMark)) {
    const isBegin = mark[1]?.toUpperCase() === 'BEGIN';
    if (isBegin && isOpen) continue;
    if (isBegin) {
      parts.push(text.slice(kept, mark.index + mark[0].length), redacted);
    } else {
      if (!isOpen) parts.push(cutBodyBackwards(text.slice(kept, mark.index)));
      parts.push(mark[0]);
    }
    isOpen = isBegin;
    kept = mark.index + mark[0].length;
  }
  if (!isOpen) parts.push(text.slice(kept));
  return parts.join('');
}

function cutBodyBackwards(text: string): string {
  const dashes = /-*$/.exec(text.slice(-8))?.[0].length ?? 0;
  let end = text.length - dashes;
  while (end > 0 && bodyCharacter.test(text.charAt(end - 1))) end -= 1;
  return end === text.length - dashes ? text : text.slice(0, end) + redacted + text.slice(text.length - dashes);
}

const secretNames = [
  'authorization',
  'proxy-authorization',
  'x-api-key',
  'x_api_key',
  'api_?key',
  'admin_?key',
  'keys?',
  'private_?keys?',
  'passphrase',
  'password',
  'secret',
  'token',
  'access_?token',
  'req_body',
].join('|');

/** Names that never stand in a plain sentence, so that what follows them is taken out even without quotes. */
const bareNames = ['x_api_key', 'api_?key', 'admin_?key', 'private_?key', 'access_?token', 'adc_token'].join('|');

const rules: readonly { readonly pattern: RegExp; readonly to: string }[] = [
  // A JSON member inside a JSON text, quotes escaped: {\"key\":\"…\"}.
  {
    pattern: new RegExp(
      String.raw`(\\"(?:${secretNames})\\"\s{0,20}:\s{0,20})(?:\\"(?:[^"\\]|\\[^"])*(?:\\"|\\$|$)|\[[^\]]*\]?)`,
      'gi',
    ),
    to: String.raw`$1\"${redacted}\"`,
  },
  // A JSON member: "key": "…", "keys": ["…", "…"]. A cut text may lack the closing quote.
  {
    pattern: new RegExp(
      String.raw`("(?:${secretNames})"\s{0,20}:\s{0,20})(?:"(?:[^"\\]|\\[^])*(?:"|\\$|$)|\[(?:[^\]"]|"(?:[^"\\]|\\[^])*(?:"|\\$|$))*\]?)`,
      'gi',
    ),
    to: `$1"${redacted}"`,
  },
  // The same as Node's inspect and a shell write it: key: '…', 'x-api-key': '…', key="…".
  {
    pattern: new RegExp(
      String.raw`((?<![\w-])'?(?:${secretNames})'?\s{0,20}[:=]\s{0,20})(?:'(?:[^'\\]|\\[^])*(?:'|\\$|$)|"(?:[^"\\]|\\[^])*(?:"|\\$|$))`,
      'gi',
    ),
    to: `$1'${redacted}'`,
  },
  // A header line, to its end.
  {
    pattern:
      /((?<![\w"'\\-])(?:(?:proxy-)?authorization|x-api-key|cookie|set-cookie|req_body)[ \t]{0,20}[:=][ \t]{0,20})[^\r\n]+/gi,
    to: `$1${redacted}`,
  },
  // A query or a line of YAML or environment: api_key=…, access_token: ….
  {
    pattern: new RegExp(String.raw`((?<![A-Za-z0-9])(?:${bareNames})\s{0,20}[:=]\s{0,20})[^\s&"',;#]+`, 'gi'),
    to: `$1${redacted}`,
  },
  // A bearer token wherever it stands, and a JSON Web Token (RFC 7519 §3), also the beginning of one, by its look:
  // base64url of `{"`.
  { pattern: /(?<![\w-])(bearer\s{1,20})(?!token\b)[^\s"',;]+/gi, to: `$1${redacted}` },
  { pattern: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5,}[A-Za-z0-9_.-]*/g, to: redacted },
];

/**
 * Does the same for what a stranger says, who may quote keys and certificates in any form: PEM blocks and long runs of
 * base64 go whole. Our own texts keep theirs, which are fingerprints and paths.
 */
export const redactForeign = (text: string, secrets: readonly string[] = []): string =>
  redact(text.replace(/-----BEGIN [^]*?(?:-----END [A-Z0-9 ]{0,64}-----|$)/g, redacted), secrets).replace(
    /(?:[A-Za-z0-9+_-]|\\?\/){40,}={0,2}/g,
    redacted,
  );
