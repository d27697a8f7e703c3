/** Runs our readers over the cases of a corpus and says what came of each. */
import { orderChain } from '../../src/core/chain/chain';
import { scanPem } from '../../src/core/pem/scan';
import { inEnglish } from '../fixtures/inEnglish';
import type { Outcome } from './caseOutcome';
import { about, differing } from './caseOutcome';
import type { Corpus, CorpusCase, Expected } from './cases';
import { certificateDifferences } from './certificateFields';
import type { Difference } from './difference';
import { difference } from './difference';
import { keyOutcome, pairOutcome, readKey } from './keyOutcomes';
import { pkcs12Outcome } from './pkcs12Outcomes';
import { certificateDers, readCertificates } from './readCertificates';
import { summaryDifferences } from './summaryDifferences';

export const outcomesOf = (corpus: Corpus): readonly Outcome[] => [
  ...corpus.cases.map((each) => outcomeOf(each, corpus.read(each.file))),
  ...corpus.pairs.map((pair) => pairOutcome(pair, corpus)),
];

function outcomeOf(each: CorpusCase, bytes: Buffer): Outcome {
  switch (each.kind) {
    case 'cert':
    case 'chain':
      return withSummaries(certificateOutcome(each, bytes), bytes);
    case 'key':
    case 'encrypted-key':
      return keyOutcome(each, bytes);
    case 'pfx':
      return pkcs12Outcome(each, bytes);
    case 'garbage':
      return withSummaries(garbageOutcome(each, bytes), bytes);
    case 'other':
      return differing(each, labelDifferences(each.expected, bytes));
    default:
      return { ...about(each), result: 'skipped', differences: [], reason: 'No reader of this kind yet.' };
  }
}

/** The reader for rows agrees with the one of all fields, also on what neither reads. */
function withSummaries(outcome: Outcome, bytes: Buffer): Outcome {
  const found = certificateDers(bytes).flatMap((der) => (der === undefined ? [] : summaryDifferences(der)));
  return found.length === 0
    ? outcome
    : { ...outcome, result: 'wrong', differences: [...outcome.differences, ...found] };
}

function certificateOutcome(each: CorpusCase, bytes: Buffer): Outcome {
  const readings = readCertificates(bytes);
  const wanted = each.expected.certs ?? [each.expected];
  const refused = readings.find((reading, i) => !reading.ok && wanted[i]?.parses !== false);
  if (readings.length === 0 || (refused !== undefined && !refused.ok)) {
    return {
      ...about(each),
      result: 'rejected',
      differences: [],
      reason: refused && !refused.ok ? inEnglish(refused.reason) : noCertificate(bytes),
    };
  }
  const certificates = readings.flatMap((reading) => (reading.ok ? [reading.value] : []));
  return differing(each, [
    ...difference('certificates', wanted.length, readings.length),
    ...readings.flatMap((reading, i) => (reading.ok ? certificateDifferences(wanted[i] ?? {}, reading.value) : [])),
    ...labelDifferences(each.expected, bytes),
    ...chainDifferences(each.expected, certificates),
  ]);
}

function chainDifferences(expected: Expected, certificates: Parameters<typeof orderChain>[0]): readonly Difference[] {
  const order = expected.sigOrder;
  return order === undefined || order === null
    ? []
    : difference(
        'order',
        order,
        orderChain(certificates).ordered.map((each) => certificates.indexOf(each)),
      );
}

function noCertificate(bytes: Buffer): string {
  const { blocks, errors } = scanPem(bytes.toString('utf8'));
  const broken = errors.map(({ code }) => code).join(', ');
  return `No certificate: ${blocks.length} PEM blocks${broken && `, broken: ${broken}`}.`;
}

/** Returns the outcome for a file that OpenSSL refuses: we had best refuse it too. */
function garbageOutcome(each: CorpusCase, bytes: Buffer): Outcome {
  const readings = readCertificates(bytes);
  const read = readings.find((reading) => reading.ok);
  if (read?.ok || readKey(bytes).status === 'plain') {
    return {
      ...about(each),
      result: 'lenient',
      differences: [],
      reason: read?.ok ? `A certificate. ${read.value.notes.join(' ')}` : 'A key.',
    };
  }
  const reasons = readings.flatMap((reading) => (reading.ok ? [] : [reading.reason]));
  return {
    ...about(each),
    result: 'rejected',
    differences: [],
    reason: reasons[0] === undefined ? noCertificate(bytes) : inEnglish(reasons[0]),
  };
}

/** The labels of the PEM blocks. */
const labelDifferences = (expected: Expected, bytes: Buffer): readonly Difference[] =>
  expected.labels === undefined
    ? []
    : difference(
        'labels',
        expected.labels,
        scanPem(bytes.toString('utf8')).blocks.map(({ label }) => label),
      );
