/** Finds and decodes bytes that programs, tools and databases write down one by one. */
import type { Span } from '../model';

interface ListForm {
  /** Finds lists of 48 bytes or more that begin as DER, or as BEGIN of PEM, does. */
  readonly lists: RegExp;
  /** Tells in one look that there is none. */
  readonly sign: RegExp;
  /** Undefined for hexadecimal, which is decoded as a whole. */
  readonly decode?: (list: string) => Uint8Array | undefined;
}

/**
 * Each list begins with a SEQUENCE of 128 bytes or more (`30 8x`), or with five dashes and `BEGIN`. A list of bytes that
 * have no separator is base64 or hexadecimal, and found as that.
 */
const forms: readonly ListForm[] = [
  {
    // `0x30, 0x82, …`, `30,82,…`, `30:82:…`, `3082038D 30820275 …` of programs, the registry of Windows and routers.
    lists: /(?<![\da-z])(?:0x)?30[,:\s]{0,2}(?:0x)?8[1-4](?:[,:\s\\]{0,40}(?:0x)?[\da-f]{2}){46,}/gi,
    sign: /(?<![\da-z])(?:0x)?30[,:\s]{1,2}(?:0x)?82[,:\s]|(?<![\da-z])3082[\da-f]{4}\s+[\da-f]{8}\s/i,
  },
  {
    // `[48, 130, …]` of Node’s and Go’s buffers in JSON and logs, `48, -126, …` of Java, `<<48,130,…>>` of Erlang.
    lists:
      /(?<![\w.-])(?:48[,\s]{1,40}(?:1(?:29|3[0-2])|-12[4-7])|45(?:[,\s]{1,40}45){4}[,\s]{1,40}66)(?:[,\s]{1,40}-?\d{1,3}(?![\w.])){46,}/g,
    sign: /(?<![\w.-])(?:48[,\s]{1,40}(?:1(?:29|3[0-2])|-12[4-7])|45[,\s]{1,40}45)[,\s]/,
    decode: (list) => toBytes(list.match(/-?\d+/g), 10),
  },
  {
    // Strings of C and Python: `\x30\x82…`; certdata.txt of Mozilla and strings in octal: `\060\202…`.
    lists:
      /(?:\\x30[\s"']{0,40}\\x8[1-4]|\\x2d(?:[\s"']{0,40}\\x2d){4})(?:[\s"']{0,40}\\x[\da-f]{2}){44,}|(?:\\060[\s"']{0,40}\\20[1-4]|\\055(?:[\s"']{0,40}\\055){4})(?:[\s"']{0,40}\\[0-3][0-7]{2}){44,}/gi,
    sign: /\\x30["'\s]{0,40}\\x8|(?:\\x2d){2}|\\060\s?\\20[1-4]|(?:\\055){2}/i,
    decode: (list) =>
      /^\\x/i.test(list) ? toBytes(list.match(/[\da-f]{2}/gi), 16) : toBytes(list.match(/[0-7]{3}/g), 8),
  },
];

/** Undefined where one of the numbers is no byte. Java counts those from 128 on from below. */
function toBytes(numbers: readonly string[] | null, radix: number): Uint8Array | undefined {
  const values = (numbers ?? []).map((each) => Number.parseInt(each, radix));
  return values.every((value) => value >= -128 && value <= 255) ? Uint8Array.from(values) : undefined;
}

export interface ByteList {
  readonly span: Span;
  /** Undefined where the text of the span is hexadecimal as a whole. */
  readonly bytes: Uint8Array | undefined;
}

/** Tells of nearly all texts, in a look a form, that nothing of this is in them. */
export const mayListBytes = (text: string): boolean => forms.some(({ sign }) => sign.test(text));

/** Yields the lists of bytes that begin as DER or PEM does; undefined now and then. */
export function* findByteLists(text: string): Generator<ByteList | undefined> {
  for (const { lists, sign, decode } of forms) {
    yield undefined;
    if (!sign.test(text)) continue;
    for (const { index, 0: whole } of text.matchAll(lists)) {
      const isList = decode !== undefined || /[,:\s]/.test(whole);
      const bytes = whole.length <= maxList ? decode?.(whole) : undefined;
      const isKnown = bytes !== undefined || decode === undefined;
      yield isList && isKnown ? { span: { start: index, end: index + whole.length }, bytes } : undefined;
    }
  }
}

/** Characters of the largest certificate that is read, each byte of it written as `\x30"\n"`. */
const maxList = 1024 * 1024;
