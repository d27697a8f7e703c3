import assert from 'node:assert/strict';
import { Throttle } from '../../../../src/app/base/throttle';
import { FakeScheduler } from '../fakes/fakeScheduler';

describe('Throttle', () => {
  let scheduler: FakeScheduler;
  let calls: number[];
  let throttle: Throttle;
  beforeEach(() => {
    scheduler = new FakeScheduler();
    calls = [];
    throttle = new Throttle({ scheduler, now: scheduler.now, interval: 100, action: () => calls.push(scheduler.time) });
  });

  it('acts at once when it was quiet', () => {
    throttle.request();
    scheduler.advance(0);
    assert.deepEqual(calls, [0]);
  });

  it('acts once an interval while requests pour in, and after the last one', () => {
    for (let time = 0; time < 250; time += 10) {
      throttle.request();
      scheduler.advance(10);
    }
    scheduler.advance(1_000);
    assert.deepEqual(calls, [0, 100, 200, 300]);
  });

  it('drops what is pending when it is flushed or disposed', () => {
    throttle.request();
    throttle.flush();
    throttle.request();
    throttle.dispose();
    scheduler.advance(1_000);
    assert.deepEqual(calls, [0]);
  });

  it('does not wait for a clock that was set back', () => {
    scheduler.time = 1_000_000;
    throttle.flush();
    scheduler.time = 0;
    throttle.request();
    scheduler.advance(0);
    assert.deepEqual(calls, [1_000_000, 0]);
  });
});
