/** Takes off what files and pipelines wrap PEM and DER in: base64, once or more often; hexadecimal. */
import type { Cooperative } from '../../shared/cooperative';
import { limits } from '../limits';
import { decodeBase64 } from '../pem/base64';

export interface Unwrapped {
  readonly bytes: Uint8Array;
  /** The number of layers of base64 or hexadecimal that were taken off. */
  readonly layers: number;
  /** Set where the outermost is hexadecimal. */
  readonly isHex: boolean;
}

/** More layers are made to cost time. */
const maxLayers = 4;

/**
 * Shorter texts are decoded without a pause, which would cost more, and longer ones of unusual letters so many at a
 * time.
 */
const longText = 16 * 1024;

/** The smallest key, Ed25519 in PKCS#8, has 64 characters. */
const shortest = 48;

/** Decodes a text that is nothing but base64 of PEM, or of what may be DER, itself encoded or not. Never throws. */
export function* decodeWholeSteps(text: string): Cooperative<Unwrapped | undefined> {
  let inner = text;
  let isHex = false;
  for (let layers = 1; layers <= maxLayers; layers++) {
    if (inner.length > longText) yield;
    const hex = yield* decodeHexSteps(inner);
    if (layers === 1) isHex = hex !== undefined;
    const bytes = hex ?? (yield* decodeOnceSteps(inner));
    if (!bytes) return undefined;
    if (isDerLike(bytes)) return { bytes, layers, isHex };
    inner = decodeText(bytes);
    if (looksLikePem(inner)) return { bytes, layers, isHex };
  }
  return undefined;
}

/** Returns whether a text has a BEGIN, or what was meant as one. */
const looksLikePem = (text: string): boolean =>
  text.includes('-----BEGIN ') ||
  /(?:BEGIN|END)[^A-Z\n]{0,3}(?:[A-Z0-9]{1,9} ){0,2}(?:CERTIFICATE|PRIVATE KEY)/i.test(text);

/**
 * Decodes what databases, consoles and compilers are given of DER or PEM: `0x3082…`, `30:82:…`, `0x30, 0x82, …`,
 * `3082…` over lines, and the dumps of `xxd`, `hexdump -C` and `od`.
 */
function* decodeHexSteps(text: string): Cooperative<Uint8Array | undefined> {
  if (text.length < shortest || text.length > maxHex) return undefined;
  const isDump = isHexDump(text);
  if (!isDump && !hexBeginning.test(text)) return undefined;
  yield;
  const plain = isDump ? withoutOffsets(text) : text;
  yield;
  const digits = plain.replace(/^\ufeff|0x|\\x/gi, '').replace(/[\s:,\\]+/g, '');
  yield;
  return digits.length % 2 === 0 && /^[\da-f]+$/i.test(digits) ? Buffer.from(digits, 'hex') : undefined;
}

/** Characters of the largest certificate that is read, with colons. */
const maxHex = 768 * 1024;

/** Returns whether a text is what `xxd`, `hexdump -C` or `od` print of DER or PEM. */
export const isHexDump = (text: string): boolean => dumpBeginning.test(text);

/** The offset of the first line of a dump, and the bytes behind it. */
const dumpBeginning = /^[\s\ufeff]*0{6,10}:?[ \t]{1,2}(?:30 ?8[1-4]|2d ?2d)/i;

/** Takes the offsets off the lines of a dump, and the characters behind the bytes. */
const withoutOffsets = (text: string): string =>
  text
    .split('\n')
    .map((line) => (dumpLine.exec(line) ?? bytesLine.exec(line))?.[1] ?? '')
    .join(' ');

/** A line of `xxd`: two bytes together, one space between. */
const dumpLine = /^\s*[\da-f]{8,10}: ((?:[\da-f]{2}){1,2}(?: (?:[\da-f]{2}){1,2}){0,15})(?: {2}|\r?$)/i;
/** A line of `hexdump -C` or `od -t x1`. */
const bytesLine = /^\s*[\da-f]{6,10}:? {1,2}([\da-f]{2}(?: {1,2}[\da-f]{2}){0,15})(?:\s*$| *[|>])/i;

/** A SEQUENCE of 128 bytes or more, or that of a key of P-256 or Ed25519, or the dashes of BEGIN. */
const hexBeginning =
  /^[\s\ufeff]*(?:0x|\\x)?(?:30[\s:,]{0,2}(?:0x|\\x)?(?:8[1-4]|(?:77|2e)[\s:,]{0,2}(?:0x|\\x)?02)|2d[\s:,]{0,2}(?:0x)?2d[\s:,]{0,2}(?:0x)?2d)/i;

/**
 * Decodes one layer, also without padding and with the letters of URLs (RFC 4648 §3.2 and §5), as pipelines pass it on.
 */
function* decodeOnceSteps(text: string): Cooperative<Uint8Array | undefined> {
  if (text.length < shortest || text.length > 3 * limits.objectBytes || !/^[\s\ufeff]*[\w+/-]{4}/.test(text))
    return undefined;
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const decoded = text.length > longText ? undefined : decodeBase64(text, { start, end: text.length });
  if (decoded?.ok) return decoded.bytes;
  const end = dataEndOf(text);
  const parts: string[] = [];
  for (let from = start; from < end; from += longText) {
    if (from > start) yield;
    const part = text.slice(from, Math.min(end, from + longText));
    if (/[^\w+/\s-]/.test(part)) return undefined;
    parts.push(part.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/'));
  }
  const plain = parts.join('');
  if (end - start > longText) yield;
  return plain.length === 0 || plain.length % 4 === 1 ? undefined : Buffer.from(plain, 'base64');
}

/** Returns where the padding begins, or the white space at the end. */
function dataEndOf(text: string): number {
  let end = text.length;
  while (end > 0 && /\s/.test(text.charAt(end - 1))) end -= 1;
  const last = end;
  while (last - end < 2 && text.charAt(end - 1) === '=') end -= 1;
  return end;
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

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

/**
 * Names an encoding that not every program reads as PEM, as editors do: UTF-8 with a byte order mark, or a wide one.
 */
export function oddEncodingOf(bytes: Uint8Array): OddEncoding | undefined {
  const encoding = encodingOf(bytes);
  if (encoding !== 'utf-8') return encoding;
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf8bom' : undefined;
}

export type OddEncoding = WideEncoding['encoding'] | 'utf8bom';

/** Returns whether each character takes two bytes or more. */
export const isWideEncoding = (encoding: OddEncoding | undefined): encoding is WideEncoding['encoding'] =>
  encoding !== undefined && encoding !== 'utf8bom';

/** Detects UTF-16 and UTF-32 by their byte order mark, or by the NULs that ASCII has there. */
export function encodingOf(bytes: Uint8Array): TextEncoding {
  const wide = wideEncodings.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte));
  if (wide) return wide.encoding;
  const head = bytes.subarray(0, Math.min(256, bytes.length & ~3));
  if (head.length < 16 || (head[0] === 0x30 && (head[1] ?? 0) >= 0x80)) return 'utf-8';
  return wideEncodings.find((each) => isWrittenSo(head, each))?.encoding ?? 'utf-8';
}

interface WideEncoding {
  readonly encoding: Exclude<TextEncoding, 'utf-8'>;
  readonly mark: readonly number[];
  readonly width: 2 | 4;
  /** The place, in a character of ASCII, of the byte that is not NUL. */
  readonly place: number;
}

/** Wide encodings by their marks. That of UTF-32 LE begins as that of UTF-16 LE, and so comes first. */
const wideEncodings: readonly WideEncoding[] = [
  { encoding: 'utf-32le', mark: [0xff, 0xfe, 0, 0], width: 4, place: 0 },
  { encoding: 'utf-32be', mark: [0, 0, 0xfe, 0xff], width: 4, place: 3 },
  { encoding: 'utf-16le', mark: [0xff, 0xfe], width: 2, place: 0 },
  { encoding: 'utf-16be', mark: [0xfe, 0xff], width: 2, place: 1 },
];

/**
 * Returns whether most of the bytes are ASCII in this encoding: names and comments of other scripts may be among them.
 */
function isWrittenSo(head: Uint8Array, { width, place }: WideEncoding): boolean {
  let ascii = 0;
  for (let at = 0; at < head.length; at += width) {
    const unit = head.subarray(at, at + width);
    if (unit.every((byte, index) => (index === place ? byte >= 0x09 && byte < 0x7f : byte === 0))) ascii++;
    else if (unit.every((byte) => byte === 0)) return false;
  }
  return ascii * width >= head.length * 0.75;
}

/** Decodes a text as an editor shows it: no byte order mark, and no NUL behind its end. */
export function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  const text =
    encoding === 'utf-32le' || encoding === 'utf-32be'
      ? decodeUtf32(bytes, encoding === 'utf-32le')
      : new TextDecoder(encoding).decode(bytes);
  return text.replace(/(?<!\0)\0+$/, '');
}

/** Decodes UTF-32. PEM is ASCII: what UTF-16 has no single unit for is not looked at. */
function decodeUtf32(bytes: Uint8Array, isLittleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length & ~3);
  const units = new DataView(new ArrayBuffer(view.byteLength / 2));
  for (let at = 0; at < view.byteLength; at += 4) {
    const code = view.getUint32(at, isLittleEndian);
    units.setUint16(at / 2, code > 0xffff ? 0xfffd : code, true);
  }
  return new TextDecoder('utf-16le').decode(units);
}
