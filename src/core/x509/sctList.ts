import type { DerValue } from '../asn1/der';
import { DerError } from '../asn1/der';
import { octets, tags } from '../asn1/values';
import type { ExtensionContent } from '../model';

const malformed = 'The list of signed certificate timestamps is cut off.';

/** Reads a list in the encoding of TLS (RFC 6962 §3.3): two bytes of length for the whole and for each entry. */
export function sctList(value: DerValue): ExtensionContent {
  const list = octets(value, tags.octetString, 'The list of signed certificate timestamps');
  if (list.length < 2 || list.readUInt16BE(0) !== list.length - 2) {
    throw new DerError(malformed, 0);
  }
  const scts: ReturnType<typeof toSct>[] = [];
  for (let position = 2; position < list.length;) {
    const start = position + 2;
    position = start <= list.length ? start + list.readUInt16BE(start - 2) : Infinity;
    if (position > list.length) {
      throw new DerError(malformed, start);
    }
    scts.push(toSct(list.subarray(start, position)));
  }
  return { kind: 'sctList', scts };
}

/** Reads a timestamp (RFC 6962 §3.2): version (0 means v1), 32 bytes of log id, 8 bytes of milliseconds. */
function toSct(bytes: Buffer): { readonly version: number; readonly logId: string; readonly time: number } {
  if (bytes.length < 41) {
    throw new DerError(malformed, 0);
  }
  return { version: bytes.readUInt8(0), logId: bytes.toString('hex', 1, 33), time: Number(bytes.readBigUInt64BE(33)) };
}
