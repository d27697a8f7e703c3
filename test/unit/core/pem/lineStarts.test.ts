import assert from 'node:assert/strict';
import { findLineStartsSteps, maxLines, toTextRange } from '../../../../src/core/pem/lineStarts';
import { runSync } from '../../../../src/shared/cooperative';

const rangeOf = (text: string, start: number, end: number) =>
  toTextRange(runSync(findLineStartsSteps(text)), { start, end });

describe('toTextRange', () => {
  const cases: readonly [what: string, text: string, span: readonly [number, number], range: string][] = [
    ['the start of a text', 'abc', [0, 1], '0:0-0:1'],
    ['the end of a text', 'abc\ndef', [4, 7], '1:0-1:3'],
    ['an empty text', '', [0, 0], '0:0-0:0'],
    ['LF', 'a\nb\nc', [2, 4], '1:0-2:0'],
    ['CRLF is one line end', 'a\r\nb\r\nc', [3, 6], '1:0-2:0'],
    ['CR alone ends a line too', 'a\rb\rc', [2, 4], '1:0-2:0'],
    ['all of them mixed', 'a\r\nb\nc\rd', [7, 8], '3:0-3:1'],
    ['the line end itself belongs to its line', 'abc\ndef', [3, 4], '0:3-1:0'],
    ['an empty last line', 'abc\n', [4, 4], '1:0-1:0'],
    ['units, not characters', '😀x\n', [2, 3], '0:2-0:3'],
  ];
  for (const [what, text, span, range] of cases)
    it(what, () => {
      const found = rangeOf(text, ...span);
      assert.equal(`${found?.start.line}:${found?.start.character}-${found?.end.line}:${found?.end.character}`, range);
    });

  it('tells nothing of places behind the lines that are counted', () => {
    const lines = runSync(findLineStartsSteps('\n'.repeat(maxLines + 10)));
    assert.equal(lines.length, maxLines);
    assert.equal(toTextRange(lines, { start: maxLines + 5, end: maxLines + 5 }), undefined);
    assert.equal(toTextRange(lines, { start: 7, end: 7 })?.start.line, 7);
  });
});
