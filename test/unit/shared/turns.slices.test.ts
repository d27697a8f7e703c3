import assert from 'node:assert/strict';
import { inHostSlices } from '../../../src/shared/turns';

describe('inHostSlices', () => {
  /** Work that ends when somebody else had a turn. */
  function* until(isOver: () => boolean): Generator<undefined, string, undefined> {
    while (!isOver()) yield;
    return 'done';
  }

  it('lets others have their turn while it works, and comes to the result', async () => {
    let limiter = 0;
    setImmediate(() => (limiter += 1));
    assert.equal(
      await inHostSlices(
        until(() => limiter > 0),
        () => true,
      ),
      'done',
    );
  });

  it('is given up at the first turn at which nobody wants it', async () => {
    let asked = 0;
    const result = await inHostSlices(
      until(() => false),
      () => {
        asked += 1;
        return false;
      },
    );
    assert.deepEqual([result, asked], [undefined, 1]);
  });

  it('ends short work without a turn in between', async () => {
    let isAsked = false;
    assert.equal(
      await inHostSlices(
        until(() => true),
        () => (isAsked = true),
      ),
      'done',
    );
    assert.equal(isAsked, false);
  });
});
