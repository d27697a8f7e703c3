import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Outcome } from '../../corpus/caseOutcome';
import { openCorpus } from '../../corpus/cases';
import { outcomesOf } from '../../corpus/outcomes';
import { toReport } from '../../corpus/report';

const folder = resolve(__dirname, '../../../../shared/corpus');
const found = ['index.jsonl', 'corpus.tar.gz'].find((file) => existsSync(join(folder, file)));

/** Certificates and keys that nobody here made, with OpenSSL's answers. The same as `npm run corpus`. */
describe('The corpus', () => {
  if (found === undefined) {
    // Others' certificates, which this project may not pass on; test/unit/corpus/madeCorpus.test.ts has a set of our own.
    it.skip(`is checked where there is one in ${folder}`);
    return;
  }
  let outcomes: readonly Outcome[] = [];
  before(function () {
    this.timeout(120_000);
    const corpus = openCorpus(found === 'index.jsonl' ? folder : join(folder, found));
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
});
