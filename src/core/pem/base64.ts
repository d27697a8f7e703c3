/** The reason why a text is not base64 (RFC 4648 §4), and the place: `at` is an offset in the text that was read. */
type Base64Problem =
  | { readonly code: 'badCharacter'; readonly at: number }
  /** More data behind the `=` that ends it; `at` is its first character. */
  | { readonly code: 'dataAfterPadding'; readonly at: number }
  /** The number of characters is none that whole bytes give; `at` is the last character. */
  | { readonly code: 'incomplete'; readonly at: number }
  | { readonly code: 'empty'; readonly at: number };

export type Base64Reading =
  { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly problem: Base64Problem };

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const blank = 64;
const padding = 65;
const bad = 66;

/** Meaning of every character code below 128. White space is what RFC 7468 §3 calls W. */
const meanings: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (character === '=') return padding;
  if (' \t\r\n\v\f'.includes(character)) return blank;
  const value = alphabet.indexOf(character);
  return value < 0 ? bad : value;
});

/** Width of every line but the last where PEM is written as RFC 7468 §2 wants it. */
const lineWidth = 64;

/**
 * Decodes the body of a block that is written as RFC 7468 §2 wants it, with LF: what nearly all are. Undefined for any
 * other, which may be fine as well.
 */
export function decodeRegular(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): Uint8Array | undefined {
  const last = text.charCodeAt(end - 1) === 0x0a ? end - 1 : end;
  for (let at = start + lineWidth; at < last; at += lineWidth + 1) if (text.charCodeAt(at) !== 0x0a) return undefined;
  let dataEnd = last;
  while (dataEnd > start && last - dataEnd < 2 && text.charCodeAt(dataEnd - 1) === 0x3d) dataEnd--;
  const body = text.slice(start, dataEnd);
  const lines = Math.ceil((last - start) / (lineWidth + 1));
  const digits = dataEnd - start - (lines - 1);
  if (digits <= 0 || (digits + last - dataEnd) % 4 !== 0 || /[^A-Za-z0-9+/\n]/.test(body)) return undefined;
  const bytes = Buffer.from(body, 'base64');
  // Line feeds elsewhere leave fewer digits than were counted.
  if (bytes.length !== Math.floor((digits * 3) / 4)) return undefined;
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Decodes `text[start, end)`; white space anywhere is skipped. One pass, stops at the first problem. */
export function decodeBase64(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): Base64Reading {
  const bytes = new Uint8Array(Math.ceil(((end - start) * 3) / 4));
  let size = 0;
  let digits = 0;
  let pads = 0;
  let bits = 0;
  let last = start;
  for (let at = start; at < end; at++) {
    const meaning = meanings[text.charCodeAt(at)] ?? bad;
    if (meaning === blank) continue;
    if (meaning === bad) return { ok: false, problem: { code: 'badCharacter', at } };
    last = at;
    if (meaning === padding) {
      pads++;
      continue;
    }
    if (pads > 0) return { ok: false, problem: { code: 'dataAfterPadding', at } };
    bits = (bits << 6) | meaning;
    digits++;
    if (digits % 4 === 0) {
      bytes[size++] = (bits >> 16) & 0xff;
      bytes[size++] = (bits >> 8) & 0xff;
      bytes[size++] = bits & 0xff;
      bits = 0;
    }
  }
  if (digits === 0) return { ok: false, problem: { code: pads === 0 ? 'empty' : 'incomplete', at: last } };
  const rest = digits % 4;
  if (rest === 1 || pads !== (4 - rest) % 4) return { ok: false, problem: { code: 'incomplete', at: last } };
  if (rest === 2) bytes[size++] = (bits >> 4) & 0xff;
  if (rest === 3) {
    bytes[size++] = (bits >> 10) & 0xff;
    bytes[size++] = (bits >> 2) & 0xff;
  }
  return { ok: true, bytes: bytes.slice(0, size) };
}

/** Encodes bytes (RFC 4648 §4), without line breaks. */
export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 3 * 4096)
    parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + 3 * 4096))));
  return parts.join('');
}

/** The forms in which a PEM text is pasted elsewhere. Each takes public text alone: callers pass no private key. */
export const copyForms = ['pem', 'oneLine', 'base64', 'yaml'] as const;
export type CopyForm = (typeof copyForms)[number];

/** @param pem blocks with `\n` as line break and at the end, as `toPem` makes them */
export function toCopyForm(pem: string, form: CopyForm): string {
  switch (form) {
    case 'pem':
      return pem;
    case 'oneLine':
      // As environment variables and JSON have it.
      return pem.replaceAll('\n', '\\n');
    case 'base64':
      // As `data` of a Kubernetes Secret has it.
      return Buffer.from(pem, 'utf8').toString('base64');
    case 'yaml':
      return `|\n${pem.replace(/^(?=.)/gm, '  ')}`;
  }
}
