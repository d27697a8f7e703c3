import { toVisibleText } from '../../shared/visibleText';
import { toDetail } from '../details/detail';
import type { DetailOptions } from '../details/input';
import type { Certificate } from '../model';

/**
 * Writes a certificate as lines that can be compared: always the same sections in the same order, one value a line,
 * nothing that depends on when it is looked at. Safe to show.
 */
export function normalText(certificate: Certificate, options: DetailOptions): string {
  const { sections } = toDetail(
    { from: 'file', file: '', index: 0, count: 1, certificate, chain: [certificate] },
    options,
  );
  const own = sections.filter(({ id }) => id !== 'chain');
  return own
    .map(({ title, rows }) =>
      [
        title,
        ...rows.flatMap(({ label, values }) =>
          values.map((value) => `  ${toVisibleText(label)}: ${toVisibleText(value)}`),
        ),
        '',
      ].join('\n'),
    )
    .join('\n');
}
