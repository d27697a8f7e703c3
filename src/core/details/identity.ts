import type { DetailRow, DetailSection } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';
import type { Certificate, CertificateMetadata, KeyInfo } from '../model';
import type { FileCertificateInput } from './input';

export function keySection(
  certificate: Certificate,
  keyFit: FileCertificateInput['keyFit'],
  translate: Translate,
): DetailSection {
  const { key, fingerprints, signatureAlgorithm } = certificate;
  const rows: DetailRow[] = [
    {
      id: 'key.kind',
      label: translate('Public key'),
      values: [key.name],
      ...(key.name === key.oid ? {} : { oid: key.oid }),
    },
    ...sizeRows(key, translate),
    {
      id: 'key.spki',
      label: translate('SHA-256 of the public key (SPKI)'),
      values: [fingerprints.spkiSha256],
      isMonospace: true,
    },
    ...(keyFit === undefined ? [] : [fitRow(keyFit, translate)]),
    {
      id: 'key.signature',
      label: translate('Signed with'),
      values: [signatureAlgorithm.name],
      oid: signatureAlgorithm.oid,
    },
  ];
  return { id: 'key', title: translate('Key'), rows };
}

function sizeRows(key: KeyInfo, translate: Translate): readonly DetailRow[] {
  return [
    ...(key.bits === undefined
      ? []
      : [{ id: 'key.bits', label: translate('Size'), values: [translate('{count} bits', { count: key.bits })] }]),
    ...(key.curve === undefined ? [] : [{ id: 'key.curve', label: translate('Curve'), values: [key.curve] }]),
    ...(key.exponent === undefined
      ? []
      : [{ id: 'key.exponent', label: translate('Exponent'), values: [key.exponent] }]),
  ];
}

function fitRow(fit: NonNullable<FileCertificateInput['keyFit']>, translate: Translate): DetailRow {
  const base = { id: 'key.fit', label: translate('Private key in this file') };
  switch (fit) {
    case 'fits':
      return { ...base, values: [translate('fits this certificate')], severity: 'ok', isAbsent: true };
    case 'doesNotFit':
      return { ...base, values: [translate('does not fit this certificate')], severity: 'error', isAbsent: true };
    case 'cannotTell':
      return { ...base, values: [translate('cannot be compared here')], severity: 'info', isAbsent: true };
  }
}

export const identitySection = (
  { serial, fingerprints, version }: Certificate,
  translate: Translate,
): DetailSection => ({
  id: 'identity',
  title: translate('Serial number and fingerprints'),
  rows: [
    { id: 'identity.serial', label: translate('Serial number'), values: [serial], isMonospace: true },
    ...(serial.length > maxDecimalDigits
      ? []
      : [
          {
            id: 'identity.decimal',
            label: translate('Serial number, decimal'),
            values: [toDecimal(serial)],
            isMonospace: true,
          },
        ]),
    { id: 'identity.sha256', label: 'SHA-256', values: [fingerprints.sha256], isMonospace: true },
    { id: 'identity.sha1', label: 'SHA-1', values: [fingerprints.sha1], isMonospace: true },
    { id: 'identity.version', label: translate('Version'), values: [String(version)] },
  ],
});

/** RFC 5280 §4.1.2.2 allows 40 digits; decimal digits of huge numbers cost too much. */
const maxDecimalDigits = 512;

const toDecimal = (serial: string): string =>
  serial.startsWith('-') ? `-${BigInt(`0x${serial.slice(1) || '0'}`)}` : BigInt(`0x${serial || '0'}`).toString();

/** Lists what a gateway without PEM reports, and says plainly what it does not. */
export function metadataIdentitySection(metadata: CertificateMetadata, translate: Translate): DetailSection {
  const omitted = (id: string, label: string): DetailRow => ({
    id,
    label,
    values: [translate('not returned by the gateway')],
    isAbsent: true,
  });
  return {
    id: 'identity',
    title: translate('Serial number and fingerprints'),
    rows: [
      metadata.serial === undefined || metadata.serial === ''
        ? omitted('identity.serial', translate('Serial number'))
        : {
            id: 'identity.serial',
            label: translate('Serial number'),
            values: [metadata.serial],
            isMonospace: true,
            note: translate('as the gateway writes it'),
          },
      omitted('identity.sha256', 'SHA-256'),
      omitted('identity.sha1', 'SHA-1'),
      omitted('key.spki', translate('SHA-256 of the public key (SPKI)')),
      metadata.signatureAlgorithm === undefined || metadata.signatureAlgorithm === ''
        ? omitted('key.signature', translate('Signed with'))
        : { id: 'key.signature', label: translate('Signed with'), values: [metadata.signatureAlgorithm] },
    ],
  };
}
