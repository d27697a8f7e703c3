import assert from 'node:assert/strict';
import { parseDer } from '../../../../src/core/asn1/der';
import { timeOf } from '../../../../src/core/asn1/time';
import { text } from '../../../fixtures/der';
import { inEnglish } from '../../../fixtures/inEnglish';

const utc = 0x17;
const generalized = 0x18;
const read = (tag: number, value: string): ReturnType<typeof timeOf> => timeOf(parseDer(text(tag, value)), 'notAfter');

describe('timeOf', () => {
  const cases: readonly (readonly [number, string, string, RegExp?])[] = [
    [utc, '260228235959Z', '2026-02-28T23:59:59.000Z'],
    [utc, '491231000000Z', '2049-12-31T00:00:00.000Z'],
    [utc, '500101000000Z', '1950-01-01T00:00:00.000Z'],
    [utc, '240229000000Z', '2024-02-29T00:00:00.000Z'],
    [generalized, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
    [generalized, '99991231235959Z', '9999-12-31T23:59:59.000Z'],
    [generalized, '00010101000000Z', '0001-01-01T00:00:00.000Z'],
    [utc, '2602282359Z', '2026-02-28T23:59:00.000Z', /without seconds/],
    [utc, '260228230000+0130', '2026-02-28T21:30:00.000Z', /offset/],
    [generalized, '20260228230000-0100', '2026-03-01T00:00:00.000Z', /offset/],
    [generalized, '20260228235959.9996Z', '2026-02-28T23:59:59.999Z', /fraction/],
    [generalized, '20260228235959', '2026-02-28T23:59:59.000Z', /without a zone/],
  ];
  for (const [tag, value, expected, leniency] of cases) {
    it(`reads ${value}`, () => {
      const { time, leniency: said } = read(tag, value);
      assert.equal(new Date(time).toISOString(), expected);
      if (leniency === undefined) assert.equal(said, undefined);
      else assert.match(inEnglish(said ?? ''), leniency);
    });
  }

  it('reads every day that a year has, and no other', () => {
    const twoDigits = (value: number): string => String(value).padStart(2, '0');
    for (const year of [24, 25])
      for (let month = 1; month <= 12; month++)
        for (let day = 1; day <= 31; day++) {
          const date = new Date(Date.UTC(2000 + year, month - 1, day));
          const value = `${year}${twoDigits(month)}${twoDigits(day)}000000Z`;
          if (date.getUTCDate() === day) assert.equal(read(utc, value).time, date.getTime(), value);
          else assert.throws(() => read(utc, value), /does not exist/, value);
        }
  });
  for (const value of [
    '260230000000Z',
    '261301000000Z',
    '260001000000Z',
    '260101240000Z',
    '260101006000Z',
    '260101000060Z',
  ]) {
    it(`refuses ${value}, which does not exist`, () => assert.throws(() => read(utc, value), /does not exist/));
  }
  for (const value of [
    '',
    '26',
    'abcdefghijklZ',
    '260101000000',
    '260101000000.5Z',
    '２６0101000000Z',
    '2601010000000Z',
  ]) {
    const isLenient = value === '260101000000';
    it(`${isLenient ? 'reads' : 'refuses'} the UTCTime "${value}"`, () => {
      if (isLenient) assert.match(inEnglish(read(utc, value).leniency ?? ''), /without a zone/);
      else assert.throws(() => read(utc, value), /not a well-formed time/);
    });
  }
  it('refuses another type', () => assert.throws(() => read(0x0c, '260101000000Z'), /missing or not a time/));
});
