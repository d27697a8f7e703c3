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
    throttle = new Throttle({
      scheduler,
      now: scheduler.now,
      interval: 100,
      action: () => void calls.push(scheduler.time),
    });
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

  /** One whose action takes this long, by a clock that goes on meanwhile. */
  const busyFor = (milliseconds: number): { readonly slow: Throttle; readonly now: () => number } => {
    let busy = 0;
    const now = (): number => scheduler.time + busy;
    const action = (): void => {
      calls.push(now());
      busy += milliseconds;
    };
    return { slow: new Throttle({ scheduler, now, interval: 100, action }), now };
  };

  it('counts the interval from the end of the action', () => {
    const { slow } = busyFor(10);
    for (let time = 0; time < 300; time += 10) {
      slow.request();
      scheduler.advance(10);
    }
    assert.deepEqual(calls, [0, 110, 220, 330]);
  });

  it('gives an action that takes long a tenth of the time', () => {
    const { slow, now } = busyFor(400);
    for (let turn = 0; turn < 1_000; turn += 1) {
      slow.request();
      scheduler.advance(20);
    }
    assert.ok(calls.length > 1);
    assert.ok((calls.length - 1) * 400 <= 0.1 * now(), `${calls.length} calls in ${now()} ms`);
  });

  it('does not call again an action that nobody asked for meanwhile, nor once it is disposed', async () => {
    let end: () => void = () => undefined;
    const action = (): Promise<void> => {
      calls.push(scheduler.time);
      return new Promise((resolve) => (end = resolve));
    };
    const waiting = new Throttle({ scheduler, now: scheduler.now, interval: 100, action });
    const ended = async (): Promise<void> => {
      end();
      await new Promise((resolve) => setImmediate(resolve));
      scheduler.advance(5_000);
    };
    waiting.flush();
    await ended();
    waiting.flush();
    waiting.request();
    waiting.dispose();
    await ended();
    assert.deepEqual(calls, [0, 5_000]);
  });

  it('waits for the end of an action that returns a promise, and calls it again where it was asked for meanwhile', async () => {
    let end: () => void = () => undefined;
    const waiting = new Throttle({
      scheduler,
      now: scheduler.now,
      interval: 100,
      action: () => {
        calls.push(scheduler.time);
        return new Promise<void>((resolve) => (end = resolve));
      },
    });
    waiting.request();
    scheduler.advance(0);
    waiting.request();
    scheduler.advance(5_000);
    assert.deepEqual(calls, [0]);
    end();
    await new Promise((resolve) => setImmediate(resolve));
    scheduler.advance(45_000);
    assert.deepEqual(calls, [0, 50_000]);
  });
});
