/** Finds blocks in YAML that stand no further to the right than their key, so that they are no part of its value. */
import type { TextEdit } from '../../core/fixes/lines';
import { lineStart } from '../../core/fixes/lines';
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
 * Returns what stands between BEGIN and the base64 of DER, in the first block that has some. Undefined where it is
 * white space within a line, or nothing.
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

/** The key and the white space by which the lines of a YAML value belong to it. */
interface Unindented {
  readonly key: string;
  /** White space that its lines need. */
  readonly indent: string;
}

/** Returns the key (`key: |`) that a value stands under without being indented below it. */
export function unindentedBelow(text: string, { start }: Span): Unindented | undefined {
  const own = lineStart(text, start);
  const before = text.slice(own, start);
  if (before.trim() !== '') return undefined;
  const above = text.slice(Math.max(0, own - maxLine), own).trimEnd();
  const [, places = '', key = ''] =
    /(?:^|\n)( {0,200}(?:- {1,20}){0,5})(["']?[\w./ -]{1,200}["']?) ?: *[|>][-+\d]{0,2}(?: +#[^\n]*)?$/.exec(above) ??
    [];
  return key === '' || before.length > places.length ? undefined : { key, indent: ' '.repeat(places.length + 2) };
}

const maxLine = 500;

/** Returns the edit that indents a value below its key. */
export function toIndented(text: string, span: Span): TextEdit | undefined {
  const unindented = unindentedBelow(text, span);
  if (!unindented) return undefined;
  const start = lineStart(text, span.start);
  const lines = text.slice(start, span.end).replace(/^[ \t]*(?=\S)/gm, unindented.indent);
  return { span: { start, end: span.end }, text: lines };
}
