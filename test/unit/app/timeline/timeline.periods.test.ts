import assert from 'node:assert/strict';
import { periodIndex, periodsAt } from '../../../../src/app/timeline/timeline';

const day = 24 * 60 * 60 * 1000;
const now = Date.UTC(2026, 10, 28, 12);
const periods = periodsAt(now);
const idAt = (moment: number): string | undefined => periods[periodIndex(periods, moment)]?.id;

describe('periodsAt', () => {
  it('has weeks for a quarter, months for a year, and both ends, without a gap', () => {
    const ids = periods.map(({ id }) => id);
    const weeks = Array.from({ length: 13 }, (_, index) => `w${index}`);
    const months = Array.from({ length: 13 }, (_, index) => `m${index}`);
    assert.deepEqual(ids, ['expired', ...weeks, ...months, 'later']);
    for (const [index, { from }] of periods.entries())
      assert.equal(from, index === 0 ? Number.NEGATIVE_INFINITY : periods[index - 1]?.to);
  });

  it('has no rest of a month where the quarter ends with one', () => {
    const start = Date.UTC(2027, 2, 1) - 1 - 91 * day;
    assert.deepEqual(
      periodsAt(start)
        .slice(13, 16)
        .map(({ id }) => id),
      ['w12', 'm1', 'm2'],
    );
  });

  const cases: readonly [what: string, moment: number, id: string][] = [
    ['a second ago: over', now - 1000, 'expired'],
    ['within its last second', now - 999, 'w0'],
    ['in exactly a week, as “≤ 7 d” counts', now + 7 * day, 'w0'],
    ['a moment later', now + 7 * day + 1, 'w1'],
    ['in exactly a quarter', now + 91 * day, 'w12'],
    ['a moment later', now + 91 * day + 1, 'm0'],
    ['the last moment of that month', Date.UTC(2027, 2, 1) - 1, 'm0'],
    ['the first of the next', Date.UTC(2027, 2, 1), 'm1'],
    ['a year behind the quarter', Date.UTC(2028, 1, 29), 'm12'],
    ['later', Date.UTC(2028, 2, 1), 'later'],
    ['no well-defined date', Date.UTC(9999, 11, 31, 23, 59, 59), 'later'],
    ['long ago', 0, 'expired'],
  ];
  for (const [what, moment, id] of cases) it(`${what}: ${id}`, () => assert.equal(idAt(moment), id));
});
