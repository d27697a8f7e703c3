/** Reads the values of extensions. Each reader throws DerError where the value is malformed. */
import type { DerValue } from '../asn1/der';
import { DerError } from '../asn1/der';
import { signedHex, smallInteger } from '../asn1/integer';
import { oidText } from '../asn1/oid';
import { textOf } from '../asn1/text';
import { boolean, checkBits, contentBytes, contextTag, octets, sequenceOf, tags } from '../asn1/values';
import { subnetText } from '../hosts/hostText';
import type { ExtensionContent, KeyUsage, SanEntry } from '../model';
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

/**
 * Reads where the revocation lists are (RFC 5280 §4.2.1.13): the full names; a name relative to the issuer is no
 * address.
 */
export function distributionPoints(value: DerValue): ExtensionContent {
  const points = sequenceOf(value, 'The distribution points').flatMap((each) =>
    sequenceOf(each, 'A distribution point'),
  );
  const names = points.filter((part) => part.tag === contextTag(0, 'constructed')).flatMap((part) => part.children);
  const fullNames = names.filter((name) => name.tag === contextTag(0, 'constructed')).flatMap((name) => name.children);
  return { kind: 'crlDistributionPoints', addresses: fullNames.map((each) => generalName(each).value) };
}

/** Reads access methods as OIDs; their names are in oids.ts (RFC 5280 §4.2.2). */
export function informationAccess(value: DerValue): readonly { readonly method: string; readonly address: string }[] {
  return sequenceOf(value, 'Information Access').map((each) => {
    const [method, location] = sequenceOf(each, 'An access description');
    return {
      method: oidText(method, 'The access method'),
      address: location === undefined ? '' : generalName(location).value,
    };
  });
}

const cpsQualifier = '1.3.6.1.5.5.7.2.1';

/** Reads policies by OID with the addresses of their practice statements (RFC 5280 §4.2.1.4). */
export function certificatePolicies(value: DerValue): ExtensionContent {
  const policies = sequenceOf(value, 'The policies').map((each) => {
    const [policy, qualifiers] = sequenceOf(each, 'A policy');
    return { oid: oidText(policy, 'A policy'), cps: qualifiers === undefined ? [] : cpsAddresses(qualifiers) };
  });
  return { kind: 'certificatePolicies', policies };
}

function cpsAddresses(qualifiers: DerValue): readonly string[] {
  return sequenceOf(qualifiers, 'The qualifiers of a policy').flatMap((each) => {
    const [id, address] = sequenceOf(each, 'A qualifier of a policy');
    const text =
      oidText(id, 'A qualifier of a policy') === cpsQualifier && address !== undefined ? textOf(address) : undefined;
    return text === undefined ? [] : [text];
  });
}

/** Prefixes of each name, as OpenSSL writes them. */
const labels: Record<SanEntry['kind'], string> = {
  dns: 'DNS',
  email: 'email',
  uri: 'URI',
  ip: 'IP',
  directoryName: 'DirName',
  registeredId: 'RID',
  other: 'other',
};

/**
 * Reads the names that certificates below may and may not have (RFC 5280 §4.2.1.10): `DNS:example.com`,
 * `IP:10.0.0.0/8`.
 */
export function nameConstraints(value: DerValue): ExtensionContent {
  const parts = sequenceOf(value, 'Name Constraints');
  return {
    kind: 'nameConstraints',
    permitted: parts.filter((part) => part.tag === contextTag(0, 'constructed')).flatMap(subtrees),
    excluded: parts.filter((part) => part.tag === contextTag(1, 'constructed')).flatMap(subtrees),
  };
}

function subtrees(part: DerValue): readonly string[] {
  return part.children.map((subtree) => {
    const [base] = sequenceOf(subtree, 'A name constraint');
    if (base === undefined) {
      throw new DerError('A name constraint has no name.', subtree.start);
    }
    const entry = generalName(base);
    const text = entry.kind === 'ip' ? (subnetText(contentBytes(base)) ?? entry.value) : entry.value;
    return `${labels[entry.kind]}:${text}`;
  });
}
