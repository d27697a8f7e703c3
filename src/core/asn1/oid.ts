import type { DerValue } from './der';
import { DerError } from './der';
import { expectTag, tags } from './values';

/** Most bits of one arc that are turned into decimal digits, which costs more than linear time. */
const maxArcBits = 8192;

/** Returns the dotted text of an OBJECT IDENTIFIER. */
export function oidText(value: DerValue | undefined, what: string): string {
  const element = expectTag(value, tags.oid, what);
  return oidOfBytes(element.bytes, element.content, element.contentEnd);
}

/**
 * Returns the dotted text of encoded arcs in `[start, end)` (X.690 §8.19). Arcs may be larger than any number type
 * holds.
 * @throws DerError where there is none, the last one is cut off, or one is padded or beyond all measure.
 */
export function oidOfBytes(bytes: Buffer, start: number, end: number): string {
  const shared = sharedText(bytes, start, end);
  if (shared !== undefined) return shared;
  if (start === end || (bytes[end - 1] ?? 0) >= 0x80) {
    throw cutOff(start);
  }
  let text = '';
  for (let position = start; position < end;) {
    const first = position;
    let arc = 0;
    let byte = bytes[position++] ?? 0;
    if (byte === 0x80) {
      throw padded(first);
    }
    while (byte >= 0x80) {
      arc = arc * 128 + (byte & 0x7f);
      byte = bytes[position++] ?? 0;
    }
    arc = arc * 128 + byte;
    const exact = position - first > 7 ? largeArc(bytes, first, position) : arc;
    text += first === start ? rootArcs(exact) : `.${exact}`;
  }
  return text;
}

/**
 * OIDs that nearly every certificate has. Their texts are made once, so that a thousand certificates do not hold a
 * thousand copies, and no reader makes them anew. Those of names and extensions are found by their arc: 2.5.4 and
 * 2.5.29.
 */
const commonOids = [
  '0.9.2342.19200300.100.1.25',
  '1.2.840.10040.4.1',
  '1.2.840.10045.2.1',
  '1.2.840.10045.3.1.7',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.113549.1.1.1',
  '1.2.840.113549.1.1.5',
  '1.2.840.113549.1.1.10',
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.113549.1.9.1',
  '1.3.101.112',
  '1.3.132.0.34',
  '1.3.6.1.4.1.11129.2.4.2',
  '1.3.6.1.5.5.7.1.1',
  '1.3.6.1.5.5.7.2.1',
  '1.3.6.1.5.5.7.3.1',
  '1.3.6.1.5.5.7.3.2',
  '1.3.6.1.5.5.7.48.1',
  '1.3.6.1.5.5.7.48.2',
  '2.23.140.1.2.1',
  '2.23.140.1.2.2',
];

const attributeTexts: readonly string[] = Array.from({ length: 0x80 }, (_, arc) => `2.5.4.${arc}`);
const extensionTexts: readonly string[] = Array.from({ length: 0x80 }, (_, arc) => `2.5.29.${arc}`);

interface CommonOid {
  readonly text: string;
  readonly bytes: readonly number[];
}

const common: ReadonlyMap<number, CommonOid> = new Map(
  commonOids.map((text): readonly [number, CommonOid] => {
    const [root = 0, second = 0, ...arcs] = text.split('.').map(Number);
    const bytes = [root * 40 + second, ...arcs.flatMap(arcBytes)];
    return [keyOf(bytes, 0, bytes.length), { text, bytes }];
  }),
);

/** Encodes an arc in base 128: all bytes but the last have their highest bit set. */
function arcBytes(arc: number): readonly number[] {
  const bytes = [arc & 0x7f];
  for (let rest = arc >>> 7; rest > 0; rest >>>= 7) bytes.unshift(0x80 | (rest & 0x7f));
  return bytes;
}

/** Returns a hash of an OID. The OIDs that are looked up here all have different ones; other OIDs may share them. */
function keyOf(bytes: ArrayLike<number>, start: number, end: number): number {
  let key = end - start;
  for (let at = start; at < end; at++) key = (Math.imul(key, 31) + (bytes[at] ?? 0)) | 0;
  return key;
}

function sharedText(bytes: Buffer, start: number, end: number): string | undefined {
  const length = end - start;
  if (length > 12) return undefined;
  if (length === 3 && bytes[start] === 0x55) {
    const texts = bytes[start + 1] === 4 ? attributeTexts : bytes[start + 1] === 29 ? extensionTexts : undefined;
    return texts?.[bytes[start + 2] ?? 0x80];
  }
  const known = common.get(keyOf(bytes, start, end));
  if (known?.bytes.length !== length) return undefined;
  for (let i = 0; i < length; i++) if (known.bytes[i] !== bytes[start + i]) return undefined;
  return known.text;
}

/** Splits the first number into its two arcs: it is 40 times the root (0 to 2) plus the second. */
function rootArcs(arc: number | bigint): string {
  if (typeof arc === 'bigint') {
    return `2.${arc - 80n}`;
  }
  return arc < 80 ? `${Math.floor(arc / 40)}.${arc % 40}` : `2.${arc - 80}`;
}

/**
 * Checks the bytes that {@link oidOfBytes} would turn into text.
 * @throws DerError as it does
 */
export function checkOid(bytes: Buffer, start: number, end: number): void {
  if (start === end || (bytes[end - 1] ?? 0) >= 0x80) throw cutOff(start);
  let first = start;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (at === first && byte === 0x80) throw padded(first);
    if (byte >= 0x80) continue;
    if ((at + 1 - first) * 7 > maxArcBits) throw tooLarge(first);
    first = at + 1;
  }
}

const cutOff = (at: number): DerError => new DerError('An OID is empty or cut off.', at);
const padded = (at: number): DerError => new DerError('An OID has a padded arc.', at);
const tooLarge = (at: number): DerError =>
  new DerError({ text: 'An OID has an arc of more than {count} bits.', values: { count: maxArcBits } }, at);

function largeArc(bytes: Buffer, start: number, end: number): bigint {
  const count = end - start;
  if (count * 7 > maxArcBits) {
    throw tooLarge(start);
  }
  let arc = 0n;
  for (let position = start; position < end; position++) {
    arc = (arc << 7n) | BigInt((bytes[position] ?? 0) & 0x7f);
  }
  return arc;
}
