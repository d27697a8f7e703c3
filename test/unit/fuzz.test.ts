import assert from 'node:assert/strict';
import { fuzz } from '../fuzz/fuzz';
import { makeTargets } from '../fuzz/targets';

/** A short run with a fixed seed; `npm run fuzz` goes on from any other. */
describe('Input that strangers make', () => {
  it('is accepted or refused, and nothing is thrown', async () => {
    for (const target of await makeTargets()) {
      const { runs, accepted, refused, uncaught } = fuzz(target, {
        seed: 1,
        goesOn: (done) => done < 120,
        clock: () => 0,
      });
      assert.deepEqual(uncaught, [], target.name);
      assert.equal(accepted + refused, runs);
      assert.ok(accepted > 0 && refused > 0, `${target.name}: ${accepted} accepted, ${refused} refused`);
    }
  });
});
