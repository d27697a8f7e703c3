/** Finds blocks whose line breaks were lost or written as something else, as shells, JSON, YAML and source code do it. */
import type { Span } from '../model';
import { kindOfLabel } from './labels';

export interface LooseBlock {
  readonly label: string;
  /** From the first dash of BEGIN to the last of END, in the text as it is. */
  readonly span: Span;
  /** The block as RFC 7468 has it, as far as it could be restored. */
  readonly pem: string;
}

/** A BEGIN and the END that is the next boundary behind it, in the order of the text. Reads the text once. */
export function* scanLooseBlocks(text: string): Generator<LooseBlock> {
  let begin: RegExpExecArray | undefined;
  for (const boundary of text.matchAll(/-----(BEGIN|END)([ \u00a0]?)([A-Z0-9][A-Z0-9 .#]{0,60})-----/g)) {
    const [whole, side, space, label = ''] = boundary;
    if (space === '' && kindOfLabel(label) === 'other') continue;
    if (begin && side === 'END' && begin[3] === label) {
      const body = restoreBody(text.slice(begin.index + begin[0].length, boundary.index));
      yield {
        label,
        span: { start: begin.index, end: boundary.index + whole.length },
        pem: `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`,
      };
    }
    begin = side === 'BEGIN' ? boundary : undefined;
  }
}

/** The body in lines of 64 where it is base64 once the line breaks are out, else line by line. */
function restoreBody(body: string): string {
  const plain = unescapeBreaks(body).replace(/["'`]\s*(?:[+.,]\s*)?["'`]/g, '\n');
  const isBehindHeaders = /^\s*[A-Za-z-]{1,40}:/.test(plain);
  const compact = isBehindHeaders ? '' : plain.replace(/[\s"'`\u00a0\u200b\ufeff]+/g, '');
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return (compact.match(/.{1,64}/g) ?? []).join('\n');
  return plain
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .join('\n')
    .replace(/^\n+|(?<!\n)\n+$/g, '');
}

/**
 * Line breaks, slashes and signs as strings of JSON, YAML and programs escape them, once or twice. Each looks at a run of backslashes
 * from its first one only: from each of them, it would take the square of their number.
 */
const unescapeBreaks = (text: string): string =>
  text
    .replace(/(?<!\\)\\+\r?\n[ \t]*/g, '')
    .replace(/(?<!\\)\\+(?:r\\+n|[nr])/g, '\n')
    .replace(/(?<!\\)\\+\//g, '/')
    .replace(/(?<!\\)\\+u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
