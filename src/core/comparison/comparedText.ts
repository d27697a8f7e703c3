import type { Translate } from '../../shared/translate';
import { toVisibleText } from '../../shared/visibleText';
import { toDetail } from '../details/detail';
import type { DetailOptions } from '../details/input';
import type { Certificate } from '../model';
import type { Compared, Facts } from './facts';
import { factsOf } from './facts';
import type { ComparedRow } from './rows';
import { rowsOf } from './rows';

/** Two certificates as texts to be held against each other: they differ only where the certificates are known to. */
export interface ComparedTexts {
  readonly left: string;
  readonly right: string;
}

/**
 * Writes out all of both certificates where both are at hand. Where a gateway gives only metadata of one, writes what
 * is known of both, in one spelling, under lines that name the rest; those lines are the same on both sides.
 *
 * @param notes sentences to stand above both
 */
export function comparedTexts(
  sides: { readonly left: Compared; readonly right: Compared; readonly notes?: readonly string[] },
  options: DetailOptions,
): ComparedTexts {
  const { left, right, notes = [] } = sides;
  if ('certificate' in left && 'certificate' in right)
    return {
      left: withNotes(notes, normalText(left.certificate, options)),
      right: withNotes(notes, normalText(right.certificate, options)),
    };
  const { translate } = options;
  const facts: readonly [Facts, Facts] = [factsOf(left, translate), factsOf(right, translate)];
  const { rows, omitted } = rowsOf(facts, translate);
  const all = [...notes, ...omittedNote(omitted, translate)];
  return { left: withNotes(all, toText(rows, 'left')), right: withNotes(all, toText(rows, 'right')) };
}

const withNotes = (notes: readonly string[], text: string): string =>
  [...notes.map((note) => `# ${toVisibleText(note)}\n`), ...(notes.length > 0 ? ['\n'] : []), text].join('');

const omittedNote = (omitted: readonly string[], translate: Translate): readonly string[] =>
  omitted.length === 0
    ? []
    : [translate('Not returned by the gateway, or not comparable:'), ...omitted.map((each) => `- ${each}`)];

function toText(rows: readonly ComparedRow[], side: 'left' | 'right'): string {
  const sections = [...new Set(rows.map(({ section }) => section))];
  return sections
    .map((section) => {
      const lines = rows
        .filter((row) => row.section === section)
        .flatMap((row) => row[side].map((value) => `  ${toVisibleText(row.label)}: ${toVisibleText(value)}`));
      return [section, ...lines, ''].join('\n');
    })
    .join('\n');
}

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
