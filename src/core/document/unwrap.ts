/** Takes off what files and pipelines wrap PEM and DER in: base64, once or more often. */
import type { Cooperative } from '../../shared/cooperative';
import { limits } from '../limits';
import { decodeBase64 } from '../pem/base64';

export interface Unwrapped {
  readonly bytes: Uint8Array;
  /** How many layers of base64 were taken off. */
  readonly layers: number;
}

/** More layers are made to cost time. */
const maxLayers = 4;

/** Shorter texts are decoded without a pause: that costs less than pausing. */
const longText = 16 * 1024;

/** The smallest key, Ed25519 in PKCS#8, has 64 characters. */
const shortest = 48;

/** Decodes a text that is nothing but base64 of PEM, or of what may be DER, itself encoded or not. Never throws. */
export function* decodeWholeSteps(text: string): Cooperative<Unwrapped | undefined> {
  let inner = text;
  for (let layers = 1; layers <= maxLayers; layers++) {
    if (inner.length > longText) yield;
    const bytes = decodeOnce(inner);
    if (!bytes) return undefined;
    if (isDerLike(bytes)) return { bytes, layers };
    inner = decodeText(bytes);
    if (inner.includes('-----BEGIN ')) return { bytes, layers };
  }
  return undefined;
}

function decodeOnce(text: string): Uint8Array | undefined {
  if (text.length < shortest || text.length > 3 * limits.objectBytes || !/^[\s\ufeff]*[A-Za-z0-9+/]{4}/.test(text))
    return undefined;
  const decoded = decodeBase64(text, { start: text.charCodeAt(0) === 0xfeff ? 1 : 0, end: text.length });
  return decoded.ok ? decoded.bytes : undefined;
}

/** Returns whether the bytes are a SEQUENCE that ends where they do, but for a line break or two. */
function isDerLike(bytes: Uint8Array): boolean {
  const [tag, first = 0] = bytes;
  if (tag !== 0x30) return false;
  // Of indefinite length, as some PKCS#7 and PKCS#12 files are.
  if (first === 0x80) return bytes.at(-1) === 0 && bytes.at(-2) === 0;
  const octets = first > 0x80 ? first - 0x80 : 0;
  if (octets > 4) return false;
  const length = octets === 0 ? first : bytes.subarray(2, 2 + octets).reduce((sum, byte) => sum * 256 + byte, 0);
  const rest = bytes.length - (2 + octets + length);
  return rest >= 0 && rest <= 16;
}

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Detects UTF-16 by its byte order mark, or by every other byte of its first ones being NUL, as ASCII has it there. */
export function encodingOf(bytes: Uint8Array): TextEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, Math.min(64, bytes.length & ~1));
  if (head.length < 16) return 'utf-8';
  const isNul = (parity: number): boolean => head.every((byte, index) => index % 2 !== parity || byte === 0);
  const isAscii = (parity: number): boolean =>
    head.every((byte, index) => index % 2 !== parity || (byte >= 0x09 && byte < 0x7f));
  if (isNul(1) && isAscii(0)) return 'utf-16le';
  return isNul(0) && isAscii(1) ? 'utf-16be' : 'utf-8';
}

/** Decodes a text as an editor shows it: no byte order mark, and no NUL behind its end. */
export const decodeText = (bytes: Uint8Array): string =>
  new TextDecoder(encodingOf(bytes)).decode(bytes).replace(/(?<!\0)\0+$/, '');
