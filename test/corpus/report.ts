import type { Outcome } from './caseOutcome';

const columns = ['cases', 'read', 'right', 'wrong', 'rejected', 'so does OpenSSL', 'lenient', 'skipped'] as const;

/** The table, then everything that is wrong or read too kindly, then every rejection with its reason. */
export function toReport(outcomes: readonly Outcome[]): string {
  const kinds = [...new Set(outcomes.map(({ kind }) => kind))].sort();
  const rows = [...kinds, 'all'].map((kind) => [
    kind,
    ...counts(outcomes.filter((each) => kind === 'all' || each.kind === kind)),
  ]);
  return [
    table([['', ...columns], ...rows]),
    ...wrongLines(outcomes),
    ...lenientLines(outcomes),
    ...rejectedLines(outcomes),
  ].join('\n');
}

function counts(outcomes: readonly Outcome[]): readonly string[] {
  const count = (test: (each: Outcome) => boolean): string => String(outcomes.filter(test).length);
  return [
    String(outcomes.length),
    count(({ result }) => result === 'right' || result === 'wrong' || result === 'lenient'),
    count(({ result }) => result === 'right'),
    count(({ result }) => result === 'wrong'),
    count(({ result }) => result === 'rejected'),
    count(({ result, isReadByOpenSsl }) => result === 'rejected' && !isReadByOpenSsl),
    count(({ result }) => result === 'lenient'),
    count(({ result }) => result === 'skipped'),
  ];
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
    )
    .join('\n');
}

function wrongLines(outcomes: readonly Outcome[]): readonly string[] {
  const wrong = outcomes.filter(({ result }) => result === 'wrong');
  return wrong.flatMap(({ file, differences }) => [
    `\nwrong: ${file}`,
    ...differences.map(
      ({ field, expected, got }) => `  ${field}\n    expected ${shorten(expected)}\n    got      ${shorten(got)}`,
    ),
  ]);
}

function lenientLines(outcomes: readonly Outcome[]): readonly string[] {
  const lenient = outcomes.filter(({ result }) => result === 'lenient');
  return lenient.length === 0
    ? []
    : ['\nread although OpenSSL refuses it:', ...lenient.map(({ file, reason }) => `  ${file}: ${reason ?? ''}`)];
}

function rejectedLines(outcomes: readonly Outcome[]): readonly string[] {
  const rejected = outcomes.filter(({ result }) => result === 'rejected');
  return rejected.length === 0
    ? []
    : [
        '\nrejected:',
        ...rejected.map(
          (each) =>
            `  ${each.isReadByOpenSsl ? 'OpenSSL reads it' : 'so does OpenSSL '}  ${each.file}: ${each.reason ?? ''}`,
        ),
      ];
}

const shorten = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);
