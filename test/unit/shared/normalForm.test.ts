import assert from 'node:assert/strict';
import { toNormalForm } from '../../../src/shared/normalForm';

describe('toNormalForm', () => {
  it('composes, decomposes and folds what looks alike', () => {
    assert.equal(toNormalForm('e\u0301', 'NFC'), 'é');
    assert.equal(toNormalForm('é', 'NFKD'), 'e\u0301');
    assert.equal(toNormalForm('Ｓｈｏｐ', 'NFKC'), 'Shop');
  });

  // In order of their classes, a hundred thousand of these would take minutes.
  for (const marks of ['\u0315\u0316', '\u0315\uff9e', '\u0300\u0316'])
    it(`leaves marks without end as they are: ${JSON.stringify(marks)}`, () => {
      const text = `a${marks.repeat(300_000)}`;
      assert.ok(toNormalForm(text, 'NFKC') === text);
    });

  it('puts as many marks in order as a language has', () => {
    const text = `a${'\u0315\u0316'.repeat(15)}`;
    assert.equal(toNormalForm(text, 'NFC'), `a${'\u0316'.repeat(15)}${'\u0315'.repeat(15)}`);
  });
});
