import assert from 'node:assert/strict';
import { toRelative, toSpan, toUtc } from '../../../../src/core/details/dates';
import { english } from '../../../../src/shared/translate';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('toUtc', () => {
  const cases: readonly [time: number, text: string][] = [
    [Date.UTC(2026, 0, 2, 10, 0, 0), '2026-01-02 10:00:00 UTC'],
    [Date.UTC(2026, 0, 2, 10, 0, 0) + 999, '2026-01-02 10:00:00 UTC'],
    [Date.UTC(1949, 11, 31, 23, 59, 59), '1949-12-31 23:59:59 UTC'],
    [Date.UTC(9999, 11, 31, 23, 59, 59), '9999-12-31 23:59:59 UTC'],
    [Number.NaN, 'NaN'],
  ];
  for (const [time, text] of cases) it(text, () => assert.equal(toUtc(time), text));
});

describe('toSpan', () => {
  const cases: readonly [length: number, text: string][] = [
    [0, 'less than a minute'],
    [minute, '1 minute'],
    [90 * minute, '90 minutes'],
    [2 * hour, '2 hours'],
    [47.9 * hour, '47 hours'],
    [2 * day, '2 days'],
    [12.9 * day, '12 days'],
    [-12.9 * day, '12 days'],
    [730 * day, '730 days'],
    [20 * 365.25 * day, '20 years'],
  ];
  for (const [length, text] of cases) it(text, () => assert.equal(toSpan(length, english), text));
});

describe('toRelative', () => {
  it('before', () => assert.equal(toRelative(0, 3 * day, english), '3 days ago'));
  it('after', () => assert.equal(toRelative(3 * day, 0, english), 'in 3 days'));
});
