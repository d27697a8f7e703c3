import type { DetailRow, DetailSection } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';
import type { CertificateMetadata } from '../model';
import { certificateRow } from './chain';
import { toValidity } from './dates';
import type { DetailOptions, GatewayCertificateInput } from './input';
import { validityNote, validitySign } from './validity';

/** Shows the CA that the other side is verified with, and what having one means. */
export function mtlsSection(input: GatewayCertificateInput, options: DetailOptions): DetailSection {
  const { translate } = options;
  const title = translate('CA certificate (mTLS)');
  const { ca } = input;
  if (!ca)
    return {
      id: 'mtls',
      title,
      rows: [
        {
          id: 'mtls.none',
          label: translate('CA certificate'),
          values: [meaningWithout(input.type, translate)],
          isAbsent: true,
        },
      ],
    };
  const rows: DetailRow[] = [
    { id: 'mtls.meaning', label: translate('Meaning'), values: [meaningWith(input.type, translate)], isAbsent: true },
    ...ca.certificates.flatMap((certificate, index): DetailRow[] => [
      certificateRow(certificate, { id: `mtls.${index}`, label: translate('CA certificate') }, options),
      { id: `mtls.${index}.sha256`, label: 'SHA-256', values: [certificate.fingerprints.sha256], isMonospace: true },
    ]),
    ...(ca.metadata ? metadataRows(ca.metadata, options) : []),
    ...(ca.depth === undefined
      ? []
      : [{ id: 'mtls.depth', label: translate('Verification depth'), values: [String(ca.depth)] }]),
  ];
  if (ca.certificates.length === 0 && !ca.metadata)
    rows.push({
      id: 'mtls.unread',
      label: translate('CA certificate'),
      values: [
        ca.isReference
          ? translate('a secret reference: not known until it resolves')
          : translate('it could not be read'),
      ],
      isAbsent: true,
      severity: 'warning',
    });
  return { id: 'mtls', title, rows };
}

function meaningWith(type: GatewayCertificateInput['type'], translate: Translate): string {
  switch (type) {
    case 'server':
      return translate('The gateway demands a certificate from every client and verifies it with this CA.');
    case 'client':
      return translate('The gateway verifies the certificate of the upstream with this CA.');
    case undefined:
      return translate('The gateway verifies the other side with this CA.');
  }
}

function meaningWithout(type: GatewayCertificateInput['type'], translate: Translate): string {
  switch (type) {
    case 'server':
      return translate('None: clients need no certificate of their own.');
    case 'client':
      return translate('None: this object does not verify the certificate of the upstream.');
    case undefined:
      return translate('None.');
  }
}

function metadataRows(metadata: CertificateMetadata, options: DetailOptions): readonly DetailRow[] {
  const { translate } = options;
  const row = (id: string, label: string, value: string | undefined): readonly DetailRow[] =>
    value === undefined || value === '' ? [] : [{ id: `mtls.${id}`, label, values: [value] }];
  return [
    ...row('subject', translate('Subject'), metadata.subject),
    ...row('issuer', translate('Issuer'), metadata.issuer),
    ...(metadata.validity
      ? [
          {
            id: 'mtls.validity',
            label: translate('Validity'),
            values: [toValidity(metadata.validity, translate)],
            note: validityNote(metadata.validity, options),
            ...validitySign(metadata.validity, options),
          },
        ]
      : []),
    ...row('serial', translate('Serial number'), metadata.serial).map((each) => ({ ...each, isMonospace: true })),
    ...row('signature', translate('Signed with'), metadata.signatureAlgorithm),
  ];
}

/**
 * Lists the objects that use the certificate, an id a row, to be copied; one row that says so where they are not known.
 */
export function usesSection(
  { usedBy, usesFailure, isPartial }: GatewayCertificateInput,
  { translate }: DetailOptions,
): DetailSection {
  const rows: DetailRow[] = [];
  const toSummary = (text: string): DetailRow => ({
    id: 'uses.summary',
    label: translate('Use'),
    values: [text],
    isAbsent: true,
  });
  // The token may be kept from reading it: an empty section would look as if nothing used the certificate.
  if (!usedBy && !isPartial)
    rows.push(
      toSummary(
        usesFailure === undefined
          ? translate('Not known: it was not read yet.')
          : translate('Not known: it could not be read. {reason}', { reason: usesFailure }),
      ),
    );
  if (usedBy) {
    const { summary, owners, more, unknown = [] } = usedBy;
    rows.push(
      ...(summary === undefined ? [] : [toSummary(summary)]),
      ...owners.map(({ kind, id, name, isCopy }, index) => ({
        id: `uses.${index}`,
        label: kind,
        values: [id],
        isMonospace: true,
        ...noteOf(name, isCopy, translate),
      })),
      ...(more > 0
        ? [
            {
              id: 'uses.more',
              label: translate('Further'),
              values: [translate('and {count} more', { count: more })],
              isAbsent: true,
            },
          ]
        : []),
      ...(unknown.length > 0
        ? [{ id: 'uses.unknown', label: translate('Not known'), values: unknown, severity: 'info' as const }]
        : []),
    );
  }
  return { id: 'uses', title: translate('Used by'), rows };
}

function noteOf(
  name: string | undefined,
  isCopy: boolean | undefined,
  translate: DetailOptions['translate'],
): Pick<DetailRow, 'note' | 'severity'> {
  if (isCopy !== true) return name === undefined ? {} : { note: name };
  const note =
    name === undefined
      ? translate('holds a copy of it in “client_cert”: an update of this object does not change that')
      : translate('{name}: holds a copy of it in “client_cert”: an update of this object does not change that', {
          name,
        });
  return { note, severity: 'warning' };
}
