import assert from 'node:assert/strict';
import { connectionIdOf, keyPasswordId, readToken, writeToken } from '../../../../src/app/connections/storedToken';

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
    '{"origin":"o","token":1}',
  ])
    it(`reads nothing from ${text}`, () => assert.equal(readToken(text), undefined));
});

describe('keyPasswordId', () => {
  for (const id of ['a', 'a/clientKey', '5e6f0c1d-7a39-4a6f-9a55-0f5d3e1c2b4a'])
    it(`keeps the password of ${id} under an id that leads back to it`, () => {
      assert.notEqual(keyPasswordId(id), id);
      assert.equal(connectionIdOf(keyPasswordId(id)), id);
    });
  it('takes the id of a token for that of its connection', () => assert.equal(connectionIdOf('a'), 'a'));
});
