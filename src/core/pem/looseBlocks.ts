/**
 * Finds blocks whose line breaks were lost or written as something else, as shells, JSON, YAML and source code do it.
 */
import type { Cooperative } from '../../shared/cooperative';
import { limits } from '../limits';
import type { Span } from '../model';
import type { MeantBoundary } from './boundaryText';
import { scanMeant } from './boundaryText';

export interface LooseBlock {
  readonly label: string;
  /** From the first dash of BEGIN to the last of END, in the text as it is. */
  readonly span: Span;
  /** The block as RFC 7468 has it, as far as it could be restored. */
  readonly pem: string;
  /** Set where the text between is no base64, or only shows how it would look: code, an example, a template. */
  readonly isPlaceholder: boolean;
}

/**
 * Yields the blocks of a text: a BEGIN and the END that is the next boundary behind it, in the order of the text, which
 * is read once. Stops behind as many as are looked at.
 */
export function* scanLooseBlocksSteps(text: string): Cooperative<readonly LooseBlock[]> {
  const blocks: LooseBlock[] = [];
  let [steps, count] = [0, 0];
  for (const found of findBlocks(text)) {
    if (++steps % stride === 0) yield;
    if (!found) continue;
    const { label, span, body } = found;
    // Within large ones, too.
    const restored = yield* restoreBody(body());
    if (!restored.isPlaceholder && ++count > limits.blocks) break;
    blocks.push({
      label,
      span,
      pem: `-----BEGIN ${label}-----\n${restored.text}\n-----END ${label}-----\n`,
      isPlaceholder: restored.isPlaceholder,
    });
  }
  return blocks;
}

/** Boundaries that are looked at at once. */
const stride = 100;

interface FoundBlock extends Pick<LooseBlock, 'label' | 'span'> {
  /** The text between BEGIN and END, without what begins each line. */
  readonly body: () => string;
}

/** Undefined for a boundary that ends no block. */
function* findBlocks(text: string): Generator<FoundBlock | undefined> {
  yield* text.includes('-----BEGIN%20') || text.includes('-----BEGIN+') ? escapedBlocks(text) : [];
  let begin: (MeantBoundary & Span) | undefined;
  for (const boundary of scanMeant(text)) {
    const { side, label, start, end } = boundary;
    if (begin && side === 'end' && begin.label === label) {
      const { start: from, end: behind } = begin;
      yield { label, span: { start: from, end }, body: () => withoutPrefix(text, from, text.slice(behind, start)) };
    } else yield undefined;
    begin = side === 'begin' ? boundary : undefined;
  }
}

/**
 * Finds blocks as URLs and headers carry them: nginx's `$ssl_client_escaped_cert`, Envoy's `x-forwarded-client-cert`.
 */
function* escapedBlocks(text: string): Generator<FoundBlock> {
  const escaped = /-----BEGIN(%20|\+)((?:[A-Z0-9]|\1){1,60})-----([A-Za-z0-9%+/=.]{1,20000})-----END\1\2-----/gi;
  for (const found of text.matchAll(escaped)) {
    const [whole, space, written = '', body = ''] = found;
    yield {
      label: written.replaceAll(space ?? '', ' '),
      span: { start: found.index, end: found.index + whole.length },
      body: () => body.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    };
  }
}

/**
 * Returns the body without the characters that begin each of its lines, as they do that of BEGIN: `> ` of a mail, `+`
 * or `-` of a diff, `# `, `REM `, the number that `cat -n` or `grep -n` writes, or the time of a log.
 */
function withoutPrefix(text: string, begin: number, body: string): string {
  const redirected = /^[^\S\n]*>{1,2}[^\S\n]*[^\s>]{1,100}\r?(?=\n)/.exec(body)?.[0];
  // `echo MII…>>a.crt`, as a script writes a file line by line.
  if (redirected) return withoutPrefix(text, begin, body.replaceAll(`${redirected}\n`, '\n'));
  // Of the line no more than such a prefix has: each of many blocks looks at it.
  const before = text.slice(Math.max(0, begin - maxPrefix), begin);
  const inLine = before.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1);
  // The minus of a diff is one with the dashes of BEGIN.
  const prefix = inLine === '' && text.startsWith('------BEGIN', begin) ? '-' : inLine.trimEnd();
  if (prefix.trim() === '' || inLine.length === maxPrefix || /["'`]/.test(prefix)) return body;
  const starts = prefixPattern(prefix, /\d$/.test(prefix) && inLine !== prefix);
  const lines = body.split('\n');
  const lengths = lines.slice(1).map((line) => (line === '' ? 0 : starts.exec(line)?.[0].length));
  return lengths.some((length) => length !== 0) && lengths.every((length) => length !== undefined)
    ? lines.map((line, index) => (index === 0 ? line : line.slice(lengths[index - 1]))).join('\n')
    : body;
}

/**
 * The characters of a line that are looked at for a prefix: a quote or number is shorter, also behind a file name or
 * time.
 */
const maxPrefix = 80;

/** Matches what is alike but for its numbers and the width of its white space. */
const prefixPattern = (prefix: string, isBeforeSpace: boolean): RegExp =>
  new RegExp(
    `^${prefix.replace(/\d+|\s+|[^\d\s]+/g, (token, at: number) => {
      if (/\d/.test(token)) return String.raw`\d+`;
      if (/\s/.test(token)) return at === 0 ? String.raw`\s*` : String.raw`\s+`;
      return token.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    })}${isBeforeSpace ? String.raw`(?=\s)` : ''}`,
  );

interface RestoredBody extends Pick<LooseBlock, 'isPlaceholder'> {
  readonly text: string;
}

/**
 * Writes the body in lines of 64 where it is base64 once the line breaks are out, else line by line. Pauses where it is
 * long.
 */
function* restoreBody(body: string): Cooperative<RestoredBody> {
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

/** Writes the letters of URLs as the usual ones, and pads what lacks its padding (RFC 4648 §3.2 and §5). */
function toStandardBase64(text: string): string {
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
  const separator = /^(\S{1,6}?|[^\S\r\n]*\S{1,6}\s*)(?=M[A-P][A-Za-z0-9+/]{14})/.exec(body)?.[1];
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
  (text) => text.replace(/(?<!\\)\\+\r?\n[ \t]*/g, ''),
  (text) => text.replace(/(?<!\\)\\+(?:r\\+n|[nr])/g, '\n'),
  (text) => text.replace(/(?<!\\)\\+\//g, '/'),
  (text) =>
    text.replace(/(?<!\\)\\+u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  (text) => text.replace(/<br *\/?>/gi, '\n'),
  (text) =>
    text.replace(/&#(?:x([0-9a-f]{1,4})|(\d{1,5}));/gi, (_, hex?: string, decimal?: string) =>
      String.fromCharCode(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)),
    ),
  // Quoted-printable, of mails: it cuts lines in two, and writes no other sign of itself where the base64 has no padding.
  (text) =>
    /=(?:3D|0A|0D)|(?:[A-Za-z0-9+/]=\r?\n[A-Za-z0-9+/][^=]{0,90}){3}/.test(text)
      ? text.replace(/=0[AD]|=\r?\n/g, '\n').replaceAll('=3D', '=')
      : text,
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
