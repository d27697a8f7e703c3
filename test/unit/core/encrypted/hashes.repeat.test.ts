import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { repeatHash } from '../../../../src/core/encrypted/hashes';

const hashed = (name: string, bytes: Uint8Array): Buffer => createHash(name).update(bytes).digest();

describe('repeatHash', () => {
  for (const name of ['md5', 'sha1', 'sha224', 'sha256', 'sha512'])
    it(`hashes as node:crypto does: ${name}`, () => {
      for (let start = 0; start < 20; start++) {
        const first = hashed(name, Buffer.from(`start ${start}`));
        let expected = first;
        for (let round = 0; round < 50; round++) expected = hashed(name, expected);
        assert.deepEqual(repeatHash(name, first, 50), expected);
      }
    });

  it('hashes edges: all bits set, and none', () => {
    for (const [name, length] of [
      ['sha1', 20],
      ['sha256', 32],
    ] as const)
      for (const byte of [0, 0x7f, 0x80, 0xff])
        assert.deepEqual(repeatHash(name, Buffer.alloc(length, byte), 1), hashed(name, Buffer.alloc(length, byte)));
  });

  it('leaves what is hashed no more as it is', () => {
    const first = hashed('sha256', Buffer.from('x'));
    assert.deepEqual(repeatHash('sha256', first, 0), first);
  });

  it('says where the runtime has no such hash', () =>
    assert.equal(repeatHash('no such hash', Buffer.alloc(20), 1), undefined));
});
