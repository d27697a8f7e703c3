import assert from 'node:assert/strict';
import type { Cooperative } from '../../../src/shared/cooperative';
import { inSlices, runSync } from '../../../src/shared/cooperative';

function* count(to: number): Cooperative<number> {
  for (let done = 0; done < to; done++) yield;
  return to;
}

describe('Cooperative', () => {
  it('run at once', () => assert.equal(runSync(count(5)), 5));

  /** Every look at the clock takes a millisecond. */
  const run = async (slice: number, isWanted = () => true) => {
    let time = 0;
    let rests = 0;
    const rest = async () => void rests++;
    return { result: await inSlices(count(10), { clock: () => time++, slice, rest, isWanted }), rests };
  };

  const cases: readonly [slice: number, rests: number][] = [
    [1, 10],
    [2, 5],
    [5, 2],
    [100, 0],
  ];
  for (const [slice, rests] of cases)
    it(`rest ${rests} times in slices of ${slice}`, async () =>
      assert.deepEqual(await run(slice), { result: 10, rests }));

  it('stop after the rest that nobody waits for', async () =>
    assert.deepEqual(await run(2, () => false), { result: undefined, rests: 1 }));
});
