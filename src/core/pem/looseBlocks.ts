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
 * Yields the blocks of a text: a BEGIN and the END that is the next boundary behind it or, where that is missing, the
 * data behind it; in the order of the text, which is read once. Stops behind as many as are looked at.
 */
export function* scanLooseBlocksSteps(text: string): Cooperative<readonly LooseBlock[]> {
  const blocks: LooseBlock[] = [];
  let [steps, count] = [0, 0];
  for (const block of findBlocks(text)) {
    if (++steps % stride === 0) yield;
    if (!block) continue;
    const { label, span, body, end = `-----END ${label}-----\n` } = block;
    // Within large ones, too.
    const restored = yield* restoreBody(body());
    if (!restored.isPlaceholder && ++count > limits.blocks) break;
    blocks.push({
      label,
      span,
      pem: `-----BEGIN ${label}-----\n${restored.text}\n${end}`,
      isPlaceholder: restored.isPlaceholder,
    });
  }
  return blocks;
}

/** Boundaries that are looked at at once. */
const stride = 100;

interface FoundBlock extends Pick<LooseBlock, 'label' | 'span'> {
  /** The text between BEGIN and END, without what stands around each line. */
  readonly body: () => string;
  /** Empty where its END is missing. */
  readonly end?: '';
}

/** Finds blocks, with or without END; undefined for each other boundary, so that a caller can pause. */
function* findBlocks(text: string): Generator<FoundBlock | undefined> {
  yield* text.includes('-----BEGIN%20') || text.includes('-----BEGIN+') ? escapedBlocks(text) : [];
  let begin: (MeantBoundary & Span) | undefined;
  for (const boundary of scanMeant(text)) {
    const { side, label, start, end } = boundary;
    if (begin && side === 'end' && begin.label === label) {
      const { start: from, end: behind } = begin;
      yield { label, span: { start: from, end }, body: () => withoutFrame(text, from, text.slice(behind, start)) };
    } else yield begin && cutShort(text, begin, start);
    begin = side === 'begin' ? boundary : undefined;
  }
  if (begin) yield cutShort(text, begin, text.length);
}

/** Returns a block whose END is missing, with the data behind its BEGIN. Undefined where there are none. */
function cutShort(text: string, { label, start, end }: MeantBoundary & Span, before: number): FoundBlock | undefined {
  const body = dataAtStart(text.slice(end, Math.min(before, end + maxOpen)));
  return body.length < minOpen
    ? undefined
    : { label, span: { start, end: end + body.length }, body: () => body, end: '' };
}

/**
 * Returns the base64 that a text starts with, where it begins as a SEQUENCE does, with its line breaks however they are
 * written. It ends with the first line that is shorter than one before: words may stand behind it, or a name.
 */
function dataAtStart(text: string): string {
  let end = /^(?:\\{1,4}[nr]|\s){0,80}(?=M[A-P])/.exec(text)?.[0].length;
  if (end === undefined) return '';
  const line = /([A-Za-z0-9+/=]+)((?:\\{1,4}[nr]|\s)*)/y;
  line.lastIndex = end;
  let width = 0;
  for (let match = line.exec(text); match; match = line.exec(text)) {
    const [whole, letters = '', space = ''] = match;
    const behind = match.index + whole.length;
    const isWord = letters.length < minJoined && !/[\\\r\n]/.test(space) && /[^"'`,<]/.test(text.charAt(behind));
    if (isWord) break;
    end = match.index + letters.length;
    width = Math.max(width, letters.length);
    if (letters.length < width || /\n\s*\n/.test(space)) break;
  }
  return text.slice(0, end);
}

/** Fewer letters that something else than a line break stands behind may be a word. */
const minJoined = 16;

/** Characters that are looked at for the data of a block that has no END, and the fewest of one. */
const [maxOpen, minOpen] = [16 * 1024, 100];

/**
 * Finds blocks as URLs and headers carry them: nginx's `$ssl_client_escaped_cert`, Envoy's `x-forwarded-client-cert`.
 */
function* escapedBlocks(text: string): Generator<FoundBlock> {
  const escaped = /-----BEGIN(%20|\+)((?:[A-Z0-9]|\1){1,60})-----([A-Za-z0-9%+/=.]{1,20000})-----END\1\2-----/gi;
  for (const match of text.matchAll(escaped)) {
    const [whole, space, written = '', body = ''] = match;
    yield {
      label: written.replaceAll(space ?? '', ' '),
      span: { start: match.index, end: match.index + whole.length },
      body: () => body.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    };
  }
}

/**
 * Returns the body without what stands before and behind each of its lines, as it does on that of BEGIN: `> ` of a
 * mail, `+` or `-` of a diff, `# `, `REM `, `|` of a margin, the number that `cat -n` or `grep -n` writes, the time of
 * a log, the members of a log in JSON, the `+` with which psql goes on.
 */
function withoutFrame(text: string, begin: number, body: string): string {
  // `echo MII… >> a.crt`, as a script writes a file line by line.
  if (/^[^\S\n]*>{1,2}[^\n>]{1,200}\n/.test(body)) return withoutFrame(text, begin, withoutRedirections(body));
  // Of the line no more than such a prefix has: each of many blocks looks at it.
  const before = text.slice(Math.max(0, begin - maxPrefix), begin);
  const inLine = before.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1);
  const [first = '', ...rest] = body.split('\n');
  if (rest.length < 2) return body;
  const member = /"[\w.]{1,40}"\s?:\s?"$/.exec(inLine)?.[0];
  if (member !== undefined && rest.every((line) => line.includes(member)))
    return [first, ...rest.map((line) => line.slice(line.indexOf(member) + member.length))]
      .map((line) => line.split('"', 1)[0])
      .join('\n');
  const goesOn = first.trim() === '+';
  const head = goesOn ? '' : first;
  const lines = goesOn ? rest.map((line) => line.trimEnd().replace(/\+$/, '')) : rest;
  const starts = prefixOf(inLine, { text, begin, second: lines[0] ?? '' });
  const lengths = lines.map((line) => (line === '' ? 0 : starts?.exec(line)?.[0].length));
  if (lengths.includes(undefined)) return [head, ...lines].join('\n');
  // Before END there may be another sign than before the others: `|_` of nmap.
  return [head, ...lines.map((line, index) => line.slice(lengths[index]))].join('\n').replace(/\n[^\w+/=\n]*_?$/, '\n');
}

interface Framed {
  readonly text: string;
  readonly begin: number;
  /** The line behind that of BEGIN. */
  readonly second: string;
}

/** Matches what begins each line, by what stands before BEGIN, or before the data behind it. */
function prefixOf(inLine: string, { text, begin, second }: Framed): RegExp | undefined {
  // A SEQUENCE is where the data begin.
  const own = /^([^\w\s]{1,4}|r?n)M[A-P][A-Za-z0-9+/]{14}/.exec(second)?.[1];
  if (inLine === '' && own !== undefined) return prefixPattern(own, false);
  // The minus of a diff is one with the dashes of BEGIN.
  const prefix = inLine === '' && text.startsWith('------BEGIN', begin) ? '-' : inLine.trimEnd();
  if (/(?:["'`]|\w\s{0,80})\|$/.test(prefix)) return /^\s*\|/;
  if (prefix.trim() === '' || inLine.length === maxPrefix || /["'`]/.test(prefix)) return undefined;
  return prefixPattern(prefix, /\d$/.test(prefix) && inLine !== prefix);
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
