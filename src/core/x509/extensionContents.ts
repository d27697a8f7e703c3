/** Reads the extensions about keys and purposes. Each reader throws DerError where the value is malformed. */
import type { DerValue } from '../asn1/der';
import { signedHex, smallInteger } from '../asn1/integer';
import { oidText } from '../asn1/oid';
import { boolean, checkBits, contextTag, octets, sequenceOf, tags } from '../asn1/values';
import type { ExtensionContent, KeyUsage } from '../model';
import { generalName } from './generalNames';

/** Key usages in the order of their bits (RFC 5280 §4.2.1.3). */
const keyUsages: readonly KeyUsage[] = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

export function keyUsage(value: DerValue): ExtensionContent {
  const { bytes, content, contentEnd } = checkBits(value, 'Key Usage');
  return {
    kind: 'keyUsage',
    usages: keyUsages.filter((_, bit) => {
      const at = content + 1 + (bit >> 3);
      return at < contentEnd && ((bytes[at] ?? 0) & (0x80 >> (bit & 7))) !== 0;
    }),
  };
}

export function extendedKeyUsage(value: DerValue): ExtensionContent {
  return {
    kind: 'extendedKeyUsage',
    oids: sequenceOf(value, 'Extended Key Usage').map((each) => oidText(each, 'A purpose')),
  };
}

/**
 * Reads basic constraints. Both parts may be absent: the flag is false by default, the path length unlimited (RFC 5280
 * §4.2.1.9). A negative path length counts as none.
 */
export function basicConstraints(value: DerValue): ExtensionContent {
  const parts = sequenceOf(value, 'Basic Constraints');
  const flag = parts[0]?.tag === tags.boolean ? parts[0] : undefined;
  const length = flag === undefined ? parts[0] : parts[1];
  const pathLength = length && smallInteger(length, 'The path length');
  const isCa = flag !== undefined && boolean(flag, 'The CA flag');
  return pathLength !== undefined && pathLength >= 0
    ? { kind: 'basicConstraints', isCa, pathLength }
    : { kind: 'basicConstraints', isCa };
}

export function subjectKeyIdentifier(value: DerValue): ExtensionContent {
  return { kind: 'subjectKeyIdentifier', keyId: keyIdText(value, tags.octetString) };
}

const keyIdText = (value: DerValue, tag: number): string =>
  value.tag === tag
    ? value.bytes.toString('hex', value.content, value.contentEnd)
    : octets(value, tag, 'The key identifier').toString('hex');

/** Reads the authority key identifier, whose three parts may all be absent (RFC 5280 §4.2.1.1). */
export function authorityKeyIdentifier(value: DerValue): ExtensionContent {
  const parts = sequenceOf(value, 'The authority key identifier');
  const keyIdTag = contextTag(0, 'primitive');
  const serialTag = contextTag(2, 'primitive');
  const keyId = parts.find((each) => each.tag === keyIdTag);
  if (keyId && parts.length === 1) return { kind: 'authorityKeyIdentifier', keyId: keyIdText(keyId, keyIdTag) };
  const issuer = parts.find((each) => each.tag === contextTag(1, 'constructed'));
  const serial = parts.find((each) => each.tag === serialTag);
  return {
    kind: 'authorityKeyIdentifier',
    ...(keyId && { keyId: keyIdText(keyId, keyIdTag) }),
    ...(issuer && { issuer: issuer.children.map(generalName) }),
    ...(serial && { serial: signedHex(octets(serial, serialTag, 'The serial number')) }),
  };
}

/** Reads TLS extension numbers, e.g. 5 for must-staple (RFC 7633 §4.1). */
export function tlsFeature(value: DerValue): ExtensionContent {
  return {
    kind: 'tlsFeature',
    features: sequenceOf(value, 'TLS Feature').map((each) => smallInteger(each, 'A TLS feature')),
  };
}
