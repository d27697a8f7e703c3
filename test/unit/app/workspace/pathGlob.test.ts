import assert from 'node:assert/strict';
import { toPathTest } from '../../../../src/app/workspace/pathGlob';

/** The glob, what it matches, what it does not. */
const rows: readonly [string, readonly string[], readonly string[]][] = [
  ['**/.git', ['.git', 'a/.git', 'a/.git/config.pem'], ['git', '.github', 'a/.gitx']],
  ['**/*.key', ['a.key', 'x/y/a.key', 'x/a.key/b.pem'], ['a.keys', 'key']],
  ['out', ['out', 'out/a.pem'], ['x/out', 'outer/a.pem']],
  ['/out/', ['out/a.pem'], ['x/out']],
  ['out/**', ['out/a.pem', 'out/b/c.pem'], ['out', 'x/out/a.pem']],
  ['a/**/b.pem', ['a/b.pem', 'a/x/y/b.pem'], ['b.pem', 'a/xb.pem']],
  ['*.pem', ['a.pem'], ['x/a.pem', 'apem']],
  ['a?.pem', ['ab.pem'], ['a.pem', 'a/.pem']],
  ['a,b(1)+$.pem', ['a,b(1)+$.pem'], ['b']],
  ['**', ['a', 'a/b'], []],
];
const refused: readonly string[] = ['', '{a,b}/*.pem', '[a-z].pem', 'a}'];

describe('toPathTest', () => {
  for (const [glob, matching, others] of rows)
    it(glob, () => {
      const matches = toPathTest(glob);
      assert.ok(matches);
      assert.deepEqual([...matching, ...others].filter(matches), matching);
    });
  for (const glob of refused)
    it(`does not understand ${glob.slice(0, 10) || 'nothing'}`, () => assert.equal(toPathTest(glob), undefined));
  it('takes no steps beyond both lengths', () => {
    const test = toPathTest('**/*a*a*a*a*a*a*a*a*b');
    assert.equal(test?.(`${'a/'.repeat(100)}${'a'.repeat(2_000)}c`), false);
  });
});
