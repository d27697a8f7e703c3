import assert from 'node:assert/strict';
import type { Drop } from '../../../../src/ui/tree/dropped';
import { toDrop } from '../../../../src/ui/tree/dropped';
import type { Row } from '../../../../src/ui/tree/rows';

describe('toDrop', () => {
  const one = 'file:///home/me/server.crt';
  const other = 'vscode-remote://ssh-remote%2Bhost/etc/ssl/a%20b.pem';
  const cases: readonly [what: string, text: string, target: Row['kind'] | undefined, drop: Drop][] = [
    ['a file on empty space', one, undefined, { uris: [one], does: 'upload' }],
    ['a file on a connection', one, 'connection', { uris: [one], does: 'upload' }],
    ['a file on a group', one, 'group', { uris: [one], does: 'upload' }],
    ['a file on a certificate', one, 'certificate', { uris: [one], does: 'update' }],
    [
      'several lines, as RFC 2483 ends them',
      `${one}\r\n${other}\r\n`,
      undefined,
      { uris: [one, other], does: 'upload' },
    ],
    ['several lines, as some programs end them', `${one}\n${other}`, undefined, { uris: [one, other], does: 'upload' }],
    ['comments and blank lines', `# from a file manager\r\n\r\n${one}`, undefined, { uris: [one], does: 'upload' }],
    ['one file twice', `${one}\n${one}`, undefined, { uris: [one], does: 'upload' }],
    ['words that are no URI', 'hello world\n/etc/passwd\nC:', undefined, { uris: [], does: 'upload' }],
    ['nothing', '', undefined, { uris: [], does: 'upload' }],
  ];
  for (const [what, text, target, drop] of cases) it(what, () => assert.deepEqual(toDrop(text, target), drop));

  it('stops at 500', () =>
    assert.equal(
      toDrop(Array.from({ length: 600 }, (_, index) => `file:///${index}`).join('\n'), undefined).uris.length,
      500,
    ));
});
