import type { Cooperative } from '../shared/cooperative';
import { answerLimits } from './answerLimits';
import type { JsonFault } from './objectScan';
import { isBlank, JsonError } from './objectScan';

export type JsonReading =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: JsonFault };

/** The bytes that are parsed in one step: a few milliseconds' work. */
const stepBytes = 256 * 1024;

/** White space that is skipped without a pause, in bytes. */
const maxBlanks = 64 * 1024;

export interface JsonBounds {
  /** Most values in all. */
  readonly values?: number;
}

/**
 * Reads JSON in UTF-8, resting often enough for any size. Nesting and counts are checked before anything is parsed.
 * Integers may be larger than a Number holds: one that would lose digits becomes a text of exactly its digits.
 * Everything else is as `JSON.parse` has it.
 */
export function* parseJson(bytes: Buffer, bounds: JsonBounds = {}): Cooperative<JsonReading> {
  try {
    const { large, start, end } = yield* scan(bytes, bounds.values ?? answerLimits.values);
    return { ok: true, value: yield* new Parser(bytes, large).parse(start, end) };
  } catch (error) {
    if (error instanceof JsonError) return { ok: false, fault: error.fault };
    throw error;
  }
}

/** A list or object of more than {@link stepBytes}: where it ends, and the commas between its members. */
interface Container {
  readonly isList: boolean;
  readonly start: number;
  readonly commas: number[];
  /** Values of the text up to it, itself among them. */
  readonly valuesBefore: number;
}

interface Scan {
  /** By where they start. */
  readonly large: ReadonlyMap<number, Container & { readonly end: number }>;
  /** The place of the value, without what is blank around it. */
  readonly start: number;
  readonly end: number;
}

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Passes over the bytes once: brackets must match and limits hold; everything finer is left to `JSON.parse`. */
function* scan(bytes: Buffer, maxValues: number): Cooperative<Scan> {
  const large = new Map<number, Container & { readonly end: number }>();
  const open: Container[] = [];
  let values = 1;
  let start = -1;
  let end = 0;
  let rest = stepBytes;
  for (let at = 0; at < bytes.length; at += 1) {
    if (at >= rest) {
      yield;
      rest = at + stepBytes;
    }
    const byte = bytes[at];
    if (isBlank(byte)) continue;
    if (start < 0) start = at;
    if (byte === quote) {
      at = endOfString(bytes, at) - 1;
    } else if (byte === openList || byte === openObject) {
      if (open.length >= answerLimits.depth) throw new JsonError('tooDeep');
      values += 1;
      open.push({ isList: byte === openList, start: at, commas: [], valuesBefore: values });
    } else if (byte === comma) {
      open.at(-1)?.commas.push(at);
      values += 1;
    } else if (byte === closeList || byte === closeObject) {
      const container = open.pop();
      if (container?.isList !== (byte === closeList)) throw new JsonError('broken');
      if (!container.isList && container.commas.length >= answerLimits.members) throw new JsonError('tooManyValues');
      const size = at + 1 - container.start;
      if (open.at(-1)?.isList === true) {
        if (size > answerLimits.objectBytes) throw new JsonError('tooLarge');
        if (values - container.valuesBefore > answerLimits.objectValues) throw new JsonError('tooManyValues');
      }
      if (size > stepBytes) large.set(container.start, { ...container, end: at + 1 });
    }
    if (values > maxValues) throw new JsonError('tooManyValues');
    end = at + 1;
  }
  if (start < 0) throw new JsonError('empty');
  if (open.length > 0) throw new JsonError('broken');
  return { large, start, end };
}

/** Returns the offset behind the closing quote of the string that opens at `open`. */
function endOfString(bytes: Buffer, open: number): number {
  const last = open + answerLimits.objectBytes;
  for (let at = open + 1; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === quote) return at + 1;
    if (byte === backslash) at += 1;
    if (at > last) throw new JsonError('tooLarge');
  }
  throw new JsonError('broken');
}

class Parser {
  constructor(
    private readonly bytes: Buffer,
    private readonly large: Scan['large'],
  ) {}

  *parse(start: number, end: number): Cooperative<unknown> {
    const container = this.large.get(start);
    if (container?.end !== end) return this.parseText(start, end, ['', '']);
    return container.isList ? yield* this.parseList(container) : yield* this.parseObject(container);
  }

  private *parseList(container: Container & { readonly end: number }): Cooperative<unknown> {
    const items: unknown[] = [];
    for (const { start, end, isLarge } of this.portionsOf(container)) {
      yield;
      if (isLarge) items.push(yield* this.parse(this.skipBlanks(start), this.skipBlanksBack(end)));
      else for (const item of listIn(this.parseText(start, end, ['[', ']']), container)) items.push(item);
    }
    return items;
  }

  private *parseObject(container: Container & { readonly end: number }): Cooperative<unknown> {
    const members: [string, unknown][] = [];
    for (const { start, end, isLarge } of this.portionsOf(container)) {
      yield;
      if (!isLarge) {
        for (const member of membersIn(this.parseText(start, end, ['{', '}']), container)) members.push(member);
        continue;
      }
      const value = this.valueOfMember(start);
      const [name = ''] = Object.keys(membersObject(this.parseText(start, value, ['{', 'null}'])));
      members.push([name, yield* this.parse(value, this.skipBlanksBack(end))]);
    }
    // Defines what is called `__proto__` like any other member.
    return Object.fromEntries(members);
  }

  /** Yields the members of a container, small ones many together: from one comma to another. */
  private *portionsOf({ start, commas, end, isList }: Container & { readonly end: number }): Generator<{
    readonly start: number;
    readonly end: number;
    readonly isLarge: boolean;
  }> {
    let from = start + 1;
    let memberStart = start + 1;
    for (let index = 0; index <= commas.length; index += 1) {
      const memberEnd = commas[index] ?? end - 1;
      const isLarge =
        memberEnd - memberStart > stepBytes &&
        this.large.has(isList ? this.skipBlanks(memberStart) : this.valueOfMember(memberStart));
      if (isLarge && memberStart > from) yield { start: from, end: memberStart - 1, isLarge: false };
      if (isLarge) yield { start: memberStart, end: memberEnd, isLarge };
      else if (memberEnd - from > stepBytes || index === commas.length) yield { start: from, end: memberEnd, isLarge };
      if (isLarge || memberEnd - from > stepBytes) from = memberEnd + 1;
      memberStart = memberEnd + 1;
    }
  }

  /** Returns where the value of the member `"name": value` starts. */
  private valueOfMember(start: number): number {
    const name = this.skipBlanks(start);
    if (this.bytes[name] !== quote) throw new JsonError('broken');
    const between = this.skipBlanks(endOfString(this.bytes, name));
    if (this.bytes[between] !== colon) throw new JsonError('broken');
    return this.skipBlanks(between + 1);
  }

  private skipBlanks(start: number): number {
    let at = start;
    while (isBlank(this.bytes[at])) at += 1 + this.checkBlanks(at - start);
    return at;
  }

  private skipBlanksBack(end: number): number {
    let at = end;
    while (isBlank(this.bytes[at - 1])) at -= 1 + this.checkBlanks(end - at);
    return at;
  }

  private checkBlanks(count: number): 0 {
    if (count > maxBlanks) throw new JsonError('tooLarge');
    return 0;
  }

  /** Parses what is small, as it stands between two brackets. */
  private parseText(start: number, end: number, [before, after]: readonly [string, string]): unknown {
    if (end - start > answerLimits.objectBytes + stepBytes) throw new JsonError('tooLarge');
    try {
      return JSON.parse(quoteLargeIntegers(`${before}${this.bytes.toString('utf8', start, end)}${after}`)) as unknown;
    } catch {
      throw new JsonError('broken');
    }
  }
}

/**
 * Parses the members of a list. Nothing between two commas is no member; nothing between two brackets is a container
 * without any.
 */
function listIn(value: unknown, { commas }: Container): readonly unknown[] {
  if (!Array.isArray(value) || (value.length === 0 && commas.length > 0)) throw new JsonError('broken');
  return value;
}

function membersIn(value: unknown, { commas }: Container): readonly [string, unknown][] {
  const members = Object.entries(membersObject(value));
  if (members.length === 0 && commas.length > 0) throw new JsonError('broken');
  return members;
}

function membersObject(value: unknown): object {
  if (typeof value !== 'object' || value === null) throw new JsonError('broken');
  return value;
}

/** Sixteen digits are the first that can exceed 2^53. */
const longDigits = /\d{16}/;
/** Matches a whole number as JSON writes it; applied only between strings. */
const number = /-?\d[\d.eE+-]*/g;

function quoteLargeIntegers(text: string): string {
  if (!longDigits.test(text)) return text;
  let quoted = '';
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('"', at);
    const end = open < 0 ? text.length : open;
    quoted += text.slice(at, end).replace(number, quoteIfInexact);
    if (open < 0) break;
    at = endOfText(text, open);
    quoted += text.slice(open, at);
  }
  return quoted;
}

/** Puts an integer that a Number would round in quotes. Fractions and exponents stay numbers: no id is written so. */
function quoteIfInexact(digits: string): string {
  return /^-?\d{16,}$/.test(digits) && !Number.isSafeInteger(Number(digits)) ? `"${digits}"` : digits;
}

/** Returns the offset behind the closing quote of the string that opens at `open`, or the end of the text. */
function endOfText(text: string, open: number): number {
  for (let quoteAt = text.indexOf('"', open + 1); quoteAt >= 0; quoteAt = text.indexOf('"', quoteAt + 1)) {
    let backslashes = 0;
    while (text.charAt(quoteAt - 1 - backslashes) === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return quoteAt + 1;
  }
  return text.length;
}
