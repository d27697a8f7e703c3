import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Cells of every row of the table that has these columns. */
function rowsOf(text: string, columns: readonly string[]): readonly (readonly string[])[] {
  const lines = text.split('\n');
  const head = lines.indexOf(`| ${columns.join(' | ')} |`);
  assert.notEqual(head, -1, `no table of ${columns.join(', ')}`);
  const rest = lines.slice(head + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(0, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** A test file, or a part of one whose parts share a window. */
const isTest = /^test\/(?:.*\.test\.ts$|ui\/(?:gateways|files|oneWindow)\/)/u;

const filesIn = (cell: string | undefined): readonly string[] =>
  [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, path]) => path ?? '');

describe('docs/security.md', () => {
  const rows = rowsOf(read('docs/security.md'), ['border', 'what comes in', 'checked by', 'shown by']);

  for (const [border = '', , checkedBy, shownBy] of rows) {
    it(`names for “${border}” files that there are, and a test`, () => {
      const checks = filesIn(checkedBy);
      const tests = filesIn(shownBy);
      assert.deepEqual(
        [...checks, ...tests].filter((path) => !existsSync(join(root, path))),
        [],
      );
      assert.notEqual(checks.length, 0);
      assert.ok(tests.length > 0 && tests.every((path) => isTest.test(path)), tests.join());
    });
  }

  const findings = [
    ...rowsOf(read('docs/security.md'), ['finding', 'what', 'test', 'title', 'at 71b7893']).map(([, ...rest]) => rest),
    ...rowsOf(read('docs/security.md'), ['found', 'test', 'title', 'before']),
  ];
  for (const [finding = '', test = '', title = ''] of findings)
    it(`names for “${finding}” a test that there is`, () => {
      const [path = ''] = filesIn(test);
      assert.ok(read(path).includes(title), `${path} has no ${title}`);
    });

  for (const page of ['SECURITY.md', 'docs/security.md', 'README.md', 'CONTRIBUTING.md']) {
    it(`${page} links to files that there are`, () => {
      const targets = [...read(page).matchAll(/\]\((?!https?:|#)([^)\s#]+)/g)].map(([, target]) => target ?? '');
      assert.deepEqual(
        targets.filter((target) => !existsSync(join(root, dirname(page), target))),
        [],
      );
    });
  }

  it('is linked from where people look for it', () => {
    assert.ok(read('SECURITY.md').includes('(docs/security.md)'));
    assert.ok(read('README.md').includes('(SECURITY.md)'));
  });
});
