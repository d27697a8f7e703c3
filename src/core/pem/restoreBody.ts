/** Restores the base64 of a block whose line breaks were lost or written as something else. */
import type { Cooperative } from '../../shared/cooperative';
import { limits } from '../limits';
import { withoutWideLetters } from './wideLetters';

interface RestoredBody {
  /** See `LooseBlock.isPlaceholder`. */
  readonly isPlaceholder: boolean;
  readonly text: string;
}

/**
 * Writes the body in lines of 64 where it is base64 once the line breaks are out, else line by line. Pauses where it is
 * long.
 */
export function* restoreBody(body: string): Cooperative<RestoredBody> {
  if (body.length > maxBody) return { text: '', isPlaceholder: true };
  const isLong = body.length > longBody;
  // Nothing to restore but line breaks: what nearly all are.
  if (!/[^A-Za-z0-9+/=\s]/.test(body)) {
    if (isLong) yield;
    const compact = body.replace(/\s+/g, '');
    if (isLong) yield;
    const isWhole = isBase64(compact);
    if (isLong) yield;
    // The n of a \\n may have lost its backslash, or have a slash in its place.
    if (isWhole && !/^(?:\/?r)?\/?nM/.test(compact))
      return { text: inLines(toStandardBase64(compact)), isPlaceholder: compact.length < shortest };
  }
  const apart = toStandardBase64(withoutWideLetters(withoutSeparator(body)).replace(unseen, ''));
  if (isLong) yield;
  if (isBase64(apart)) return { text: inLines(apart), isPlaceholder: apart.length < shortest };
  if (isLong) yield;
  let plain = body;
  for (const replace of replacements) {
    if (isLong) yield;
    plain = replace(plain);
  }
  if (isLong) yield;
  const isBehindHeaders = /^\s*[A-Za-z-]{1,40}:/.test(plain);
  const compact = isBehindHeaders
    ? ''
    : toStandardBase64(
        withoutSeparator(plain)
          .replace(/["'`]+/g, '')
          .replace(unseen, ''),
      );
  if (isLong) yield;
  const isWhole = isBase64(compact);
  if (isLong) yield;
  const text = isWhole ? inLines(compact) : trimLines(plain);
  if (isLong) yield;
  return { text, isPlaceholder: isWhole ? compact.length < shortest : isPlaceholderBody(text) };
}

/** No block that is read has a longer one, however it is written. */
const maxBody = 3 * limits.objectBytes;

/** A certificate has 2 kB of base64, a PKCS#7 message some more. */
const longBody = 64 * 1024;

/** White space, and what text that was copied has between its letters: soft hyphens, joiners, marks of direction. */
const unseen = /[\s\u0085\u00a0\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/g;

const isBase64 = (text: string): boolean => /^[A-Za-z0-9+/]+={0,2}$/.test(text);

/** Writes the letters of URLs as the usual ones, and corrects the padding (RFC 4648 §3.2 and §5). */
function toStandardBase64(text: string): string {
  // Of two that ran together each has its padding.
  const padding = text.indexOf('=');
  const parts = padding > 0 && padding < text.length - shortest ? (text.match(/[^=]+={0,2}/g) ?? []) : [text];
  if (parts.length > 1 && parts.every((part) => isBase64(part) && part.length % 4 === 0))
    return Buffer.concat(parts.map((part) => Buffer.from(part, 'base64'))).toString('base64');
  if (!/^[\w+/-]{48,}={0,2}$/.test(text)) return text;
  const plain = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  return plain.length % 4 === 1 ? text : plain.padEnd(Math.ceil(plain.length / 4) * 4, '=');
}

/**
 * Returns the body without what stands at its beginning, at its end, and between its lines in place of line breaks: a
 * comma, `\x0a`, `%0A`, the `n` of a `\n` that lost its backslash.
 */
function withoutSeparator(body: string): string {
  // Behind it is a SEQUENCE.
  const separator = /^(\S{1,12}?|[^\S\r\n]{0,80}\S{1,12}\s{0,80})(?=M[A-P][A-Za-z0-9+/]{14})/.exec(body)?.[1];
  if (separator === undefined || !body.endsWith(separator)) return body;
  const inner = body.slice(separator.length, -separator.length);
  if (!/^[A-Za-z0-9+/=]+$/.test(separator)) return inner.replaceAll(separator, '\n');
  for (const width of [64, 76]) {
    const lines: string[] = [];
    for (let at = 0; at < inner.length; at += width + separator.length) {
      if (at > 0 && !inner.startsWith(separator, at - separator.length)) break;
      lines.push(inner.slice(at, at + width));
    }
    if (lines.length * width >= inner.length - (lines.length - 1) * separator.length) return lines.join('\n');
  }
  return body;
}

const inLines = (base64: string): string => (base64.match(/.{1,64}/g) ?? []).join('\n');

const trimLines = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .join('\n')
    .replace(/^\n+|(?<!\n)\n+$/g, '');

/**
 * Line breaks, slashes and signs as strings of JSON, YAML and programs escape them, once or twice, and what programs
 * write between lines. Each looks at a run of backslashes from its first one only: from each of them, it would take the
 * square of their number.
 */
const replacements: readonly ((text: string) => string)[] = [
  // The n of a `\\n` may be on the next line.
  (text) =>
    text.replace(/(?<!\\)(\\+)\r?\n[ \t]*([nrt])?/g, (_, slashes: string, letter = '') =>
      slashes.length > 1 && letter !== '' ? '\n' : letter,
    ),
  // YAML, double-quoted and folded, has `\ ` for a blank at either end of a line.
  (text) => text.replace(/(?<!\\)\\+(?:r\\+n|[nrt \t])/g, '\n'),
  // Files of properties have `\=`, too.
  (text) => text.replace(/(?<!\\)\\+([/=:])/g, '$1'),
  // Characters by their numbers, the percent sign as URLs and commands of GitHub Actions have it.
  (text) =>
    text.replace(
      /(?<!\\)\\+(?:u\{?([\da-fA-F]{1,4})\}?|x([\da-fA-F]{2})|(0[0-7]{2}))|%(0[adAD]|2[bfBF]|3[dD])/g,
      (_, u?: string, x?: string, octal?: string, percent?: string) =>
        String.fromCharCode(Number.parseInt(u ?? x ?? octal ?? percent ?? '', octal === undefined ? 16 : 8)),
    ),
  (text) => text.replace(/&nbsp;|<\/?(?:br|p|div|span|li|pre|code|td|tr|font)\b[^<>]{0,200}>/gi, '\n'),
  (text) =>
    text.replace(/&#(?:x([0-9a-f]{1,4})|(\d{1,5}));/gi, (_, hex?: string, decimal?: string) =>
      String.fromCharCode(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)),
    ),
  // Quoted-printable, of mails: it cuts lines in two, and writes no other sign of itself where the base64 has no
  // padding.
  (text) =>
    /=(?:3D|0A|0D)|(?:[A-Za-z0-9+/]=\r?\n[A-Za-z0-9+/][^=]{0,90}){3}/.test(text)
      ? text.replace(/=0[AD]|=\r?\n/g, '\n').replaceAll('=3D', '=')
      : text,
  // The format of printf, in a string of its own.
  (text) => text.replace(/%[bs]/g, ''),
  // From the end of one string to the beginning of the next: what joins them.
  (text) => text.replace(/\\{0,8}["'`][^"'`]{0,80}["'`]/g, '\n'),
];

/** The smallest key, Ed25519 in PKCS#8, has 64 characters. */
const shortest = 48;

/**
 * Returns whether a body is a placeholder. A damaged block has a wrong character or two; prose, code and `MIID…` have
 * many, or marks of what is left out.
 */
function isPlaceholderBody(body: string): boolean {
  if (/\.\.\.|\u2026|[<>{}$*#]|\[\w+\]/.test(body)) return true;
  const base64 = body.replace(/[^A-Za-z0-9+/=]/g, '').length;
  const others = body.replace(/[A-Za-z0-9+/=\s:,-]/g, '').length;
  return base64 < shortest || others > base64 / 50;
}
