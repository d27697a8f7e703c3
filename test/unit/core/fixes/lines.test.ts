import assert from 'node:assert/strict';
import { toEdit, withEdits } from '../../../../src/core/fixes/lines';

describe('toEdit', () => {
  const cases: readonly [before: string, after: string, edit: readonly [start: number, end: number, text: string] | undefined][] = [
    ['same', 'same', undefined],
    ['', 'new', [0, 0, 'new']],
    ['old', '', [0, 3, '']],
    ['one two three', 'one 2 three', [4, 7, '2']],
    ['aaa', 'aaaa', [3, 3, 'a']],
    ['aaaa', 'aaa', [3, 4, '']],
    ['abab', 'ab', [2, 4, '']],
  ];
  for (const [before, after, edit] of cases) {
    it(`${JSON.stringify(before)} to ${JSON.stringify(after)}`, () => {
      const found = toEdit(before, after);
      assert.deepEqual(found && [found.span.start, found.span.end, found.text], edit);
      assert.equal(withEdits(before, found ? [found] : []), after);
    });
  }
});
