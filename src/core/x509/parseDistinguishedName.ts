import { toNormalForm } from '../../shared/normalForm';
import type { Name } from '../model';
import { attributeTypes } from './attributeTypes';

/** Attributes of a distinguished name, each as type and value made comparable. */
export type NameParts = readonly (readonly [type: string, value: string])[];

/** Longest text that is taken apart. */
const maxTextLength = 4_096;

/** Spellings of types that other programs use; OIDs are looked up. */
const otherTypes: Readonly<Record<string, string>> = {
  e: 'emailaddress',
  email: 'emailaddress',
  s: 'st',
  sp: 'st',
  t: 'title',
  g: 'gn',
  givenname: 'gn',
  surname: 'sn',
};

/** Attributes of a distinguished name, each as its type made comparable and its value as it is spelled. */
export type SpelledParts = readonly (readonly [type: string, value: string])[];

export const partsOfName = (name: Pick<Name, 'rdns'>): NameParts => toComparable(spelledPartsOfName(name));
export const spelledPartsOfName = (name: Pick<Name, 'rdns'>): SpelledParts =>
  name.rdns.flat().map(({ oid, value }) => [toType(oid), value]);

/**
 * Parses a name as programs spell it: `CN=R3,O=Example`, `C = US, O = "Example, Inc."`, `/C=US/CN=R3`, values as `#`
 * and hex of their DER. Empty where there is no `type=value` in it. The order is the program's own and says nothing.
 */
export const partsOfText = (text: string): NameParts => toComparable(spelledPartsOfText(text));

/** Does the same, with values as they are spelled. */
export function spelledPartsOfText(text: string): SpelledParts {
  if (text.length > maxTextLength) return [];
  const separators = text.startsWith('/') ? '/' : ',;+';
  return split(text, separators).flatMap((part): SpelledParts => {
    const equals = part.indexOf('=');
    const value = part.slice(equals + 1).trim();
    return equals > 0
      ? [[toType(part.slice(0, equals).trim()), value.startsWith('#') ? ofHex(value) : unescape(value)]]
      : [];
  });
}

/** Splits at separators that are neither escaped nor quoted. */
function split(text: string, separators: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '\\') i++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && separators.includes(character)) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}

function toType(type: string): string {
  const name = (attributeTypes.get(type.replace(/^oid\./i, '')) ?? type).toLowerCase();
  return otherTypes[name] ?? name;
}

const toComparable = (parts: SpelledParts): NameParts => parts.map(([type, value]) => [type, toValue(value)]);

/** Makes a value comparable without regard to case and repeated spaces (RFC 5280 §7.1). */
export const toValue = (value: string): string => toNormalForm(value, 'NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

/** Unescapes a value (RFC 4514 §2.4): quotes of old, escaped characters, and bytes of UTF-8 in hex. */
function unescape(value: string): string {
  const inside = /^"(.*)"$/s.exec(value)?.[1] ?? value;
  return inside.replace(
    /(?:\\[0-9a-f]{2})+|\\(.)/gis,
    (escaped, character: string | undefined) =>
      character ?? Buffer.from(escaped.replaceAll('\\', ''), 'hex').toString('utf8'),
  );
}

/** Decodes a short DER string from hex; returns the hex itself where it is none. */
function ofHex(value: string): string {
  const bytes = Buffer.from(value.slice(1), 'hex');
  return bytes.length > 1 && bytes.length < 128 && bytes[1] === bytes.length - 2
    ? bytes.subarray(2).toString('utf8')
    : value;
}
