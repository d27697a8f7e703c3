import assert from 'node:assert/strict';
import { foreignFile } from '../../../../src/app/sources/foreignWords';

describe('a file that is nothing but what another tool has encrypted', () => {
  const vault = '$ANSIBLE_VAULT;1.1;AES256';

  it('is named on its first line, with the command that helps', () => {
    assert.deepEqual(
      foreignFile(`\n${vault}\n3132333435\n`).map(({ span, facts }) => [span, facts['tool'], facts['command']]),
      [[{ start: 1, end: 1 + vault.length }, 'ansible-vault', 'ansible-vault view FILE']],
    );
    assert.deepEqual(
      ['version https://git-lfs.github.com/spec/v1\noid x\n', 'age-encryption.org/v1\n', 'Salted__abc\n'].map(
        (text) => foreignFile(text).length,
      ),
      [1, 1, 1],
    );
  });
  it('is a warning where something else was saved in place of a certificate', () => {
    const page = '<!DOCTYPE html>';
    assert.deepEqual(
      foreignFile(`${page}\n<title>Sign in</title>\n`).map(({ span, severity }) => [span, severity]),
      [[{ start: 0, end: page.length }, 'warning']],
    );
    assert.deepEqual(foreignFile(`${page}\n<pre>\n-----BEGIN CERTIFICATE-----\n</pre>\n`), []);
    assert.deepEqual(foreignFile('{"kind":"Secret","data":{"message":"aGk="}}'), []);
  });
  it('is no PEM text, and none of which single values are encrypted', () => {
    for (const text of ['', '-----BEGIN CERTIFICATE-----\n', `a: !vault |\n  ${vault}\n  3132\n`])
      assert.deepEqual(foreignFile(text), []);
  });
});
