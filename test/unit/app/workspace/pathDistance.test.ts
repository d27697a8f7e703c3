import assert from 'node:assert/strict';
import { byNearness, folderDistance } from '../../../../src/app/workspace/pathDistance';

const rows: readonly [string, string, number][] = [
  ['/a/x', '/a/y', 0],
  ['/x', '/y', 0],
  ['/a/x', '/a/b/y', 1],
  ['/a/b/x', '/a/y', 1],
  ['/a/b/x', '/a/c/y', 2],
  ['/a/x', '/b/c/y', 3],
  ['/a/b/c/x', '/y', 3],
  ['/a/b/a/x', '/b/b/a/y', 6],
];

describe('folderDistance', () => {
  for (const [one, other, distance] of rows)
    it(`${one} … ${other}: ${distance}`, () => {
      assert.equal(folderDistance(one, other), distance);
      assert.equal(folderDistance(other, one), distance);
    });
});

describe('byNearness', () => {
  const paths = ['/b/z', '/a/b/y', '/a/z', '/a/c', '/a/b/x'];
  it('puts the nearest first, else goes by name', () => {
    assert.deepEqual(
      byNearness(paths, '/a/b/q', (path) => path),
      ['/a/b/x', '/a/b/y', '/a/c', '/a/z', '/b/z'],
    );
    assert.deepEqual(
      byNearness(paths, '/q', (path) => path),
      ['/a/c', '/a/z', '/b/z', '/a/b/x', '/a/b/y'],
    );
    assert.deepEqual(
      byNearness(paths, undefined, (path) => path),
      ['/a/b/x', '/a/b/y', '/a/c', '/a/z', '/b/z'],
    );
  });
});
