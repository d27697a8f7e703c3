import type { DerValue } from './der';
import { DerError } from './der';
import { expectTag, tags } from './values';

/** Checks an INTEGER: two's complement, neither empty nor padded (X.690 §8.3.2). */
function expectInteger(value: DerValue | undefined, what: string): DerValue {
  const element = expectTag(value, tags.integer, what);
  const { bytes, content, contentEnd } = element;
  const [first = 0, second = 0] = [bytes[content], bytes[content + 1]];
  const isPadded = contentEnd - content > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
  if (content === contentEnd || isPadded) {
    throw new DerError({ text: '{what} is not a well-formed integer.', words: { what } }, element.start);
  }
  return element;
}

/** Returns the upper-case hex of the magnitude in whole bytes, with a leading `-` when negative: `00`, `7F`, `-01`. */
export function serialText(value: DerValue | undefined, what: string): string {
  const { bytes, content, contentEnd } = expectInteger(value, what);
  if ((bytes[content] ?? 0) >= 0x80) return signedHex(bytes.subarray(content, contentEnd));
  const start = bytes[content] === 0 && contentEnd - content > 1 ? content + 1 : content;
  return bytes.toString('hex', start, contentEnd).toUpperCase();
}

/** Does the same for an INTEGER under an implicit tag, whose bytes are given. */
export function signedHex(bytes: Buffer): string {
  if ((bytes[0] ?? 0) >= 0x80) {
    return `-${magnitudeOfNegative(bytes).toString('hex').toUpperCase()}`;
  }
  const start = bytes[0] === 0 && bytes.length > 1 ? 1 : 0;
  return bytes.toString('hex', start, bytes.length).toUpperCase() || '00';
}

function magnitudeOfNegative(bytes: Buffer): Buffer {
  const magnitude = Buffer.alloc(bytes.length);
  let carry = 1;
  for (let i = bytes.length - 1; i >= 0; i--) {
    const sum = (~(bytes[i] ?? 0) & 0xff) + carry;
    magnitude[i] = sum & 0xff;
    carry = sum >> 8;
  }
  return magnitude[0] === 0 && magnitude.length > 1 ? magnitude.subarray(1) : magnitude;
}

/** Reads a small INTEGER, e.g. a version or a path length. */
export function smallInteger(value: DerValue | undefined, what: string): number {
  const { bytes, content, contentEnd } = expectInteger(value, what);
  if (contentEnd - content > 6) {
    throw new DerError({ text: '{what} is too large.', words: { what } }, value?.start ?? 0);
  }
  return bytes.readIntBE(content, contentEnd - content);
}

/** Counts the bits of a positive INTEGER's magnitude: 2048 for the modulus of RSA 2048. */
export function bitLength(value: DerValue | undefined, what: string): number {
  const { bytes, content, contentEnd } = expectInteger(value, what);
  const start = bytes[content] === 0 ? content + 1 : content;
  const first = start < contentEnd ? (bytes[start] ?? 0) : 0;
  return first === 0 ? 0 : (contentEnd - start) * 8 - (Math.clz32(first) - 24);
}

/**
 * Returns decimal digits of a positive INTEGER of at most 512 bits, else hex behind `0x`: decimal digits of huge ones
 * cost too much.
 */
export function decimalText(value: DerValue | undefined, what: string): string {
  const { bytes, content, contentEnd } = expectInteger(value, what);
  if (contentEnd - content <= 6) return String(bytes.readUIntBE(content, contentEnd - content));
  const hex = bytes.toString('hex', content, contentEnd);
  return hex.length <= 128 ? BigInt(`0x${hex}`).toString() : `0x${hex}`;
}
