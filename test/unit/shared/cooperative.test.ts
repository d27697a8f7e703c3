import assert from 'node:assert/strict';
import type { Cooperative } from '../../../src/shared/cooperative';
import { inSlices, runSync } from '../../../src/shared/cooperative';
import { toPace } from '../../fixtures/pace';

function* count(to: number): Cooperative<number> {
  for (let done = 0; done < to; done++) yield;
  return to;
}

describe('Cooperative', () => {
  it('run at once', () => assert.equal(runSync(count(5)), 5));

  /** Every look at the clock takes a millisecond. */
  const run = async (slice: number, isWanted = () => true) => {
    let time = 0;
    let yields = 0;
    const pause = async () => void yields++;
    return { result: await inSlices(count(10), toPace({ clock: () => time++, slice, pause, isWanted })), yields };
  };

  const cases: readonly [slice: number, yields: number][] = [
    [1, 11],
    [2, 5],
    [5, 2],
    [100, 0],
  ];
  for (const [slice, yields] of cases)
    it(`pause ${yields} times in slices of ${slice}`, async () =>
      assert.deepEqual(await run(slice), { result: 10, yields }));

  it('stop after the rest that nobody waits for', async () =>
    assert.deepEqual(await run(2, () => false), { result: undefined, yields: 1 }));
});
