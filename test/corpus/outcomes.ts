/** Runs our readers over one case and says what came of it. */
import { parseCertificate } from '../../src/core/x509';
import type { Certificate, Reading } from '../../src/core/model';
import { scanPem } from '../../src/core/pem';
import type { Corpus, CorpusCase, Expected } from './cases';
import { certificateDifferences } from './certificateFields';
import type { Difference } from './certificateFields';

export interface Outcome {
  readonly kind: string;
  readonly file: string;
  /**
   * `right`: read, every field equal. `wrong`: read, some field differs. `rejected`: not read, `reason` says why.
   * `skipped`: nothing here reads this kind, `reason` says so.
   */
  readonly result: 'right' | 'wrong' | 'rejected' | 'skipped';
  readonly differences: readonly Difference[];
  readonly reason?: string;
  /** OpenSSL reads it. */
  readonly isReadByOpenSsl: boolean;
}

export function outcomeOf(each: CorpusCase, corpus: Corpus): Outcome {
  const bytes = corpus.read(each.file);
  switch (each.kind) {
    case 'cert':
    case 'chain':
      return certificateOutcome(each, bytes);
    case 'garbage':
      return garbageOutcome(each, bytes);
    case 'other':
      return differing(each, labelDifferences(each.expected, bytes));
    default:
      return { ...about(each), result: 'skipped', differences: [], reason: 'No reader of this kind yet.' };
  }
}

const about = ({ kind, file, expected }: CorpusCase): Pick<Outcome, 'kind' | 'file' | 'isReadByOpenSsl'> => ({
  kind,
  file,
  isReadByOpenSsl: expected.parses !== false,
});

function differing(each: CorpusCase, differences: readonly Difference[]): Outcome {
  return { ...about(each), result: differences.length === 0 ? 'right' : 'wrong', differences };
}

function certificateOutcome(each: CorpusCase, bytes: Buffer): Outcome {
  const readings = readCertificates(each, bytes);
  const wanted = each.expected.certs ?? [each.expected];
  const refused = readings.find((reading, i) => !reading.ok && wanted[i]?.parses !== false);
  if (readings.length === 0 || (refused !== undefined && !refused.ok)) {
    return { ...about(each), result: 'rejected', differences: [], reason: refused && !refused.ok ? refused.reason : noCertificate(bytes) };
  }
  const differences = readings.flatMap((reading, i) => {
    const expected = wanted[i];
    return reading.ok && expected ? certificateDifferences(expected, reading.value) : [];
  });
  const count = difference('certificates', wanted.length, readings.length);
  return differing(each, [...differences, ...count, ...(each.format === 'pem' ? labelDifferences(each.expected, bytes) : [])]);
}

function readCertificates(each: CorpusCase, bytes: Buffer): readonly Reading<Certificate>[] {
  if (each.format === 'der') {
    return [parseCertificate(bytes)];
  }
  return scanPem(bytes.toString('utf8')).blocks.flatMap((block) =>
    block.kind === 'certificate' && block.der !== undefined ? [parseCertificate(block.der)] : [],
  );
}

function noCertificate(bytes: Buffer): string {
  const { blocks, breakages } = scanPem(bytes.toString('utf8'));
  const broken = breakages.map(({ code }) => code).join(', ');
  return `No certificate: ${blocks.length} PEM blocks${broken && `, broken: ${broken}`}.`;
}

/** What OpenSSL refuses should be refused; where we read it all the same, that is a difference. */
function garbageOutcome(each: CorpusCase, bytes: Buffer): Outcome {
  const asPem = readCertificates({ ...each, format: 'pem' }, bytes);
  const asDer = parseCertificate(bytes);
  const read = [...asPem, asDer].find((reading) => reading.ok);
  if (read?.ok) {
    return differing(each, difference('read', 'refused', read.value.notes.join(' ') || 'read without a note'));
  }
  const reason = asPem.flatMap((reading) => (reading.ok ? [] : [reading.reason]))[0] ?? (asDer.ok ? '' : asDer.reason);
  return { ...about(each), result: 'rejected', differences: [], reason };
}

/** The labels of the PEM blocks. */
const labelDifferences = (expected: Expected, bytes: Buffer): readonly Difference[] =>
  expected.labels === undefined ? [] : difference('labels', expected.labels, scanPem(bytes.toString('utf8')).blocks.map(({ label }) => label));

export function difference(field: string, expected: unknown, got: unknown): readonly Difference[] {
  const [wanted = '', found = ''] = [expected, got].map((each) => JSON.stringify(each) ?? 'nothing');
  return wanted === found ? [] : [{ field, expected: wanted, got: found }];
}
