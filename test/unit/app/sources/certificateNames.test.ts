import assert from 'node:assert/strict';
import manifest from '../../../../package.json';
import {
  certificateExtensions,
  certificateNames,
  isCertificatePath,
} from '../../../../src/app/sources/certificateNames';

const rows: readonly [string, boolean][] = [
  ['/a/server.pem', true],
  ['server.pem', true],
  ['/a/SERVER.CRT', true],
  ['/a/x.ca-bundle', true],
  ['/a/store.P12', true],
  ['/a/chain.p7c', true],
  ['/a/pem', false],
  ['/a/server.pem.bak', false],
  ['/a/notes.md', false],
  ['/a/node_modules/b/c.pem', false],
  ['node_modules/c.pem', false],
  ['/a/.git/c.pem', false],
  ['/a/.github/c.pem', true],
  ['/my_node_modules/c.pem', true],
];

describe('isCertificatePath', () => {
  for (const [path, is] of rows) it(`${path}: ${is}`, () => assert.equal(isCertificatePath(path), is));
  it('takes every file of the language pem', () => {
    for (const extension of manifest.contributes.languages.flatMap(({ extensions }) => extensions))
      assert.ok(isCertificatePath(`a${extension}`), extension);
  });
});

describe('certificateNames', () => {
  it('is a glob that tells no small letters from capitals', () => {
    assert.match(certificateNames, /^\*\.\{\[pP\]\[eE\]\[mM\],/);
    assert.ok(certificateNames.includes('[pP]12,'));
    assert.equal(certificateNames.split(',').length, certificateExtensions.length);
  });
});
