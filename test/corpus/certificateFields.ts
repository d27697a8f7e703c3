/** Compares a certificate that was read with what OpenSSL says of it, field by field. */
import type { Certificate } from '../../src/core/model';
import { purposeOf } from '../../src/core/x509/purpose';
import type { Expected } from './cases';
import type { Difference } from './difference';
import { difference } from './difference';
import { curveName, keyTypeIn, keyUsages, nameAsOpenSsl, purposes, sanText, signatureOid } from './opensslWords';

/**
 * One row a field: `undefined` where OpenSSL says nothing of it, else what it says and what we read, in the same words.
 */
type FieldRow = (
  expected: Expected,
  certificate: Certificate,
) => readonly [expected: unknown, got: unknown] | undefined;

const rows: Readonly<Record<string, FieldRow>> = {
  sha256: (e, c) => said(e.sha256, c.fingerprints.sha256),
  subjectDN: (e, c) => said(e.subjectDN, nameAsOpenSsl(c.subject)),
  issuerDN: (e, c) => said(e.issuerDN, nameAsOpenSsl(c.issuer)),
  serial: (e, c) => said(e.serial, c.serial),
  notBefore: (e, c) => said(timeOf(e.notBefore, e.notBeforeRaw), new Date(c.validity.notBefore).toISOString()),
  notAfter: (e, c) => said(timeOf(e.notAfter, e.notAfterRaw), new Date(c.validity.notAfter).toISOString()),
  keyType: (e, c) => said(e.keyType, keyTypeIn(c.key, e.keyType ?? '')),
  keyBits: (e, c) => said(e.keyBits, c.key.bits),
  curve: (e, c) => said(e.curve && curveName(e.curve), c.key.curve),
  sigAlg: (e, c) => said(e.sigAlg && (signatureOid(e.sigAlg) ?? e.sigAlg), c.signatureAlgorithm.oid),
  version: (e, c) => said(e.version, c.version) ?? (e.version === null ? ['none', namedVersion(c.version)] : undefined),
  isCA: (e, c) => said(e.isCA, c.isCa),
  pathlen: (e, c) => (isWhole(e) ? [e.pathlen, c.pathLength] : undefined),
  keyUsage: (e, c) => (isWhole(e) ? [keyUsages(e.keyUsage ?? []), c.keyUsage ?? []] : undefined),
  eku: (e, c) => said(e.eku, c.extendedKeyUsage ?? []),
  sans: (e, c) => said(e.sans, (c.sans ?? []).map(sanText)),
  // OpenSSL's answer was sorted by what is named; beside anyExtendedKeyUsage we say `any`, for it allows all.
  ekuClass: (e, c) =>
    e.eku?.includes('2.5.29.37.0')
      ? undefined
      : said(e.ekuClass && purposes.get(e.ekuClass), purposeOf(c.extendedKeyUsage)),
  extensions: (e, c) =>
    said(
      e.extensions,
      c.extensions.map((each) => [each.oid, each.isCritical]),
    ),
  spkiSha256: (e, c) => said(e.spkiSha256, c.fingerprints.spkiSha256),
};

export function certificateDifferences(expected: Expected, certificate: Certificate): readonly Difference[] {
  return Object.entries(rows).flatMap(([field, row]) => {
    const [wanted, got] = row(expected, certificate) ?? [];
    return difference(field, wanted, got);
  });
}

const said = (expected: unknown, got: unknown): readonly [unknown, unknown] | undefined =>
  expected === undefined || expected === null ? undefined : [expected, got];

/** In a chain OpenSSL was asked for a few fields only. */
const isWhole = (expected: Expected): boolean => expected.extensions !== undefined;

const namedVersion = (version: number): string => (version >= 1 && version <= 3 ? String(version) : 'none');

/** `2055-12-01T06:07:08Z`, or where that failed what OpenSSL printed: `   1-01-01 00:00:00Z`. */
function timeOf(time: string | null | undefined, raw: string | undefined): string | undefined {
  if (time) {
    return new Date(time).toISOString();
  }
  const match = /^\s*(\d+)-(\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)?Z$/.exec(raw ?? '');
  return match === null
    ? undefined
    : `${(match[1] ?? '').padStart(4, '0')}-${match[2]}T${match[3]}${(match[4] ?? '').padEnd(4, '.000'.slice((match[4] ?? '').length))}Z`;
}
