import type { DerValue } from './der';
import { contentBytes, tags } from './values';

/**
 * Returns the text of a string type, `undefined` for any other type. UTF8String is UTF-8; TeletexString is read as
 * Latin-1, as everybody writes it; BMPString is UTF-16 and UniversalString UTF-32, both big-endian; the rest are
 * subsets of Latin-1.
 */
export function textOf(value: DerValue): string | undefined {
  switch (value.tag) {
    case tags.utf8String:
      return utf8Text(value);
    case tags.bmpString:
      return contentBytes(value).length % 2 === 0
        ? Buffer.from(contentBytes(value)).swap16().toString('utf16le')
        : undefined;
    case tags.universalString:
      return universalText(contentBytes(value));
    default:
      return latin1Tags.has(value.tag) ? latin1Text(value) : undefined;
  }
}

const latin1Tags: ReadonlySet<number> = new Set([
  tags.printableString,
  tags.ia5String,
  tags.teletexString,
  tags.numericString,
  tags.visibleString,
  tags.utcTime,
  tags.generalizedTime,
]);

/** Reads one character a byte, so that every byte stays visible, even where an IA5String holds what it must not. */
export function latin1Text(value: DerValue): string {
  return value.bytes.toString('latin1', value.content, value.contentEnd);
}

/** Reads UTF-8, or Latin-1 where the bytes are no UTF-8, which is what such certificates hold. */
function utf8Text(value: DerValue): string {
  if (isAscii(value)) return latin1Text(value);
  const text = value.bytes.toString('utf8', value.content, value.contentEnd);
  return isUtf8(value, text) ? text : latin1Text(value);
}

/** Returns whether a text is ASCII, as nearly every one is. This is faster than decoding UTF-8. */
function isAscii({ bytes, content, contentEnd }: DerValue): boolean {
  for (let at = content; at < contentEnd; at++) if ((bytes[at] ?? 0) >= 0x80) return false;
  return true;
}

const isUtf8 = (value: DerValue, text: string): boolean =>
  !text.includes('\uFFFD') || Buffer.from(text).equals(contentBytes(value));

/** Returns false where the value is no string type, or a UTF8String whose bytes are no UTF-8. */
export function isWellFormedText(value: DerValue): boolean {
  if (value.tag === tags.utf8String) {
    return isAscii(value) || isUtf8(value, value.bytes.toString('utf8', value.content, value.contentEnd));
  }
  return latin1Tags.has(value.tag) || textOf(value) !== undefined;
}

/**
 * Returns whether the characters are those of a PrintableString (X.680 §41.4), or `*` and `&`, which readers let pass.
 */
export function hasPrintableCharacters({ bytes, content, contentEnd }: DerValue): boolean {
  for (let at = content; at < contentEnd; at++) if (!printable.has(bytes[at] ?? 0)) return false;
  return true;
}

const printable: ReadonlySet<number> = new Set(
  Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?*&"),
);

function universalText(bytes: Buffer): string | undefined {
  if (bytes.length % 4 !== 0) {
    return undefined;
  }
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const point = bytes.readUInt32BE(at);
    if (point > 0x10ffff) {
      return undefined;
    }
    parts.push(String.fromCodePoint(point));
  }
  return parts.join('');
}
