import assert from 'node:assert/strict';
import { daysLeft, endsWithin, expiryState, isNeverValid, warningTime } from '../../../../src/core/x509/expiry';

const day = 24 * 60 * 60 * 1000;
const lifetime = (days: number) => ({ notBefore: 0, notAfter: days * day });

describe('expiryState', () => {
  const cases: readonly [name: string, days: number, now: number, warningDays: number | null, state: string][] = [
    ['a millisecond before it starts', 90, -1, null, 'notYetValid'],
    ['the moment it starts', 90, 0, null, 'valid'],
    ['31 days before the end of 90', 90, 59 * day, null, 'valid'],
    ['30 days before the end of 90', 90, 60 * day, null, 'expiring'],
    ['31 days before the end of 365', 365, 334 * day, null, 'valid'],
    ['30 days before the end of 365', 365, 335 * day, null, 'expiring'],
    ['three days before the end of 6', 6, 3 * day, null, 'valid'],
    ['two days before the end of 6', 6, 4 * day, null, 'expiring'],
    ['fixed: 8 days before, warned at 7', 90, 82 * day, 7, 'valid'],
    ['fixed: 7 days before, warned at 7', 90, 83 * day, 7, 'expiring'],
    ['fixed: longer than the lifetime', 6, 0, 30, 'expiring'],
    ['its last second', 90, 90 * day + 999, null, 'expiring'],
    ['a second after the end', 90, 90 * day + 1000, null, 'expired'],
    ['a validity that ends before it starts', -1, -2 * day, null, 'notYetValid'],
    ['the same, after its end', -1, -day + 1000, null, 'expired'],
  ];
  for (const [name, days, now, warningDays, state] of cases) {
    it(`${name}: ${state}`, () => assert.equal(expiryState(lifetime(days), now, warningDays), state));
  }
});

describe('isNeverValid', () => {
  for (const [days, isNever] of [
    [1, false],
    // One second.
    [0, false],
    [-1, true],
  ] as const)
    it(`${days} days: ${isNever}`, () => assert.equal(isNeverValid({ validity: lifetime(days) }), isNever));
});

describe('daysLeft', () => {
  const cases: readonly [now: number, days: number][] = [
    [78 * day, 12],
    [78 * day + 1, 11],
    [90 * day - 1, 0],
    [90 * day, 0],
    [90 * day + 1, -1],
    [92 * day, -2],
  ];
  for (const [now, days] of cases) it(`${days} at ${now}`, () => assert.equal(daysLeft(lifetime(90), now), days));
});

describe('warningTime', () => {
  it('is never negative', () => assert.equal(warningTime({ notBefore: 5, notAfter: 0 }, null), 0));
});

describe('endsWithin', () => {
  const cases: readonly [
    what: string,
    days: number,
    left: number,
    within: number,
    warning: number | null,
    is: boolean,
  ][] = [
    ['a year, in its last week', 365, 6.9, 7, null, true],
    ['a year, in the week before', 365, 7.1, 7, null, false],
    ['a year, in its last month', 365, 30, 30, null, true],
    ['47 days, with 20 left: more than a third', 47, 20, 30, null, false],
    ['47 days, with 15 left', 47, 15, 30, null, true],
    ['6 days, on its first day', 6, 5.9, 7, null, false],
    ['6 days, in its last third', 6, 1.9, 7, null, true],
    ['6 days, on its first day, where the days are fixed', 6, 5.9, 7, 30, true],
    ['a year, within 30 days, where fewer are fixed', 365, 20, 30, 10, true],
    ['a year, beyond 30 days, where more are fixed', 365, 40, 30, 60, false],
    ['one that has ended', 365, -1, 30, null, false],
  ];
  for (const [what, days, left, within, warningDays, is] of cases)
    it(`${what}: ${is}`, () =>
      assert.equal(endsWithin(lifetime(days), { days: within, now: (days - left) * day, warningDays }), is));

  it('is not said of one that is not valid yet', () =>
    assert.equal(endsWithin(lifetime(6), { days: 30, now: -day, warningDays: null }), false));
});
