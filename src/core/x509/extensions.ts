import type { DerValue } from '../asn1/der';
import { DerError, parseDer } from '../asn1/der';
import { oidText } from '../asn1/oid';
import { reading } from '../asn1/reading';
import { boolean, expectTag, octets, tags } from '../asn1/values';
import type { Extension, ExtensionContent } from '../model';
import { certificatePolicies, distributionPoints, informationAccess } from './extensionAddresses';
import {
  authorityKeyIdentifier,
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
  subjectKeyIdentifier,
  tlsFeature,
} from './extensionContents';
import { generalNames } from './generalNames';
import { nameConstraints } from './nameConstraints';
import { otherExtensions } from './oids';
import { sctList } from './sctList';

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

/** An extension that says all by being there: its value is NULL. */
function marker(value: DerValue): ExtensionContent {
  expectTag(value, tags.null, 'The value');
  return { kind: 'marker' };
}

/**
 * One Extension: OID, criticality, value (RFC 5280 §4.1). A value that is malformed is said to be so.
 * @throws DerError where the extension itself is not made of these parts.
 */
export function toExtension(value: DerValue): Extension {
  const parts = expectTag(value, tags.sequence, 'An extension').children;
  const oid = oidText(parts[0], 'The OID of an extension');
  const flag = parts.length === 3 ? parts[1] : undefined;
  if (parts.length < 2 || parts.length > 3) {
    throw new DerError('An extension is not made of OID, criticality and value.', value.start);
  }
  const bytes = octets(parts.at(-1), tags.octetString, 'The value of an extension');
  const row = rows.get(oid);
  return {
    oid,
    name: row?.name ?? otherExtensions.get(oid) ?? oid,
    isCritical: flag !== undefined && boolean(flag, 'The criticality of an extension'),
    content: row === undefined ? { kind: 'unknown' } : readContent(row, bytes),
    hex: bytes.toString('hex'),
  };
}

function readContent(row: ExtensionRow, bytes: Buffer): ExtensionContent {
  const content = reading(() => row.read(parseDer(bytes)));
  return content.ok ? content.value : { kind: 'malformed', reason: content.reason };
}
