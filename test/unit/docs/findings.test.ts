import assert from 'node:assert/strict';
import { rules } from '../../../src/core/findings/findings';
import { indexFile, pageNames, readPage, sections, titleOf, toIndex, toRuleLine } from '../../docs/findingPages';

describe('docs/findings', () => {
  it('has a page for every rule, and no other', () =>
    assert.deepEqual([...pageNames()].sort(), rules.map(({ code }) => `${code}.md`).sort()));

  for (const rule of rules) {
    it(`${rule.code}.md says what its rule says, and each thing that it should`, () => {
      const page = readPage(`${rule.code}.md`);
      const [title, , line] = page.split('\n');
      assert.match(title ?? '', /^# \S/);
      assert.equal(line, toRuleLine(rule), 'npm run findings');
      const parts = page.split(/^## /m).slice(1);
      assert.deepEqual(
        parts.map((part) => part.split('\n')[0]),
        sections,
      );
      for (const part of parts) assert.ok(part.split('\n').slice(1).join('').trim().length > 10, part);
    });
  }

  it('gives each page a title of its own', () =>
    assert.equal(new Set(rules.map(({ code }) => titleOf(readPage(`${code}.md`)))).size, rules.length));

  it('has a table of them that is up to date', () => assert.equal(readPage(indexFile), toIndex(), 'npm run findings'));
});
