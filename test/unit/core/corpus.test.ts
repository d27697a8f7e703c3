import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Outcome } from '../../corpus/caseOutcome';
import { openCorpus } from '../../corpus/cases';
import { outcomesOf } from '../../corpus/outcomes';
import { toReport } from '../../corpus/report';

const folder = resolve(__dirname, '../../../../shared/corpus');
const found = ['index.jsonl', 'corpus.tar.gz'].find((file) => existsSync(join(folder, file)));

/**
 * Certificates and keys that nobody here made, with OpenSSL's answers: the same as `npm run corpus`, where there is
 * one. They are others', which this project may not pass on: a plain clone has test/unit/corpus/madeCorpus.test.ts
 * instead.
 */
const describeCorpus = (corpusAt: string): void => {
  let outcomes: readonly Outcome[] = [];
  before(function () {
    this.timeout(120_000);
    const corpus = openCorpus(corpusAt);
    try {
      outcomes = outcomesOf(corpus);
    } finally {
      corpus.close();
    }
  });

  it('is there', () => assert.ok(outcomes.length > 0));
  it('has no field that we read wrong', () => {
    const wrong = outcomes.filter(({ result }) => result === 'wrong');
    assert.equal(wrong.length, 0, toReport(wrong));
  });
  it('has no certificate that OpenSSL reads and we do not', () => {
    const rejected = outcomes.filter(
      ({ result, kind, isReadByOpenSsl }) => result === 'rejected' && isReadByOpenSsl && /^(cert|chain)$/.test(kind),
    );
    assert.equal(rejected.length, 0, toReport(rejected));
  });
  it('has no PKCS#12 file that OpenSSL opens and we do not', () => {
    const rejected = outcomes.filter(({ result, kind }) => result !== 'right' && kind === 'pfx');
    assert.equal(rejected.length, 0, toReport(rejected));
  });
  it('has a reason for every rejection', () => {
    assert.deepEqual(
      outcomes.filter(({ result, reason = '' }) => result === 'rejected' && reason === '').map(({ file }) => file),
      [],
    );
  });
};

if (found !== undefined)
  describe('The corpus', () => describeCorpus(found === 'index.jsonl' ? folder : join(folder, found)));
