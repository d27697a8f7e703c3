import type { DetailRow, DetailSection } from '../../shared/protocol';
import type { DetailOptions, GatewayCertificateInput } from './input';

/**
 * Lists the objects that use the certificate, an id a row, to be copied; one row that says so where they are not known.
 */
export function usesSection(
  { usedBy, isPartial }: GatewayCertificateInput,
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
  if (!usedBy && !isPartial) rows.push(toSummary(translate('Not known: it was not read yet, or could not be read.')));
  if (usedBy) {
    const { summary, owners, more, unknown = [] } = usedBy;
    rows.push(
      ...(summary === undefined ? [] : [toSummary(summary)]),
      ...owners.map(({ kind, id, name }, index) => ({
        id: `uses.${index}`,
        label: kind,
        values: [id],
        isMonospace: true,
        ...(name === undefined ? {} : { note: name }),
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
