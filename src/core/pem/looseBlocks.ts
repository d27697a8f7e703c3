/**
 * Finds blocks whose line breaks were lost or written as something else, as shells, JSON, YAML and source code do it.
 */
import type { Cooperative } from '../../shared/cooperative';
import { limits } from '../limits';
import type { Span } from '../model';
import type { MeantBoundary } from './boundaryText';
import { scanMeant } from './boundaryText';
import { restoreBody } from './restoreBody';

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
  // `echo MII… >> a.crt`, as a script writes a file line by line.
  if (/^[^\S\n]*>{1,2}[^\n>]{1,200}\n/.test(body)) return withoutPrefix(text, begin, withoutRedirections(body));
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

/** Returns the lines without what the output of a command goes to. */
const withoutRedirections = (body: string): string =>
  body
    .split('\n')
    .map((line) => (line.includes('>') ? line.slice(0, line.indexOf('>')) : line))
    .join('\n');

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
