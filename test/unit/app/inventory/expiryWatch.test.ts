import assert from 'node:assert/strict';
import { toEntry } from '../../../../src/app/inventory/certificateEntry';
import { ExpiryWatch, nextLook } from '../../../../src/app/inventory/expiryWatch';
import { connection, stored } from '../fakes/fakeConnections';
import { FakeScheduler } from '../fakes/fakeScheduler';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const entry = (notBefore: number, notAfter: number) =>
  toEntry(connection('a'), stored('1', { metadata: { names: [], extensions: {}, validity: { notBefore, notAfter } } }));

describe('nextLook', () => {
  const now = 100 * day;
  const cases: readonly [what: string, entries: readonly [number, number][], due: number | undefined][] = [
    ['nothing to look at', [], undefined],
    ['nothing changes within the hour', [[now - day, now + 90 * day]], now + hour],
    ['expired long ago', [[0, now - day]], now + hour],
    ['one begins in ten minutes', [[now + 10 * minute, now + 90 * day]], now + 10 * minute],
    [
      'one ends in ten minutes: its last second still counts',
      [[now - 90 * day, now + 10 * minute]],
      now + 10 * minute + 1_000,
    ],
    [
      'the earliest of several',
      [
        [now + 30 * minute, now + 90 * day],
        [now + 10 * minute, now + 90 * day],
        [now + 20 * minute, now + 90 * day],
      ],
      now + 10 * minute,
    ],
  ];
  for (const [what, spans, due] of cases)
    it(what, () =>
      assert.equal(
        nextLook(
          spans.map(([from, to]) => entry(from, to)),
          { now, warningDays: 30 },
        ),
        due,
      ),
    );

  it('the moment from which one counts as expiring', () => {
    const due = nextLook([entry(now - 60 * day, now + 30 * day + 5 * minute)], { now, warningDays: 30 });
    assert.ok(due !== undefined && Math.abs(due - (now + 5 * minute)) <= 1, String(due));
  });

  it('no timer for certificates whose dates nobody tells but the hourly look', () => {
    assert.equal(nextLook([toEntry(connection('a'), stored('1'))], { now, warningDays: null }), now + hour);
  });
});

describe('ExpiryWatch', () => {
  it('waits for one moment at a time, and for none once disposed', () => {
    const scheduler = new FakeScheduler();
    let calls = 0;
    const watch = new ExpiryWatch(scheduler, () => (calls += 1));
    watch.watch([entry(5 * minute, 90 * day)], { now: 0, warningDays: 30 });
    watch.watch([entry(9 * minute, 90 * day)], { now: 0, warningDays: 30 });
    assert.deepEqual(scheduler.due, [9 * minute]);
    scheduler.advance(9 * minute);
    assert.equal(calls, 1);
    watch.watch([entry(19 * minute, 90 * day)], { now: scheduler.time, warningDays: 30 });
    watch.dispose();
    assert.deepEqual(scheduler.due, []);
  });

  it('catches up once with what came due while timers stood still', () => {
    const scheduler = new FakeScheduler();
    let calls = 0;
    const watch = new ExpiryWatch(scheduler, () => (calls += 1));
    watch.catchUp(day);
    watch.watch([entry(5 * minute, 90 * day)], { now: 0, warningDays: 30 });
    watch.catchUp(0);
    watch.catchUp(5 * minute - 1);
    assert.deepEqual([calls, scheduler.due], [0, [5 * minute]]);
    watch.catchUp(5 * minute);
    watch.catchUp(day);
    assert.deepEqual([calls, scheduler.due], [1, []]);
    // The clock was wrong.
    watch.watch([entry(5 * minute, 90 * day)], { now: day, warningDays: 30 });
    watch.catchUp(minute);
    assert.deepEqual([calls, scheduler.due], [2, []]);
  });
});
