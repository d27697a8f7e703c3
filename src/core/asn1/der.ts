/**
 * Reads DER, and the BER that certificates are found in, where it lies: checked once from end to end, it is walked by
 * offsets, and only what somebody looks at becomes a {@link DerValue}. Names, keys and fingerprints come from the very
 * bytes that were read.
 */
import type { Sentence } from '../../shared/translate';
import { english, translateSentence } from '../../shared/translate';
import { limits } from '../limits';
import type { Reading } from '../model';

const moreBytes = 'More than {count} bytes.';

/** Thrown inside core only: every public reader catches it. The reason is a plain sentence without input. */
export class DerError extends Error {
  constructor(
    readonly reason: Sentence,
    readonly offset: number,
  ) {
    super(translateSentence(reason, english));
  }
}

/** One ASN.1 value and where it lies: `[start, content)` is its header, `[content, contentEnd)` what it holds. */
export class DerValue {
  /** Identifier octet (X.690 §8.1.2): class, constructed flag and tag number. */
  readonly tag: number;
  readonly content: number;
  readonly contentEnd: number;
  /** Behind the end-of-contents octets, where the length is indefinite. */
  readonly end: number;
  private parts: readonly DerValue[] | undefined;

  /** @param bytes checked by {@link checkDer} where `start` is */
  constructor(
    readonly bytes: Buffer,
    readonly start: number,
  ) {
    this.tag = bytes[start] ?? 0;
    this.content = contentOf(bytes, start);
    if (bytes[start + 1] === indefinite) {
      // Where it ends is known once its parts are: they are read now, and each once.
      this.parts = [...partsUntilEnd(bytes, this.content)];
      this.contentEnd = this.parts.at(-1)?.end ?? this.content;
      this.end = this.contentEnd + 2;
    } else {
      this.contentEnd = this.content + lengthOf(bytes, start);
      this.end = this.contentEnd;
      this.parts = (this.tag & constructed) === 0 ? none : undefined;
    }
  }

  /** Empty for a primitive value. */
  get children(): readonly DerValue[] {
    if (this.parts !== undefined) return this.parts;
    const { bytes, content, contentEnd } = this;
    if (content === contentEnd) return (this.parts = none);
    // Counted first: an array that is pushed into takes room for many more than most values have.
    let count = 0;
    for (let at = content; at < contentEnd; at = endOf(bytes, at)) count++;
    const parts = new Array<DerValue>(count);
    for (let i = 0, at = content; i < count; i++) {
      const part = new DerValue(bytes, at);
      parts[i] = part;
      at = part.end;
    }
    return (this.parts = parts);
  }
}

const none: readonly DerValue[] = [];
const constructed = 0x20;
const indefinite = 0x80;
const bmpString = 0x1e;

function* partsUntilEnd(bytes: Buffer, content: number): Generator<DerValue> {
  for (let at = content; bytes[at] !== 0 || bytes[at + 1] !== 0;) {
    const part = new DerValue(bytes, at);
    yield part;
    at = part.end;
  }
}

/** @throws DerError where the bytes do not start with one whole value. Bytes behind that value are left alone. */
export function parseDer(bytes: Uint8Array): DerValue {
  const buffer = toBuffer(bytes);
  checkDer(buffer);
  return new DerValue(buffer, 0);
}

/**
 * Parses the value that a string of a certificate (an OCTET STRING, or a BIT STRING behind its first byte) holds, in
 * place.
 * @throws DerError as {@link parseDer}
 */
export function parseWithin(bytes: Buffer, start: number, end: number): DerValue {
  if (bytes.length > limits.objectBytes)
    throw new DerError({ text: moreBytes, values: { count: limits.objectBytes } }, 0);
  new Check(bytes, limits.certificateValues).value(start, end, 0);
  return new DerValue(bytes, start);
}

/** Returns the same bytes, not a copy. */
export const toBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * Checks the value that the bytes start with and all within it: lengths, bounds and nesting. Makes nothing.
 * @returns where it ends
 * @throws DerError
 */
function checkDer(bytes: Buffer, maxValues: number = limits.asn1Values): number {
  if (bytes.length > limits.objectBytes)
    throw new DerError({ text: moreBytes, values: { count: limits.objectBytes } }, 0);
  return new Check(bytes, maxValues).value(0, bytes.length, 0);
}

/**
 * Checks what is one certificate or request, which is held to smaller limits: of it, names and extensions are made at
 * once.
 * @returns where it ends
 * @throws DerError
 */
export function checkCertificateDer(bytes: Buffer): number {
  const end = checkDer(bytes, limits.certificateValues);
  if (end > limits.certificateBytes)
    throw new DerError({ text: moreBytes, values: { count: limits.certificateBytes } }, 0);
  return end;
}

const tooShort = (at: number): DerError => new DerError('Its DER is cut short: a value ends beyond what holds it.', at);

class Check {
  private left: number;

  constructor(
    private readonly bytes: Buffer,
    private readonly most: number = limits.asn1Values,
  ) {
    this.left = most;
  }

  /** The innermost loop of every reader: an object of arguments would cost more than the work. */
  value(start: number, limit: number, depth: number): number {
    const { bytes } = this;
    if (depth >= limits.asn1Depth) throw new DerError('Its DER is nested too deeply.', start);
    if (--this.left < 0) throw new DerError({ text: 'More than {count} values.', values: { count: this.most } }, 0);
    if (limit - start < 2) throw tooShort(start);
    const tag = bytes[start] ?? 0;
    if ((tag & 0x1f) === 0x1f) throw new DerError('A tag number is above 30.', start);
    if (bytes[start + 1] === indefinite) return this.indefinite(start, limit, depth);
    const content = contentOf(bytes, start);
    if (content > limit) throw tooShort(start + 2);
    const end = content + lengthOf(bytes, start);
    if (end > limit) throw tooShort(content);
    if ((tag & constructed) !== 0) for (let at = content; at < end;) at = this.value(at, end, depth + 1);
    else if (tag === bmpString && (end - content) % 2 !== 0)
      throw new DerError('A BMPString has an odd number of bytes.', start);
    return end;
  }

  indefinite(start: number, limit: number, depth: number): number {
    const { bytes } = this;
    if (((bytes[start] ?? 0) & constructed) === 0)
      throw new DerError('Its DER holds a primitive value of indefinite length.', start);
    for (let at = start + 2; ;) {
      if (limit - at < 2) throw tooShort(at);
      if (bytes[at] === 0 && bytes[at + 1] === 0) return at + 2;
      at = this.value(at, limit, depth + 1);
    }
  }
}

/** Returns the index at which the content of the value at `start` begins. */
export function contentOf(bytes: Buffer, start: number): number {
  const first = bytes[start + 1] ?? 0;
  return first <= indefinite ? start + 2 : start + 2 + (first & 0x7f);
}

/**
 * Returns the number of content bytes of the value at `start`, whose length is definite. May be huge before {@link
 * checkDer} has seen it.
 */
function lengthOf(bytes: Buffer, start: number): number {
  const first = bytes[start + 1] ?? 0;
  if (first < indefinite) return first;
  let length = 0;
  for (let at = start + 2; at < start + 2 + (first & 0x7f); at++) length = length * 256 + (bytes[at] ?? 0);
  return length;
}

/** Returns the index behind the value at `start`, its end-of-contents octets included. {@link checkDer} has seen it. */
export function endOf(bytes: Buffer, start: number): number {
  const content = contentOf(bytes, start);
  // Nothing in there is deeper than it was when all was checked.
  return bytes[start + 1] === indefinite
    ? new Check(bytes).indefinite(start, bytes.length, 0)
    : content + lengthOf(bytes, start);
}

/** Returns the index behind the content of the value at `start`. */
export const contentEndOf = (bytes: Buffer, start: number): number =>
  bytes[start + 1] === indefinite ? endOf(bytes, start) - 2 : endOf(bytes, start);

/** Turns what a DER reader throws into a failed reading: the border of every one of them. */
export function reading<T>(read: () => T): Reading<T> {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    if (error instanceof DerError) {
      return { ok: false, reason: error.reason, offset: error.offset };
    }
    throw error;
  }
}
