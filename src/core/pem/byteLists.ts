/** Finds and decodes bytes that programs, tools and databases write down one by one. */
import type { Span } from '../model';

interface ListForm {
  /** Finds the beginning of a list, no longer than {@link maxBeginning}. */
  readonly beginning: RegExp;
  /** Matches some more bytes of it, not all of them: what is counted by an expression is kept on a small stack. */
  readonly more: RegExp;
  readonly byte: RegExp;
  readonly radix: number;
}

/**
 * Each list begins with a SEQUENCE of 128 bytes or more (`30 8x`), or with five dashes and `BEGIN`. A list of bytes
 * that have no separator is base64 or hexadecimal, and found as that.
 */
const forms: readonly ListForm[] = [
  {
    // `0x30, 0x82, …`, `0x30, (byte) 0x82, …`, `30,82,…`, `30:82:…`, `3082038D 30820275 …` of programs, the registry of
    // Windows and routers.
    beginning: /(?<![\da-z])(?:0x)?30[,:\s]{0,2}(?:\(byte\)\s?)?(?:0x)?8[1-4]/gi,
    more: /(?:[,:\s\\]{0,40}(?:\(byte\)\s?)?(?:0x)?[\da-f]{2}){1,1000}/iy,
    byte: /[\da-f]{2}/gi,
    radix: 16,
  },
  {
    // `[48, 130, …]` of Node’s and Go’s buffers in JSON and logs, `48, -126, …` of Java, `<<48,130,…>>` of Erlang.
    beginning: /(?<![\w.-])(?:48[,\s]{1,40}(?:1(?:29|3[0-2])|-12[4-7])|45(?:[,\s]{1,40}45){4}[,\s]{1,40}66)(?![\w.])/g,
    more: /(?:[,\s]{1,40}-?\d{1,3}(?![\w.])){1,1000}/y,
    byte: /-?\d+/g,
    radix: 10,
  },
  {
    // Strings of C and Python: `\x30\x82…`.
    beginning: /\\x30[\s"']{0,40}\\x8[1-4]|\\x2d(?:[\s"']{0,40}\\x2d){4}/gi,
    more: /(?:[\s"']{0,40}\\x[\da-f]{2}){1,1000}/iy,
    byte: /[\da-f]{2}/gi,
    radix: 16,
  },
  {
    // Strings in octal, as in certdata.txt of Mozilla: `\060\202…`.
    beginning: /\\060[\s"']{0,40}\\20[1-4]|\\055(?:[\s"']{0,40}\\055){4}/g,
    more: /(?:[\s"']{0,40}\\[0-3][0-7]{2}){1,1000}/y,
    byte: /[0-7]{3}/g,
    radix: 8,
  },
];

/** Undefined where one of the numbers is no byte. Java counts those from 128 on from below. */
function toBytes(list: string, { byte, radix }: ListForm): Uint8Array | undefined {
  const values = (list.match(byte) ?? []).map((each) => Number.parseInt(each, radix));
  return values.every((value) => value >= -128 && value <= 255) ? Uint8Array.from(values) : undefined;
}

export interface ByteList {
  readonly span: Span;
  readonly bytes: Uint8Array;
}

/** Yields the lists of bytes that begin as DER or PEM does; undefined now and then. */
export function* findByteLists(text: string): Generator<ByteList | undefined> {
  for (const form of forms) {
    for (let from = 0; from < text.length;) {
      yield undefined;
      const first = findBeginning(text, from, form);
      if (!first) {
        from += windowLength;
        continue;
      }
      const list = yield* readList(text, first, form);
      if (list.bytes) yield { span: list.span, bytes: list.bytes };
      from = list.span.end;
    }
  }
}

/** The beginning of a list that starts within one window. */
function findBeginning(text: string, from: number, { beginning }: ListForm): Span | undefined {
  // The character before shows whether it is a beginning.
  const start = Math.max(0, from - 1);
  const part = text.slice(start, from + windowLength + maxBeginning);
  const search = new RegExp(beginning);
  search.lastIndex = from - start;
  const match = search.exec(part);
  if (!match || start + match.index >= from + windowLength) return undefined;
  return { start: start + match.index, end: start + search.lastIndex };
}

/** Reads a list to its end. Bytes are undefined where it is too short, too long, or of numbers that are none. */
function* readList(
  text: string,
  { start, end: from }: Span,
  form: ListForm,
): Generator<undefined, { readonly span: Span; readonly bytes: Uint8Array | undefined }> {
  const parts = [toBytes(text.slice(start, from), form)];
  const more = new RegExp(form.more);
  let end = from;
  for (more.lastIndex = end; more.test(text); end = more.lastIndex) {
    if (more.lastIndex - start <= maxList) parts.push(toBytes(text.slice(end, more.lastIndex), form));
    yield undefined;
  }
  const known = parts.filter((part) => part !== undefined);
  const bytes = known.length === parts.length && end - start <= maxList ? Buffer.concat(known) : undefined;
  const isList = bytes !== undefined && bytes.length >= minBytes && !/^(?:0x)?[\da-f]*$/i.test(text.slice(start, end));
  return { span: { start, end }, bytes: isList ? bytes : undefined };
}

/** Fewer bytes are no certificate and no key. */
const minBytes = 46;

/** Characters of the largest certificate that is read, each byte of it written as `\x30"\n"`. */
const maxList = 1024 * 1024;

/** Characters of a beginning: five dashes and a B in decimal, with blanks between. */
const maxBeginning = 256;

/** Characters that are searched at once. */
const windowLength = 64 * 1024;
