import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { raceAbort } from '../../../../src/app/base/limiter';

describe('raceAbort', () => {
  const never = new Promise<string>(() => undefined);
  it('comes to what the work comes to', async () => {
    const { signal } = new AbortController();
    assert.equal(await raceAbort(Promise.resolve('done'), signal), 'done');
    assert.equal(await raceAbort(Promise.resolve(undefined), signal), undefined);
    assert.equal(await raceAbort(Promise.resolve('done'), undefined), 'done');
    await assert.rejects(raceAbort(Promise.reject(new Error('broken')), signal), /broken/);
  });
  it('ends with the reason of the signal', async () => {
    const abort = new AbortController();
    const left = raceAbort(never, abort.signal);
    abort.abort(new Error('enough'));
    await assert.rejects(left, /enough/);
    await assert.rejects(raceAbort(never, abort.signal), /enough/);
  });
  it('leaves nobody listening to the signal, however it ends', async () => {
    const { signal } = new AbortController();
    await raceAbort(Promise.resolve('done'), signal);
    await assert.rejects(raceAbort(Promise.reject(new Error('broken')), signal));
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });
  it('lets nobody hear of work that fails after it was left', async () => {
    const abort = new AbortController();
    let fail = (): void => undefined;
    const work = new Promise<string>((_, reject) => (fail = () => reject(new Error('late'))));
    const left = raceAbort(work, abort.signal);
    abort.abort();
    await assert.rejects(left, { name: 'AbortError' });
    fail();
    // An unhandled rejection would end the process.
    await new Promise((resolve) => setImmediate(resolve));
  });
});
