import { answerLimits } from './answerLimits';
import { isLabelText, objectPath } from './keyMaterial';
import type { NameFilter } from './nameFilter';

/** The reason why a text is not read as JSON. None of them quotes it. */
export type JsonFault =
  | 'empty'
  /** No JSON, or not all of it. */
  | 'broken'
  | 'tooDeep'
  | 'tooManyValues'
  /** One text, number or object of it is larger than any of a gateway. */
  | 'tooLarge';

/** Thrown by what reads JSON, and never further. */
export class JsonError extends Error {
  constructor(readonly fault: JsonFault) {
    super(fault);
  }
}

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const minus = 0x2d;
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/** White space of JSON (RFC 8259 §2). */
export const isBlank = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** Returns whether a byte belongs to a number behind its first digits: dot, exponent, sign. */
const isOfNumber = (byte: number | undefined): boolean =>
  isDigit(byte) || byte === 0x2e || byte === 0x65 || byte === 0x45 || byte === 0x2b || byte === minus;

/** A part of the bytes that is to be replaced before anything is made of them. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** A secret: nothing of it stays in memory. */
  readonly isSecret: boolean;
}

/** The text of a member `cert`, between its quotes. */
export interface FoundPem {
  readonly start: number;
  readonly end: number;
  /** Set where it belongs to the member `value` of the object, not to the object itself. */
  readonly isInValue: boolean;
}

/** The end of a value, and what to replace in it. */
export interface Scanned {
  /** Behind its last byte; undefined where the bytes end before it does. */
  readonly end: number | undefined;
  readonly edits: readonly Edit[];
  /** A member `key` was kept that only an envelope may have. */
  readonly hasPath: boolean;
  /** The only one, in a place where certificates stand. */
  readonly pem: FoundPem | undefined;
}

const noEdits: readonly Edit[] = [];
const incomplete: Scanned = { end: undefined, edits: noEdits, hasPath: false, pem: undefined };

/**
 * Goes through one value of a list once, as bytes: finds its end, holds it to the limits of one object, and finds the
 * values of members that hold keys or tokens, so that not even JSON.parse sees them, and integers that a Number cannot
 * hold.
 *
 * @throws JsonError
 */
export function scanObject(bytes: Buffer, start: number, names: NameFilter): Scanned {
  let edits: Edit[] | undefined;
  let hasPath = false;
  let values = 1;
  /** Bits of each open container: it is an object; its members are a person's words. */
  const kinds: number[] = [];
  let expectsName = false;
  let at = start;
  let pem: FoundPem | undefined;
  let pems = 0;
  /** Commas since something opened or closed. */
  let members = 0;
  /** Members `value` of the object itself so far. */
  let innerValues = 0;
  let isInValue = false;
  const replace = (from: number, to: number, text: string | undefined) =>
    (edits ??= []).push({ start: from, end: to, text: text ?? 'null', isSecret: text === undefined });
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === quote) {
      const end = endOfText(bytes, at);
      if (end === undefined) return incomplete;
      if (expectsName) {
        expectsName = false;
        const kind = kinds[kinds.length - 1];
        const verdict = names.verdict(bytes, at + 1, end - 1);
        const isKey = end - at === 5 && bytes.toString('latin1', at, end) === '"key"';
        at = skipBlanks(bytes, end);
        if (at >= bytes.length) return incomplete;
        if (bytes[at] !== colon) throw new JsonError('broken');
        at = skipBlanks(bytes, at + 1);
        if (at >= bytes.length) return incomplete;
        if (verdict === 'secret') {
          const valueEnd = endOfValue(bytes, at);
          if (valueEnd === undefined) return incomplete;
          if (kind === kindOf.labels && isLabelValue(bytes, at, valueEnd)) at = valueEnd;
          else if (isKey && kinds.length === 1 && isPath(bytes, at, valueEnd)) {
            hasPath = true;
            at = valueEnd;
          } else {
            replace(at, valueEnd, undefined);
            at = valueEnd;
          }
        } else if (verdict === 'pem' && (kinds.length === 1 || (kinds.length === 2 && isInValue))) {
          pems += 1;
          if (bytes[at] !== quote) continue;
          const valueEnd = endOfText(bytes, at);
          if (valueEnd === undefined) return incomplete;
          pem = { start: at + 1, end: valueEnd - 1, isInValue: kinds.length === 2 };
          at = valueEnd;
        } else if (bytes[at] === openObject) {
          if (kinds.length === 1) {
            isInValue = verdict === 'value';
            if (isInValue) innerValues += 1;
          }
          kinds.push(verdict === 'labels' && kind !== kindOf.labels ? kindOf.labels : kindOf.object);
          if (kinds.length > maxDepth) throw new JsonError('tooDeep');
          values += 1;
          members = 0;
          expectsName = true;
          at += 1;
          continue;
        } else continue;
      } else at = end;
    } else if (byte === openObject || byte === openList) {
      kinds.push(byte === openObject ? kindOf.object : kindOf.list);
      if (kinds.length > maxDepth) throw new JsonError('tooDeep');
      values += 1;
      members = 0;
      expectsName = byte === openObject;
      at += 1;
    } else if (byte === closeObject || byte === closeList) {
      const kind = kinds.pop();
      if (kind === undefined || (kind === kindOf.list) !== (byte === closeList)) throw new JsonError('broken');
      expectsName = false;
      members = 0;
      at += 1;
    } else if (byte === comma) {
      values += 1;
      if (values > answerLimits.objectValues) throw new JsonError('tooManyValues');
      expectsName = kinds.length > 0 && kinds[kinds.length - 1] !== kindOf.list;
      if (++members > answerLimits.members && expectsName) throw new JsonError('tooManyValues');
      at += 1;
    } else if (isDigit(byte) || byte === minus) {
      let end = at + 1;
      while (end < bytes.length && isDigit(bytes[end])) end += 1;
      const wholeEnd = end;
      while (end < bytes.length && isOfNumber(bytes[end])) end += 1;
      if (end === bytes.length) return incomplete;
      if (end === wholeEnd && end - at >= 16) {
        const digits = bytes.toString('latin1', at, end);
        if (!Number.isSafeInteger(Number(digits))) replace(at, end, `"${digits}"`);
      }
      at = end;
    } else {
      // A literal, or white space.
      at += 1;
      while (at < bytes.length && !isStructural(bytes[at])) at += 1;
      if (at === bytes.length) return incomplete;
    }
    if (kinds.length === 0)
      // Which of several counts is for whoever parses it to say.
      return { end: at, edits: edits ?? noEdits, hasPath, pem: pems === 1 && innerValues <= 1 ? pem : undefined };
  }
  return incomplete;
}

const kindOf = { list: 0, object: 1, labels: 2 } as const;

/** The greatest depth of an object within the list and its envelope. */
const maxDepth = answerLimits.depth - 3;

const isStructural = (byte: number | undefined): boolean =>
  byte === quote ||
  byte === comma ||
  byte === openObject ||
  byte === closeObject ||
  byte === openList ||
  byte === closeList ||
  byte === minus ||
  isDigit(byte);

export function skipBlanks(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && isBlank(bytes[at])) at += 1;
  return at;
}

/** Texts up to this length are read byte by byte, longer ones searched for their end. */
const shortText = 32;

/** Returns the offset behind the closing quote of the text that opens at `open`, or undefined where it does not end. */
export function endOfText(bytes: Buffer, open: number): number | undefined {
  const stop = Math.min(bytes.length, open + shortText);
  let at = open + 1;
  for (; at < stop; at += 1) {
    const byte = bytes[at];
    if (byte === quote) return at + 1;
    if (byte === backslash) at += 1;
  }
  for (let quoteAt = bytes.indexOf(quote, at); quoteAt >= 0; quoteAt = bytes.indexOf(quote, quoteAt + 1)) {
    let from = quoteAt;
    while (from > at && bytes[from - 1] === backslash) from -= 1;
    if ((quoteAt - from) % 2 === 0) return quoteAt + 1;
  }
  return undefined;
}

/** Returns the offset behind a value of any kind, without looking into it, or undefined where it does not end. */
export function endOfValue(bytes: Buffer, start: number): number | undefined {
  let depth = 0;
  let at = start;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === quote) {
      const end = endOfText(bytes, at);
      if (end === undefined) return undefined;
      at = end;
    } else if (byte === openObject || byte === openList) {
      depth += 1;
      at += 1;
      if (depth > maxDepth) throw new JsonError('tooDeep');
      continue;
    } else if (byte === closeObject || byte === closeList) {
      depth -= 1;
      // What closes around a number or a word is not its own.
      if (depth < 0) return at;
      at += 1;
    } else if (depth === 0 && byte === comma) {
      return at;
    } else {
      at += 1;
      continue;
    }
    if (depth === 0) return at;
  }
  return undefined;
}

/** Does for a text in place what `isKeptLabel` of `keyMaterial.ts` does. */
function isLabelValue(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start] !== quote || end - start > maxLabelBytes) return false;
  try {
    return isLabelText(JSON.parse(bytes.toString('utf8', start, end)));
  } catch {
    return false;
  }
}

/** 256 letters, each written as an escape. */
const maxLabelBytes = 256 * 6 + 2;

const isPath = (bytes: Buffer, start: number, end: number): boolean =>
  bytes[start] === quote && end - start < 400 && objectPath.test(bytes.toString('latin1', start + 1, end - 1));
