import assert from 'node:assert/strict';
import type { KnownCertificates } from '../../../../src/app/timeline/items';
import type { Pressing, ReminderMemory } from '../../../../src/app/timeline/reminder';
import {
  isReminderDue,
  pressingSteps,
  readReminderMemory,
  toDay,
  toSnoozed,
} from '../../../../src/app/timeline/reminder';
import { runSync } from '../../../../src/shared/cooperative';
import type { Planned } from './known';
import { clock, day, fileOf, gatewayOf, now } from './known';

const pressing = (
  objects: Readonly<Record<string, Planned>>,
  files: KnownCertificates['files'] = [],
  at = now,
): Pressing => runSync(pressingSteps({ gateways: [gatewayOf('one', objects)], files }, { ...clock, now: at }));
const old = pressing({ old: { left: -1 } });

describe('isReminderDue', () => {
  const cases: readonly [what: string, pressing: Pressing, memory: ReminderMemory, isDue: boolean][] = [
    ['something expired, never said', old, {}, true],
    ['something expires soon', pressing({ soon: { left: 5 } }), {}, true],
    ['nothing presses', pressing({ far: { left: 90 }, off: { left: -1, isEnabled: false }, dark: {} }), {}, false],
    ['a certificate of six days on its first', pressing({ young: { left: 5.9, lifetime: 6 } }), {}, false],
    ['the same in its last third', pressing({ young: { left: 1.9, lifetime: 6 } }), {}, true],
    [
      'a file’s comment asks for silence',
      pressing({}, [fileOf('file:///a', [{ left: -1, silent: ['expired'] }])]),
      {},
      false,
    ],
    ['a checked file', pressing({}, [fileOf('file:///a', [{ left: -1 }])]), {}, true],
    ['said today, perhaps by another window', old, { day: toDay(now) }, false],
    ['said yesterday', old, { day: toDay(now - day) }, true],
    ['snoozed, an hour to go', old, { snooze: { until: now + 3_600_000 } }, false],
    ['snoozed, and over', old, { snooze: { until: now } }, true],
    ['snoozed for longer than anybody can: the clock was set back', old, { snooze: { until: now + 8 * day } }, true],
    ['snoozed until something changes, and nothing did', old, { snooze: { marks: old.marks } }, false],
    [
      'the same, and one came that does not press',
      pressing({ old: { left: -1 }, far: { left: 90 } }),
      { snooze: { marks: old.marks } },
      false,
    ],
    [
      'the same, and another one came',
      pressing({ old: { left: -1 }, soon: { left: 5 } }),
      { snooze: { marks: old.marks } },
      true,
    ],
    [
      'the same, and one went or could not be read',
      old,
      { snooze: { marks: pressing({ old: { left: -1 }, soon: { left: 5 } }).marks } },
      false,
    ],
    [
      'the same, and one that was expiring has expired',
      pressing({ a: { left: 1 } }, [], now + 2 * day),
      { snooze: { marks: pressing({ a: { left: 1 } }).marks } },
      true,
    ],
  ];
  for (const [what, found, memory, isDue] of cases)
    it(`${what}: ${isDue}`, () => assert.equal(isReminderDue(found, memory, now), isDue));

  it('knows what is new among more than are kept', () => {
    const plan = (count: number): Readonly<Record<string, Planned>> =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, { left: -1 }]));
    const many = pressing(plan(3_000));
    assert.equal(many.marks.length, 1_000);
    const memory = toSnoozed({}, 'change', { now, marks: many.marks });
    assert.equal(isReminderDue(many, memory, now), false);
    assert.equal(isReminderDue(pressing(plan(3_100)), memory, now), true);
  });
});

describe('What is remembered of reminders', () => {
  const { marks } = old;
  for (const memory of [
    {},
    { day: '2026-11-28' },
    toSnoozed({ day: '2026-11-28' }, 'day', { now, marks }),
    toSnoozed({}, 'week', { now, marks }),
    toSnoozed({}, 'change', { now, marks }),
  ])
    it(`comes back as it was: ${JSON.stringify(memory)}`, () => {
      const kept = readReminderMemory(JSON.parse(JSON.stringify(memory)));
      assert.deepEqual(JSON.parse(JSON.stringify(kept)), memory);
    });

  for (const kept of [undefined, null, 7, 'x', [], { day: 3, snooze: { until: 'x' } }, { snooze: { marks: 'x' } }])
    it(`is nothing where it is ${JSON.stringify(kept)}`, () =>
      assert.deepEqual(JSON.stringify(readReminderMemory(kept)), '{}'));

  it('holds no name', () => assert.ok(marks.every((mark) => Number.isInteger(mark))));
});
