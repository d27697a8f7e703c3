import type { Span } from '../../core/model';
import { dashes } from '../../core/pem/boundaryText';

/** The text between the lines of a block that is written into something else. */
export interface LineSeparator {
  /** A line break and an indent, `\\n`, the end of one string and the start of the next. */
  readonly lineBreak: string;
  /** A blank line: in YAML, it has no indent. */
  readonly blank: string;
}

/**
 * Returns what stands between BEGIN and the base64 of DER, in the first block that has some. Undefined where it is white
 * space within a line, or nothing.
 */
export function lineSeparatorOf(text: string, { start, end }: Span): LineSeparator | undefined {
  const lineBreak = separator.exec(text.slice(start, end))?.[1];
  if (lineBreak === undefined || /^[^\S\r\n]*$/.test(lineBreak)) return undefined;
  return { lineBreak, blank: /^\r?\n(?=[^\S\r\n]*$)/.exec(lineBreak)?.[0] ?? lineBreak };
}

const separator = new RegExp(
  String.raw`[${dashes}]{1,12} ?BEGIN[ _\u00a0]?[A-Z0-9 ]{1,60}[${dashes}]{1,12}([^]{1,200}?)(?=M[A-P][\w+/]{14})`,
  'i',
);
