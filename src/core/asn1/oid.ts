import type { DerValue } from './der';
import { DerError } from './der';
import { expectTag, tags } from './values';

/** Most bits of one arc that are turned into decimal digits, which costs more than linear time. */
const maxArcBits = 8192;

/** The dotted text of an OBJECT IDENTIFIER. */
export function oidText(value: DerValue | undefined, what: string): string {
  const found = expectTag(value, tags.oid, what);
  return oidOfBytes(found.bytes, found.content, found.contentEnd);
}

/**
 * The dotted text of encoded arcs in `[start, end)` (X.690 §8.19). Arcs may be larger than any number type holds.
 * @throws DerError where there is none, the last one is cut off, or one is padded or beyond all measure.
 */
export function oidOfBytes(bytes: Buffer, start: number, end: number): string {
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

/** The first number stands for two arcs: 40 times the root, 0 to 2, and the second. */
function rootArcs(arc: number | bigint): string {
  if (typeof arc === 'bigint') {
    return `2.${arc - 80n}`;
  }
  return arc < 80 ? `${Math.floor(arc / 40)}.${arc % 40}` : `2.${arc - 80}`;
}

/**
 * Checks what {@link oidOfBytes} would make a text of.
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

const cutOff = (at: number): DerError => new DerError('An OID that is empty or cut off.', at);
const padded = (at: number): DerError => new DerError('An OID with a padded arc.', at);
const tooLarge = (at: number): DerError => new DerError(`An OID with an arc of more than ${maxArcBits} bits.`, at);

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
