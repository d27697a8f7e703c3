import type { DerValue } from '../asn1/der';
import { DerError } from '../asn1/der';
import { oidOfBytes, oidText } from '../asn1/oid';
import { latin1Text } from '../asn1/text';
import { contentBytes, contextTag, octets, onlyChild, sequenceOf, toHex } from '../asn1/values';
import { ipText } from '../hosts/hostText';
import type { SanEntry } from '../model';
import { toName } from './distinguishedName';

const what = 'A general name';

/** The context tags of GeneralName (RFC 5280 §4.2.1.6). */
const otherName = contextTag(0, 'constructed');
const email = contextTag(1, 'primitive');
const dns = contextTag(2, 'primitive');
const directoryName = contextTag(4, 'constructed');
const uri = contextTag(6, 'primitive');
const ip = contextTag(7, 'primitive');
const registeredId = contextTag(8, 'primitive');

/** Reads GeneralNames: a SEQUENCE of names of every kind. */
export function generalNames(value: DerValue | undefined): readonly SanEntry[] {
  return sequenceOf(value, 'The list of names').map(generalName);
}

export function generalName(value: DerValue): SanEntry {
  switch (value.tag) {
    case dns:
      return { kind: 'dns', value: latin1Text(value) };
    case email:
      return { kind: 'email', value: latin1Text(value) };
    case uri:
      return { kind: 'uri', value: latin1Text(value) };
    case ip:
      return ipEntry(contentBytes(value));
    case directoryName: {
      const name = toName(onlyChild(value, what), 'A directory name');
      return { kind: 'directoryName', value: name.text, name };
    }
    case registeredId: {
      const oid = oidOfBytes(value.bytes, value.content, value.contentEnd);
      return { kind: 'registeredId', value: oid, oid };
    }
    case otherName:
      return { kind: 'other', value: toHex(value), oid: oidText(value.children[0], 'The type of an other name') };
    default:
      return unnamedForm(value);
  }
}

function ipEntry(bytes: Buffer): SanEntry {
  const text = ipText(bytes);
  return {
    kind: 'ip',
    value: text ?? bytes.toString('hex'),
    version: text === undefined ? undefined : bytes.length === 4 ? 4 : 6,
  };
}

/** The forms that nobody uses: x400Address and ediPartyName. */
const unusedForms: readonly number[] = [contextTag(3, 'constructed'), contextTag(5, 'constructed')];

/**
 * Reads the forms that nobody uses, and text that BER split into segments. OpenSSL refuses a form that there is not.
 */
function unnamedForm(value: DerValue): SanEntry {
  const primitive = value.tag & ~0x20;
  if (value.tag !== primitive && (primitive === dns || primitive === email || primitive === uri)) {
    const text = octets(value, primitive, what).toString('latin1');
    return { kind: primitive === dns ? 'dns' : primitive === email ? 'email' : 'uri', value: text };
  }
  if (!unusedForms.includes(value.tag))
    throw new DerError('A general name is of a form that does not exist.', value.start);
  return { kind: 'other', value: toHex(value) };
}
