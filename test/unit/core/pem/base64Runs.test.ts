import assert from 'node:assert/strict';
import type { Base64Run } from '../../../../src/core/pem/base64Runs';
import { findBase64RunsSteps } from '../../../../src/core/pem/base64Runs';
import { countSteps } from '../../../fixtures/countSteps';

const value = Buffer.from(Array.from({ length: 96 }, (_, at) => (at * 7) % 256)).toString('base64');

function find(text: string): { readonly runs: readonly Base64Run[]; readonly count: number } {
  const runs: Base64Run[] = [];
  const { count } = countSteps(
    findBase64RunsSteps(text, function* (run) {
      runs.push(run);
      return 'found';
    }),
  );
  return { runs, count };
}

describe('findBase64RunsSteps', () => {
  const rows: Readonly<Record<string, string>> = {
    'on a line': value,
    'over lines': value.replaceAll(/.{32}/g, '$&\n  '),
    'with slashes escaped': value.replaceAll('/', '\\/'),
    'with signs escaped': value.replaceAll('+', '\\u002B').replaceAll('=', '\\u003d'),
    'with signs written as in HTML': value.replaceAll('+', '&#43;').replaceAll('/', '&#47;').replaceAll('=', '&#61;'),
    'with line breaks escaped': value.replaceAll(/.{32}/g, '$&\\n'),
    'with a backslash at the end of each line': value.replaceAll(/.{32}/g, '$&\\\n  '),
    'in strings of Python': value.replaceAll(/.{32}/g, '$&"\n  "'),
    'in strings of JavaScript': value.replaceAll(/.{32}/g, '$&" +\r\n  "'),
    'in strings of Java': value.replaceAll(/.{32}/g, '$&"\n  + "'),
    'in strings of PHP': value.replaceAll(/.{32}/g, '$&" .\n"'),
  };
  for (const [form, text] of Object.entries(rows))
    it(`finds base64 ${form}`, () =>
      assert.deepEqual(
        find(`{"a":"${text}"}`).runs.map(({ base64 }) => base64),
        [value],
      ));

  it('ends a run before a line that has something else on it', () =>
    assert.deepEqual(
      find(`${value}\n${value} is it`).runs.map(({ base64 }) => base64),
      [value, value],
    ));

  it('ends a run where a list has another string', () =>
    assert.deepEqual(
      find(`["${value}",\n  "${value}"]`).runs.map(({ base64 }) => base64),
      [value, value],
    ));

  it('reads what follows a part of a run that is too long once, not anew behind each part', () => {
    const parts = `${'A'.repeat(64)}\n${'A'.repeat(20)}\n\n`.repeat(45_000);
    let [decoded, steps] = [0, 0];
    const search = findBase64RunsSteps(parts, function* ({ base64 }) {
      decoded += 1;
      return base64.length < 100 ? 'found' : 'nothing';
    });
    // Read anew each time, it would take two million.
    while (search.next().done !== true) assert.ok(++steps < 200_000);
    assert.ok(decoded >= 45_000 && decoded < 100_000, `${decoded} decoded`);
  });

  it('reads a run in steps, escaped or not, and passes over one that is longer than what is decoded', () => {
    const counts = ['A/+', 'A\\/b', '\\u002B'].map((unit) => {
      const { runs, count } = find(`"${unit.repeat(Math.floor(2_000_000 / unit.length))}"`);
      assert.equal(runs.length, 1);
      return count;
    });
    for (const count of counts) assert.ok(count > 30, `${count} steps`);
    for (const unit of ['MIIB', 'MIIBMIIBMIIBMIIBMI-_', 'a\\/b', '\\u002B']) {
      const { runs, count } = find(`a: ${unit.repeat(Math.floor(16_000_000 / unit.length))}`);
      assert.deepEqual(runs, []);
      assert.ok(count > 200, `${unit}: ${count} steps`);
    }
  });
});
