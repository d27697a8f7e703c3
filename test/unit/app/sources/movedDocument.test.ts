import assert from 'node:assert/strict';
import { joined } from '../../../../src/app/sources/movedDocument';
import { readPemDocument } from '../../../../src/core/document/document';
import { limits } from '../../../../src/core/limits';

const block = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n';

describe('joined', () => {
  const documentOf = (count: number) => readPemDocument(block.repeat(count));

  it('has the parts of all in the order of the text', () => {
    const [first, second] = [documentOf(1), readPemDocument(`\n\n${block}`)];
    const starts = (...documents: Parameters<typeof joined>[0]) =>
      joined(documents).parts.map(({ block: { span } }) => span.start);
    assert.deepEqual(starts(first, second), [0, 2]);
    assert.deepEqual(starts(second, first), [0, 2]);
  });

  it('is whole with as many parts as are read of one text, and cut off with one more', () => {
    const half = documentOf(limits.blocks / 2);
    assert.equal(half.parts.length, limits.blocks / 2);
    const whole = joined([half, half]);
    assert.deepEqual([whole.parts.length, whole.isTruncated], [limits.blocks, false]);
    const more = joined([half, half, documentOf(1)]);
    assert.deepEqual([more.parts.length, more.isTruncated], [limits.blocks, true]);
  });

  it('is cut off where one of them is', () => {
    const [one, cut] = [documentOf(1), { ...documentOf(1), isTruncated: true }];
    assert.equal(joined([one, cut]).isTruncated, true);
    assert.equal(joined([cut, one]).isTruncated, true);
    assert.equal(joined([one, one]).isTruncated, false);
  });

  it('keeps what each finds', () => {
    const broken = readPemDocument(block.replace('MAA=', '!'));
    const { errors } = joined([broken, documentOf(1), broken]);
    assert.equal(errors.length, 2 * broken.errors.length);
    assert.ok(errors.length > 0);
  });
});
