/** Reads values from their bytes. Each reader throws DerError where the value is of another type or malformed. */
import type { DerValue } from './der';
import { DerError } from './der';

/** Identifier octets of the universal types that certificates use (X.680 §8.4). */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

const constructed = 0x20;

/** Returns the identifier octet of a context-specific tag, `[n]`. */
export function contextTag(number: number, form: 'primitive' | 'constructed'): number {
  return 0x80 | (form === 'constructed' ? constructed : 0) | number;
}

/** Returns the value inside `[n]`, where it is EXPLICIT and there. */
export const explicitPart = (parts: readonly DerValue[], number: number): DerValue | undefined =>
  parts.find(({ tag }) => tag === contextTag(number, 'constructed'))?.children[0];

/** `what` names the value in the reason, e.g. `The validity`. */
export function expectTag(value: DerValue | undefined, tag: number, what: string): DerValue {
  if (value?.tag !== tag) {
    throw missing(what, value?.start ?? 0);
  }
  return value;
}

export const missing = (what: string, at: number): DerError =>
  new DerError({ text: '{what} is missing or of another type.', words: { what } }, at);

export function sequenceOf(value: DerValue | undefined, what: string): readonly DerValue[] {
  return expectTag(value, tags.sequence, what).children;
}

/** Returns the one value inside an explicit tag or another wrapper. */
export function onlyChild(value: DerValue, what: string): DerValue {
  const [child] = value.children;
  if (child === undefined || value.children.length !== 1) {
    throw new DerError({ text: '{what} does not hold exactly one value.', words: { what } }, value.start);
  }
  return child;
}

/** Returns whether two values have the same bytes, headers included. */
export function isSameValue(a: DerValue, b: DerValue): boolean {
  const length = a.end - a.start;
  return b.end - b.start === length && a.bytes.compare(b.bytes, b.start, b.end, a.start, a.end) === 0;
}

/** Returns the value's own bytes, header included. */
export function rawBytes(value: DerValue): Buffer {
  return value.bytes.subarray(value.start, value.end);
}

export function toHex(value: DerValue): string {
  return value.bytes.toString('hex', value.start, value.end);
}

export function contentBytes(value: DerValue): Buffer {
  return value.bytes.subarray(value.content, value.contentEnd);
}

/**
 * Returns the bytes of a string type, even where BER split it into segments (X.690 §8.7.3). `tag` is that of the
 * primitive form.
 */
export function octets(value: DerValue | undefined, tag: number, what: string): Buffer {
  if (value?.tag === tag) {
    return contentBytes(value);
  }
  const segments = expectTag(value, tag | constructed, what).children;
  const segmentTag = tag & 0xc0 ? tags.octetString : tag;
  return Buffer.concat(segments.map((each) => octets(each, segmentTag, what)));
}

/** Checks what {@link octets} would return, without building it. */
export function checkOctets(value: DerValue | undefined, tag: number, what: string): void {
  if (value?.tag === tag) return;
  const segmentTag = tag & 0xc0 ? tags.octetString : tag;
  for (const each of expectTag(value, tag | constructed, what).children) checkOctets(each, segmentTag, what);
}

/** Checks what {@link bits} would return. */
export function checkBits(value: DerValue | undefined, what: string): DerValue {
  const bitString = expectTag(value, tags.bitString, what);
  const { bytes, content, contentEnd } = bitString;
  const unused = bytes[content] ?? 8;
  if (content === contentEnd || unused > 7 || (unused > 0 && contentEnd - content === 1)) {
    throw new DerError({ text: '{what} is not a bit string.', words: { what } }, bitString.start);
  }
  return bitString;
}

/** Returns the whole bytes of a BIT STRING and how many bits of the last are padding. */
export function bits(value: DerValue | undefined, what: string): { readonly bytes: Buffer; readonly unused: number } {
  const { bytes, content, contentEnd } = checkBits(value, what);
  return { bytes: bytes.subarray(content + 1, contentEnd), unused: bytes[content] ?? 0 };
}

export function boolean(value: DerValue, what: string): boolean {
  const element = expectTag(value, tags.boolean, what);
  if (element.contentEnd - element.content !== 1) {
    throw new DerError({ text: '{what} is not a boolean.', words: { what } }, element.start);
  }
  return element.bytes[element.content] !== 0;
}

/** Encodes a value as DER from its tag and contents (X.690 §8.1, definite lengths). */
export function writeDer(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOctets(content.length), content]);
}

function lengthOctets(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const octets = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | octets.length]), octets]);
}
