/**
 * The one door to node-forge's ASN.1 reader. It checks lengths, nesting and bounds; this file says where in the bytes
 * each value lies, so that names, keys and fingerprints come from the very bytes that were read.
 */
import type { ByteSource, ForgeValue } from 'node-forge/lib/asn1';
import { fromDer } from 'node-forge/lib/asn1';
import { limits } from '../limits';

/** One ASN.1 value and where it lies: `[start, content)` is its header, `[content, contentEnd)` what it holds. */
export interface DerValue {
  readonly bytes: Buffer;
  /** Identifier octet (X.690 §8.1.2): class, constructed flag and tag number. */
  readonly tag: number;
  readonly start: number;
  readonly content: number;
  readonly contentEnd: number;
  /** Behind the end-of-contents octets, where the length is indefinite. */
  readonly end: number;
  /** Empty for a primitive value. */
  readonly children: readonly DerValue[];
}

/** Thrown inside core only: every public reader catches it. The message is a plain sentence without input. */
export class DerError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** @throws DerError where the bytes do not start with one whole value. Bytes behind that value are left alone. */
export function parseDer(bytes: Uint8Array): DerValue {
  if (bytes.length > limits.objectBytes) {
    throw new DerError(`More than ${limits.objectBytes} bytes.`, 0);
  }
  const cursor = new Cursor(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return locate(readTree(cursor), cursor.data, 0);
}

function readTree(cursor: Cursor): ForgeValue {
  try {
    return fromDer(cursor, { strict: true, parseAllBytes: false, decodeBitStrings: false, maxDepth: limits.asn1Depth });
  } catch (error) {
    if (error instanceof DerError) throw error;
    throw new DerError(`Not DER: ${error instanceof Error ? error.message : 'unreadable.'}`, cursor.position);
  }
}

/** Answers node-forge like its own byte buffer, without copying what nobody looks at. */
class Cursor implements ByteSource {
  position = 0;
  /** Bytes read one by one: at least the tag and the length of each value. */
  private headerBytes = 0;

  constructor(readonly data: Buffer) {}

  length(): number {
    return this.data.length - this.position;
  }

  getByte(): number {
    this.headerBytes += 1;
    if (this.headerBytes > 2 * limits.asn1Values) throw new DerError(`More than ${limits.asn1Values} values.`, 0);
    return this.data[this.position++] ?? 0;
  }

  getInt(bits: number): number {
    const count = bits / 8;
    let value = 0;
    for (let i = 0; i < count; i++) {
      value = value * 256 + this.getByte();
      if (value > this.data.length) {
        throw new Error('A length beyond the end.');
      }
    }
    return value;
  }

  getInt16(): number {
    this.position += 2;
    return 0;
  }

  getBytes(count = this.length()): string {
    this.position += count;
    return '';
  }

  /** Asked for the two end-of-contents octets, and for the contents of BIT STRINGs, which {@link locate} finds. */
  bytes(count = 0): string {
    return count === 2 ? this.data.toString('latin1', this.position, this.position + 2) : '';
  }
}

/** Lays node-forge's tree over the bytes it was read from. */
function locate(node: ForgeValue, bytes: Buffer, start: number): DerValue {
  const tag = bytes[start] ?? 0;
  if ((tag & 0x1f) === 0x1f) {
    throw new DerError('A tag number above 30.', start);
  }
  const first = bytes[start + 1] ?? 0;
  const content = start + 2 + (first > 0x80 ? first & 0x7f : 0);
  const isIndefinite = first === 0x80;
  const children: DerValue[] = [];
  let position = content;
  if (typeof node.value !== 'string') {
    for (const each of node.value) {
      const child = locate(each, bytes, position);
      children.push(child);
      position = child.end;
    }
  }
  const contentEnd = isIndefinite ? position : content + lengthAt(bytes, start + 1);
  const isConstructed = (tag & 0x20) !== 0;
  // node-forge takes a BMPString of odd length as one byte longer, which shifts everything behind it.
  if (contentEnd > bytes.length || node.constructed !== isConstructed || (isConstructed && contentEnd !== position)) {
    throw new DerError('Lengths that do not fit each other.', start);
  }
  return { bytes, tag, start, content, contentEnd, end: isIndefinite ? contentEnd + 2 : contentEnd, children };
}

function lengthAt(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) {
    return first;
  }
  let length = 0;
  for (let i = 1; i <= (first & 0x7f); i++) {
    length = length * 256 + (bytes[at + i] ?? 0);
  }
  return length;
}
