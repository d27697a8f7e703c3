import assert from 'node:assert/strict';
import { isFirstOfLine, isLastOfLine, toEdit, withEdits } from '../../../../src/core/fixes/lines';
import { runSync } from '../../../../src/shared/cooperative';

/** Longer than what is compared at once. */
const long = 'x'.repeat(200_000);
const short = (text: string): string => (text.length > 40 ? `${text.length} characters` : JSON.stringify(text));

describe('toEdit', () => {
  const cases: readonly [
    before: string,
    after: string,
    edit: readonly [start: number, end: number, text: string] | undefined,
  ][] = [
    ['same', 'same', undefined],
    ['', 'new', [0, 0, 'new']],
    ['old', '', [0, 3, '']],
    ['one two three', 'one 2 three', [4, 7, '2']],
    ['aaa', 'aaaa', [3, 3, 'a']],
    ['aaaa', 'aaa', [3, 4, '']],
    ['abab', 'ab', [2, 4, '']],
    [`${long}old${long}`, `${long}new${long}`, [200_000, 200_003, 'new']],
    [`a${long}b${long}`, `c${long}d${long}`, [0, 200_002, `c${long}d`]],
    [long, long + long, [200_000, 200_000, long]],
    [long + long, long, [200_000, 400_000, '']],
  ];
  for (const [before, after, edit] of cases) {
    it(`${short(before)} to ${short(after)}`, () => {
      const found = runSync(toEdit(before, after));
      assert.deepEqual(found && [found.span.start, found.span.end, found.text], edit);
      assert.equal(withEdits(before, found ? [found] : []), after);
    });
  }
});

describe('A place on a line', () => {
  const cases: readonly [text: string, isFirst: boolean, isLast: boolean][] = [
    ['|', true, true],
    ['a\n \t|\r\nb', true, true],
    ['a\n b|\n', false, true],
    ['\uFEFF| b', true, false],
    ['a |b', false, false],
  ];
  for (const [text, isFirst, isLast] of cases) {
    it(`${JSON.stringify(text)}: first ${isFirst}, last ${isLast}`, () => {
      const at = text.indexOf('|');
      const without = text.replace('|', '');
      assert.deepEqual([isFirstOfLine(without, at), isLastOfLine(without, at)], [isFirst, isLast]);
    });
  }
});
