import type { DetailRow, DetailSection } from '../../shared/protocol';
import type { DetailOptions, GatewayCertificateInput } from './input';

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
