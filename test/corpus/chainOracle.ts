/**
 * `npm run chain-oracle -- PATH…`: holds the product's one verdict on chains against those of other people's suites.
 * PATH is a `limbo.json` of x509-limbo or a folder of BoringSSL's sources, which has NIST's PKITS too; nothing of them
 * is kept. Prints counts, then each difference with its reason. The exit code is 1 where a difference has none.
 */
import { judgeChain } from '../../src/core/chain/verdict';
import type { Certificate } from '../../src/core/model';
import { parseCertificate } from '../../src/core/x509/certificate';
import type { ChainCase } from './chainCases';
import { chainCases } from './chainCases';
import { chainDifferences } from './chainDifferences';

interface Answer {
  readonly kind: 'accepted' | 'refused' | 'cannotTell';
  readonly why: string;
}

const read = (ders: readonly Uint8Array[]): readonly Certificate[] =>
  ders.map(parseCertificate).flatMap((reading) => (reading.ok ? [reading.value] : []));

function answerTo({ leaf, pool, roots, now, host, purpose }: ChainCase): Answer {
  const reading = leaf && parseCertificate(leaf);
  if (!reading?.ok) return { kind: 'refused', why: 'unreadable' };
  const verdict = judgeChain({
    leaf: reading.value,
    pool: read(pool),
    roots: read(roots),
    now,
    ...(host !== undefined && { host }),
    ...(purpose && { purpose }),
  });
  const reasons = verdict.kind === 'refused' ? verdict.reasons : [];
  return { kind: verdict.kind, why: reasons.map(({ code }) => code).join(', ') };
}

interface Row {
  bothAccept: number;
  bothRefuse: number;
  onlyTheyAccept: number;
  onlyWeAccept: number;
  cannotTell: number;
  leftOut: number;
}
const titles: Readonly<Record<keyof Row, string>> = {
  bothAccept: 'both accept',
  bothRefuse: 'both refuse',
  onlyTheyAccept: 'only they accept',
  onlyWeAccept: 'only we accept',
  cannotTell: 'we cannot tell',
  leftOut: 'left out',
};

function columnOf({ leftOut, isAccepted }: ChainCase, { kind }: Answer): keyof Row {
  if (leftOut !== undefined) return 'leftOut';
  if (kind === 'cannotTell') return 'cannotTell';
  if (kind === 'accepted') return isAccepted ? 'bothAccept' : 'onlyWeAccept';
  return isAccepted ? 'onlyTheyAccept' : 'bothRefuse';
}

const cells = (row: readonly (string | number)[]): string => `| ${row.join(' | ')} |`;

/** Markdown, and the names of those that differ without a reason. */
export function compareChains(cases: readonly ChainCase[]): {
  readonly report: string;
  readonly unexplained: readonly string[];
} {
  const rows = new Map<string, Row>();
  const differences: string[] = [];
  const unexplained: string[] = [];
  const leftOut = new Map<string, number>();
  for (const each of cases) {
    const answer: Answer = each.leftOut === undefined ? answerTo(each) : { kind: 'refused', why: '' };
    const column = columnOf(each, answer);
    const row = rows.get(each.suite) ?? {
      ...{ bothAccept: 0, bothRefuse: 0, onlyTheyAccept: 0, onlyWeAccept: 0, cannotTell: 0, leftOut: 0 },
    };
    rows.set(each.suite, row);
    row[column]++;
    if (each.leftOut !== undefined) leftOut.set(each.leftOut, (leftOut.get(each.leftOut) ?? 0) + 1);
    if (column === 'bothAccept' || column === 'bothRefuse' || column === 'leftOut') continue;
    const reason = chainDifferences(each.name);
    if (reason === undefined) unexplained.push(each.name);
    differences.push(
      cells([each.name, each.isAccepted ? 'accepted' : 'refused', answer.why || answer.kind, reason ?? '**none**']),
    );
  }
  const columns = Object.keys(titles) as readonly (keyof Row)[];
  const sumOf = (column: keyof Row): number => [...rows.values()].reduce((sum, row) => sum + row[column], 0);
  const report = [
    cells(['suite', ...columns.map((column) => titles[column])]),
    cells(['---', ...columns.map(() => '--:')]),
    ...[...rows].map(([suite, row]) => cells([suite, ...columns.map((column) => row[column])])),
    cells(['all', ...columns.map(sumOf)]),
    ...(leftOut.size > 0
      ? ['', `Left out: ${[...leftOut].map(([why, count]) => `${count} for ${why}`).join(', ')}.`]
      : []),
    '',
    cells(['case', 'they', 'we', 'reason']),
    cells(['---', '---', '---', '---']),
    ...differences,
  ];
  return { report: report.join('\n'), unexplained };
}

if (require.main === module) {
  const paths = process.argv.slice(2);
  if (paths.length === 0) {
    console.error('Usage: npm run chain-oracle -- PATH…, each a limbo.json or a folder of BoringSSL’s sources.');
    process.exitCode = 2;
  } else {
    const { report, unexplained } = compareChains(paths.flatMap(chainCases));
    console.log(report);
    if (unexplained.length > 0) process.exitCode = 1;
  }
}
