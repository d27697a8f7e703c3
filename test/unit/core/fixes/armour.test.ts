import assert from 'node:assert/strict';
import { unescapeLine } from '../../../../src/core/fixes/armour';
import { runSync } from '../../../../src/shared/cooperative';

const armour = (between: string): string => `-----BEGIN X-----${between}-----END X-----`;

describe('unescapeLine', () => {
  const cases: readonly [line: string, lines: string][] = [
    [armour('\\nMAA=\\n'), armour('\nMAA=\n')],
    [armour('\\r\\nMAA=\\r\\n'), armour('\nMAA=\n')],
    [armour('\\rMAA=\\r'), armour('\nMAA=\n')],
    [armour('\\nM\\/A=\\n'), armour('\nM/A=\n')],
    [`"${armour('\\n')}\\n",`, armour('\n')],
    [`key = '${armour('\\n')}'`, `key =\n${armour('\n')}`],
    [`${armour('\\n')}\\n\\n${armour('\\n')}\\n\\n`, `${armour('\n')}\n\n${armour('\n')}`],
    ['a\\n"', 'a'],
    ['', ''],
  ];
  for (const [line, lines] of cases) {
    it(line || 'nothing', () => {
      assert.equal(runSync(unescapeLine(line, '\n')), lines);
      assert.equal(runSync(unescapeLine(line, '\r\n')), lines.replaceAll('\n', '\r\n'));
    });
  }

  it('tears no escape apart, wherever in a long line it is', () => {
    for (let before = 65_530; before <= 65_540; before++) {
      const [a, b] = ['A'.repeat(before), 'B'.repeat(70_000)];
      assert.equal(runSync(unescapeLine(`${a}\\r\\n${b}\\/${b}`, '\n')), `${a}\n${b}/${b}`);
    }
  });

  it('keeps thousands of lines, empty ones among them', () => {
    const lines = Array.from({ length: 3_500 }, (_, i) => (i % 7 === 0 ? '' : `line ${i}`));
    assert.equal(runSync(unescapeLine(lines.join('\\n'), '\n')), lines.join('\n'));
  });

  it('takes time that grows with the line, and no faster', () => {
    const start = process.cpuUsage().user;
    runSync(unescapeLine(`${'"'.repeat(1_000_000)}${'\\'.repeat(1_000_000)}`, '\n'));
    assert.ok(process.cpuUsage().user - start < 5_000_000);
  });
});
