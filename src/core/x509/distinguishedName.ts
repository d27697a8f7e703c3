import type { DerValue } from '../asn1/der';
import { DerError } from '../asn1/der';
import { oidText } from '../asn1/oid';
import { isWellFormedText, textOf } from '../asn1/text';
import { expectTag, sequenceOf, tags, toHex } from '../asn1/values';
import type { Name, NameAttribute } from '../model';
import { attributeTypes } from './attributeTypes';
import { escapeValue, nameText } from './nameText';

/** A Name: a SEQUENCE of SETs of type and value (RFC 5280 §4.1.2.4). */
export function toName(value: DerValue | undefined, what: string): Name {
  const rdns: NameAttribute[][] = [];
  const texts: string[][] = [];
  for (const rdn of sequenceOf(value, what)) {
    const attributes = expectTag(rdn, tags.set, `A part of ${what.toLowerCase()}`).children.map((each) =>
      toAttribute(each, what),
    );
    rdns.push(attributes.map((each) => each.attribute));
    texts.push(attributes.map((each) => each.text));
  }
  return { rdns, text: nameText(texts), der: value === undefined ? '' : toHex(value) };
}

interface AttributeAndText {
  readonly attribute: NameAttribute;
  /** `type=value` for RFC 4514 text: what has no name, or is no string, shows its DER (§2.4). */
  readonly text: string;
}

function toAttribute(pair: DerValue, what: string): AttributeAndText {
  const [typeValue, value, ...rest] = sequenceOf(pair, `An attribute of ${what.toLowerCase()}`);
  if (value === undefined || rest.length > 0) {
    throw new DerError(`An attribute of ${what.toLowerCase()} is no pair of type and value.`, pair.start);
  }
  const oid = oidText(typeValue, `An attribute type of ${what.toLowerCase()}`);
  const name = attributeTypes.get(oid);
  const type = name ?? oid;
  const text = textOf(value);
  const derText = (): string => `#${toHex(value).toUpperCase()}`;
  const shown = name === undefined || text === undefined ? derText() : escapeValue(text);
  return { attribute: { oid, type, value: text ?? derText() }, text: `${type}=${shown}` };
}

/** Returns whether a value of a name is no string, or not text of its type: OpenSSL refuses such certificates. */
export const hasOddText = (name: DerValue | undefined): boolean =>
  (name?.children ?? []).some((rdn) =>
    rdn.children.some((pair) => pair.children[1] !== undefined && !isWellFormedText(pair.children[1])),
  );
