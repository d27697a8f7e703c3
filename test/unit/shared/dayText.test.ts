import assert from 'node:assert/strict';
import { dayText } from '../../../src/shared/dayText';

describe('dayText', () => {
  for (const [time, text] of [
    [0, '1970-01-01'],
    [Date.UTC(2027, 0, 18, 23, 59, 59), '2027-01-18'],
    [Date.UTC(9999, 11, 31), '9999-12-31'],
    [8.64e15, '+275760-09-13'],
    [8.64e15 + 1, '–'],
    [Number.NaN, '–'],
  ] as const)
    it(`writes ${time} as ${text}`, () => assert.equal(dayText(time), text));
});
