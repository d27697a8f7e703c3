import assert from 'node:assert/strict';
import { readToken, writeToken } from '../../../../src/app/connections/storedToken';

describe('readToken', () => {
  it('reads what writeToken wrote', () => {
    const stored = { origin: 'https://a.example', token: 't"\\ö' };
    assert.deepEqual(readToken(writeToken(stored)), stored);
  });
  for (const text of [
    undefined,
    '',
    'plain',
    '7',
    'null',
    '[]',
    '{}',
    '{"token":"t"}',
    '{"origin":"o","token":""}',
    '{"origin":1,"token":"t"}',
  ])
    it(`reads nothing from ${text}`, () => assert.equal(readToken(text), undefined));
});
