import { contentEndOf, contentOf, DerError, DerValue, endOf } from '../asn1/der';
import { checkOid, oidOfBytes } from '../asn1/oid';
import { hasPrintableCharacters, isWellFormedText, textOf } from '../asn1/text';
import { expectTag, missing, tags, toHex } from '../asn1/values';
import type { Name, NameAttribute } from '../model';
import { attributeTypes } from './attributeTypes';

type NamedName = 'The issuer' | 'The subject' | 'A directory name';

const partWords: Readonly<Record<NamedName, string>> = {
  'The issuer': 'A part of the issuer',
  'The subject': 'A part of the subject',
  'A directory name': 'A part of a directory name',
};
const attributeWords: Readonly<Record<NamedName, string>> = {
  'The issuer': 'An attribute of the issuer',
  'The subject': 'An attribute of the subject',
  'A directory name': 'An attribute of a directory name',
};
const typeWords: Readonly<Record<NamedName, string>> = {
  'The issuer': 'An attribute type of the issuer',
  'The subject': 'An attribute type of the subject',
  'A directory name': 'An attribute type of a directory name',
};

/**
 * Reads a Name.
 * @throws DerError where it is none
 */
export const toName = (value: DerValue | undefined, what: NamedName): Name => readName(checkName(value, what));

/**
 * Checks a Name: a SEQUENCE of SETs of type and value (RFC 5280 §4.1.2.4). Walked by offsets, for it has many parts.
 */
export function checkName(value: DerValue | undefined, what: NamedName): DerValue {
  const name = expectTag(value, tags.sequence, what);
  const { bytes } = name;
  for (let rdn = name.content; rdn < name.contentEnd; rdn = endOf(bytes, rdn)) {
    if (bytes[rdn] !== tags.set) throw missing(partWords[what], rdn);
    const rdnEnd = contentEndOf(bytes, rdn);
    for (let pair = contentOf(bytes, rdn); pair < rdnEnd; pair = endOf(bytes, pair)) {
      if (bytes[pair] !== tags.sequence) throw missing(attributeWords[what], pair);
      const type = contentOf(bytes, pair);
      const end = contentEndOf(bytes, pair);
      const text = type < end ? endOf(bytes, type) : end;
      if (text === end || endOf(bytes, text) !== end) {
        throw new DerError(
          { text: '{what} is not a pair of type and value.', words: { what: attributeWords[what] } },
          pair,
        );
      }
      if (bytes[type] !== tags.oid) throw missing(typeWords[what], type);
      checkOid(bytes, contentOf(bytes, type), text);
    }
  }
  return name;
}

/**
 * Reads a name that was checked before.
 * @param der its bytes, in Latin-1
 */
export const nameOfDer = (der: string): Name => readName(new DerValue(Buffer.from(der, 'latin1'), 0));

/**
 * Reads a Name.
 * @param name checked by {@link checkName}
 */
export function readName(name: DerValue): Name {
  const { bytes } = name;
  const rdns: (readonly NameAttribute[])[] = [];
  const texts: (readonly string[])[] = [];
  for (let rdn = name.content; rdn < name.contentEnd; rdn = endOf(bytes, rdn)) {
    const first = contentOf(bytes, rdn);
    const rdnEnd = contentEndOf(bytes, rdn);
    if (first === rdnEnd) {
      rdns.push([]);
      continue;
    }
    // Nearly all have one attribute: an array that is pushed into takes room for many.
    const one = readAttribute(bytes, first);
    const attributes = [one.attribute];
    const shown = [one.text];
    for (let pair = endOf(bytes, first); pair < rdnEnd; pair = endOf(bytes, pair)) {
      const { attribute, text } = readAttribute(bytes, pair);
      attributes.push(attribute);
      shown.push(text);
    }
    rdns.push(attributes);
    texts.push(shown);
  }
  return { rdns, text: nameText(texts), der: toHex(name) };
}

interface AttributeAndText {
  readonly attribute: NameAttribute;
  /** The attribute as `type=value` for RFC 4514 text: what has no name, or is no string, shows its DER (§2.4). */
  readonly text: string;
}

function readAttribute(bytes: Buffer, pair: number): AttributeAndText {
  const type = contentOf(bytes, pair);
  const typeEnd = endOf(bytes, type);
  const oid = oidOfBytes(bytes, contentOf(bytes, type), typeEnd);
  const name = attributeTypes.get(oid);
  const value = new DerValue(bytes, typeEnd);
  const text = textOf(value);
  const shown = name === undefined || text === undefined ? derText(value) : escapeValue(text);
  return { attribute: { oid, type: name ?? oid, value: text ?? derText(value) }, text: `${name ?? oid}=${shown}` };
}

const derText = (value: DerValue): string => `#${toHex(value).toUpperCase()}`;

/** Finds what keeps clients from reading the values of a name, the fault that more of them refuse first. */
export function nameOddity(name: DerValue): 'nameText' | 'nameCharacters' | undefined {
  const { bytes } = name;
  let isPrintable = true;
  for (let rdn = name.content; rdn < name.contentEnd; rdn = endOf(bytes, rdn)) {
    const rdnEnd = contentEndOf(bytes, rdn);
    for (let pair = contentOf(bytes, rdn); pair < rdnEnd; pair = endOf(bytes, pair)) {
      const value = new DerValue(bytes, endOf(bytes, contentOf(bytes, pair)));
      if (value.tag === tags.printableString) isPrintable &&= hasPrintableCharacters(value);
      else if (!isWellFormedText(value)) return 'nameText';
    }
  }
  return isPrintable ? undefined : 'nameCharacters';
}

/**
 * Writes a name as RFC 4514 §2 has it: the last RDN first, its attributes joined by `+`, all back to front as OpenSSL
 * prints them. Each attribute comes as `type=value` with the value escaped. An RDN without attributes, which the
 * grammar cannot say, is left out.
 */
export function nameText(rdns: readonly (readonly string[])[]): string {
  let text = '';
  for (let i = rdns.length - 1; i >= 0; i--) {
    const attributes = rdns[i] ?? [];
    for (let j = attributes.length - 1; j >= 0; j--) {
      const separator = text === '' ? '' : j === attributes.length - 1 ? ',' : '+';
      text += separator + (attributes[j] ?? '');
    }
  }
  return text;
}

const special = /[",+;<>\\\u0000-\u001f\u007f]/;

/** The form of each character below 128 that is not written as it is. */
const escapes: readonly (string | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (!special.test(character)) return undefined;
  return code > 31 && code < 127 ? `\\${character}` : `\\${code.toString(16).toUpperCase().padStart(2, '0')}`;
});

/** Escapes a value (RFC 4514 §2.4); control characters as `\0A`. */
export function escapeValue(value: string): string {
  let text = value;
  if (special.test(value)) {
    text = '';
    let from = 0;
    for (let at = 0; at < value.length; at++) {
      const escaped = escapes[value.charCodeAt(at)];
      if (escaped === undefined) continue;
      text += from === at ? escaped : value.slice(from, at) + escaped;
      from = at + 1;
    }
    text += value.slice(from);
  }
  if (text.startsWith(' ') || text.startsWith('#')) {
    text = `\\${text}`;
  }
  return text.endsWith(' ') && text !== '\\ ' ? `${text.slice(0, -1)}\\ ` : text;
}
