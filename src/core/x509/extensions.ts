import { contentEndOf, contentOf, DerError, DerValue, endOf, parseWithin } from '../asn1/der';
import { checkOid, oidOfBytes } from '../asn1/oid';
import { boolean, checkOctets, expectTag, missing, octets, tags } from '../asn1/values';
import type { Extension, ExtensionContent } from '../model';
import {
  authorityKeyIdentifier,
  basicConstraints,
  certificatePolicies,
  distributionPoints,
  extendedKeyUsage,
  informationAccess,
  keyUsage,
  nameConstraints,
  sctList,
  subjectKeyIdentifier,
  tlsFeature,
} from './extensionContents';
import { generalNames } from './generalNames';
import { otherExtensions } from './oids';

interface ExtensionRow {
  readonly name: string;
  /** @throws DerError where the value is malformed. */
  readonly read: (value: DerValue) => ExtensionContent;
}

/** One row an extension that is read (RFC 5280 §4.2 unless said otherwise). */
const rows: ReadonlyMap<string, ExtensionRow> = new Map<string, ExtensionRow>([
  ['2.5.29.14', { name: 'Subject Key Identifier', read: subjectKeyIdentifier }],
  ['2.5.29.15', { name: 'Key Usage', read: keyUsage }],
  [
    '2.5.29.17',
    { name: 'Subject Alternative Name', read: (value) => ({ kind: 'subjectAltName', entries: generalNames(value) }) },
  ],
  [
    '2.5.29.18',
    { name: 'Issuer Alternative Name', read: (value) => ({ kind: 'issuerAltName', entries: generalNames(value) }) },
  ],
  ['2.5.29.19', { name: 'Basic Constraints', read: basicConstraints }],
  ['2.5.29.30', { name: 'Name Constraints', read: nameConstraints }],
  ['2.5.29.31', { name: 'CRL Distribution Points', read: distributionPoints }],
  ['2.5.29.32', { name: 'Certificate Policies', read: certificatePolicies }],
  ['2.5.29.35', { name: 'Authority Key Identifier', read: authorityKeyIdentifier }],
  ['2.5.29.37', { name: 'Extended Key Usage', read: extendedKeyUsage }],
  ['2.5.29.46', { name: 'Freshest CRL', read: distributionPoints }],
  [
    '1.3.6.1.5.5.7.1.1',
    {
      name: 'Authority Information Access',
      read: (value) => ({ kind: 'authorityInfoAccess', access: informationAccess(value) }),
    },
  ],
  [
    '1.3.6.1.5.5.7.1.11',
    {
      name: 'Subject Information Access',
      read: (value) => ({ kind: 'subjectInfoAccess', access: informationAccess(value) }),
    },
  ],
  // RFC 7633
  ['1.3.6.1.5.5.7.1.24', { name: 'TLS Feature', read: tlsFeature }],
  // RFC 6960 §4.2.2.2.1
  ['1.3.6.1.5.5.7.48.1.5', { name: 'OCSP No Check', read: marker }],
  // RFC 6962 §3.3 and §3.1
  ['1.3.6.1.4.1.11129.2.4.2', { name: 'Signed Certificate Timestamps', read: sctList }],
  ['1.3.6.1.4.1.11129.2.4.3', { name: 'Precertificate Poison', read: marker }],
]);

/** Reads an extension that says all by being there: its value is NULL. */
function marker(value: DerValue): ExtensionContent {
  expectTag(value, tags.null, 'The value');
  return { kind: 'marker' };
}

/** Reads every Extension of the list: OID, criticality, value (RFC 5280 §4.1). A malformed value is marked as such. */
export function readExtensions({ bytes, content, contentEnd }: DerValue): readonly Extension[] {
  const extensions: Extension[] = [];
  for (let at = content; at < contentEnd; at = endOf(bytes, at)) extensions.push(readExtension(bytes, at));
  return extensions;
}

/** @param at where an Extension starts that {@link checkExtensions} has seen */
export function readExtension(bytes: Buffer, at: number): Extension {
  const oidAt = contentOf(bytes, at);
  const oidEnd = endOf(bytes, oidAt);
  const oid = oidOfBytes(bytes, contentOf(bytes, oidAt), oidEnd);
  const hasFlag = endOf(bytes, oidEnd) < contentEndOf(bytes, at);
  const valueAt = hasFlag ? endOf(bytes, oidEnd) : oidEnd;
  const row = rows.get(oid);
  const isWhole = bytes[valueAt] === tags.octetString;
  const value = isWhole ? bytes : octets(new DerValue(bytes, valueAt), tags.octetString, 'The value of an extension');
  const start = isWhole ? contentOf(bytes, valueAt) : 0;
  const end = isWhole ? endOf(bytes, valueAt) : value.length;
  return {
    oid,
    name: row?.name ?? otherExtensions.get(oid) ?? oid,
    isCritical: hasFlag && bytes[contentOf(bytes, oidEnd)] !== 0,
    content: row === undefined ? unknown : readContent(row, () => parseWithin(value, start, end)),
    hex: value.toString('hex', start, end),
  };
}

/**
 * Checks a list of Extensions, but for what their values hold.
 * @throws DerError where one is not made of OID, criticality and value
 */
export function checkExtensions(list: DerValue): DerValue {
  const { bytes } = list;
  for (let at = list.content; at < list.contentEnd; at = endOf(bytes, at)) {
    if (bytes[at] !== tags.sequence) throw missing('An extension', at);
    const end = contentEndOf(bytes, at);
    const oid = contentOf(bytes, at);
    if (oid === end || bytes[oid] !== tags.oid) throw missing('The OID of an extension', oid);
    const second = endOf(bytes, oid);
    checkOid(bytes, contentOf(bytes, oid), second);
    const third = second < end ? endOf(bytes, second) : end;
    if (second === end || (third < end && endOf(bytes, third) < end)) {
      throw new DerError('An extension is not made of OID, criticality and value.', at);
    }
    if (third < end) boolean(new DerValue(bytes, second), 'The criticality of an extension');
    const value = third < end ? third : second;
    if (bytes[value] !== tags.octetString)
      checkOctets(new DerValue(bytes, value), tags.octetString, 'The value of an extension');
  }
  return list;
}

const unknown: ExtensionContent = { kind: 'unknown' };

function readContent(row: ExtensionRow, parse: () => DerValue): ExtensionContent {
  try {
    return row.read(parse());
  } catch (error) {
    if (error instanceof DerError) return { kind: 'malformed', reason: error.reason };
    throw error;
  }
}
