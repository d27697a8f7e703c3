import type { DetailRow, DetailSection } from '../../shared/protocol';
import type { DetailOptions, GatewayCertificateInput } from './input';

/** Lists the objects that use the certificate, an id a row, to be copied. No rows where they are not known. */
export function usesSection({ usedBy }: GatewayCertificateInput, { translate }: DetailOptions): DetailSection {
  const rows: DetailRow[] = [];
  if (usedBy) {
    const { summary, owners, more } = usedBy;
    rows.push(
      ...(summary === undefined
        ? []
        : [{ id: 'uses.summary', label: translate('Use'), values: [summary], isAbsent: true }]),
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
    );
  }
  return { id: 'uses', title: translate('Used by'), rows };
}
