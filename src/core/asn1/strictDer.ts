import { contentOf, endOf, toBuffer } from './der';
import { tags } from './values';

const indefinite = 0x80;
const constructed = 0x20;
const ofOtherClasses = 0xc0;

/**
 * Returns whether values that were read are DER (X.690 §10 and §11.1) and not BER alone, which is read too: lengths are
 * definite and as short as can be, strings are in one part, and truth is `FF`. What strings hold is not looked at.
 */
export const isStrictDer = (bytes: Uint8Array): boolean => areStrict(toBuffer(bytes), 0, bytes.length);

function areStrict(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < Math.min(end, bytes.length);) {
    const tag = bytes[at] ?? 0;
    const [length = 0, second = 0] = [bytes[at + 1], bytes[at + 2]];
    if (length === indefinite || (length === 0x81 && second < 0x80) || (length > 0x81 && second === 0)) return false;
    const [content, next] = [contentOf(bytes, at), endOf(bytes, at)];
    if (tag === tags.boolean && bytes[content] !== 0 && bytes[content] !== 0xff) return false;
    if ((tag & constructed) !== 0) {
      if ((tag & ofOtherClasses) === 0 && tag !== tags.sequence && tag !== tags.set) return false;
      if (!areStrict(bytes, content, next)) return false;
    }
    at = next;
  }
  return true;
}
